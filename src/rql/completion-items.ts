import { CRUDS } from '../domain/event';
import { NAMED_REGIONS, regionName } from '../domain/regions';
import { EVENT_ATTRIBUTES, type EventAttribute } from './attributes';
import type { CompletionItem, ValueSource } from './completion';
import type { Expectation } from './expectation';
import { KNOWN_OPERATIONS, KNOWN_SERVICES } from './known-operations';
import { EVENT_OPERATORS, JSON_OPERATORS } from './operators';
import type { TextField } from './predicate';
import { quoteText } from './reader';
import { pathsBelow, RECORD_PATHS, recordPath, type RecordPath } from './record-paths';
import type { PathTree } from './syntax';
import { numberOf } from './text';

/** An item whose place in the list and in the text is not settled yet. */
export interface Candidate {
  readonly item: Omit<CompletionItem, 'start' | 'end' | 'sortText'>;
  readonly start: number;
  /** The texts that what is typed is compared with. */
  readonly filters: readonly string[];
  /** Stands in quotes, which are replaced with it. */
  readonly isValue?: boolean;
}

interface Value {
  readonly value: string;
  readonly count?: number;
  readonly detail?: string;
}

/** Everything that meets one expectation, best first. */
export async function itemsFor(
  { start, what }: Expectation,
  typed: string,
  source: ValueSource,
  signal: AbortSignal | undefined,
): Promise<readonly Candidate[]> {
  switch (what.kind) {
    case 'words':
      return what.words.map((word) => ({
        item: { label: word, kind: 'keyword', insertText: word },
        start,
        filters: [word],
      }));
    case 'attribute':
      return EVENT_ATTRIBUTES.flatMap((attribute) => attributeItems(attribute, start));
    case 'column':
      return [
        ...EVENT_ATTRIBUTES.filter(({ field, values }) => field !== undefined || values === 'crud').flatMap((attribute) =>
          attributeItems(attribute, start),
        ),
        ...pathItems(RECORD_PATHS, start),
      ].filter(({ item }) => !what.taken.includes(item.label));
    case 'operator':
      return what.attribute.operators.flatMap((text) => operatorItem(text, start));
    case 'json-operator':
      return JSON_OPERATORS.map(({ texts, takes, doc }) => {
        const [label = ''] = texts;
        return {
          item: { label, kind: 'operator', documentation: doc, insertText: takes === 'list' ? `${label} (` : label },
          start,
          filters: texts,
        };
      });
    case 'path':
      return pathItems([...(what.array === undefined ? [] : pathsBelow(what.array)), ...RECORD_PATHS], start);
    case 'value': {
      const values = await attributeValues(what.attribute, typed.replace(/^["'“”‘’]/, ''), source, signal);
      return valueItems(
        values.filter(({ value }) => !what.taken.includes(value)),
        start,
        typed.startsWith('"') ? '"' : "'",
      );
    }
    case 'json-value': {
      const values = await pathValues(what.path, typed.replace(/^["']/, ''), source, signal);
      return valueItems(
        what.numeric ? values.filter(({ value }) => numberOf(value) !== undefined) : values,
        start,
        typed.startsWith('"') ? '"' : what.quote,
      );
    }
  }
}

function attributeItems(attribute: EventAttribute, start: number): readonly Candidate[] {
  const { name, aliases, doc } = attribute;
  return [{ item: { label: name, kind: 'attribute', documentation: doc, insertText: name }, start, filters: [name, ...aliases] }];
}

function pathItems(paths: readonly RecordPath[], start: number): readonly Candidate[] {
  return paths.map(({ path, doc }) => ({
    item: { label: path, kind: 'attribute', documentation: doc, insertText: path },
    start,
    filters: [path, path.replace(/^\$\./, '')],
  }));
}

function operatorItem(text: string, start: number): readonly Candidate[] {
  const operator = EVENT_OPERATORS.find((candidate) => candidate.text === text);
  if (operator === undefined) return [];
  const insertText = operator.takes === 'list' ? `${text} (` : text;
  return [{ item: { label: text, kind: 'operator', documentation: operator.doc, insertText }, start, filters: [text] }];
}

async function attributeValues(
  attribute: EventAttribute,
  prefix: string,
  source: ValueSource,
  signal: AbortSignal | undefined,
): Promise<readonly Value[]> {
  switch (attribute.values) {
    case 'crud':
      return CRUDS.map((value) => ({ value }));
    case 'cloud':
      return [{ value: 'aws' }];
    case 'rule':
      return [];
    case 'region':
      return regionValues(await stored('region', '', source, signal));
    case 'text':
    case 'service':
    case 'account':
    case 'address': {
      const values = attribute.field === undefined ? [] : await stored(attribute.field, prefix, source, signal);
      return [...values, ...knownValues(attribute)];
    }
  }
}

function knownValues({ name }: EventAttribute): readonly Value[] {
  if (name === 'operation') return [...KNOWN_OPERATIONS].map(([value, services]) => ({ value, detail: services.join(', ') }));
  return name === 'cloud.service' ? KNOWN_SERVICES.map((value) => ({ value })) : [];
}

/** What the store holds; a store that fails or is not there yet takes nothing away from what is known without it. */
async function stored(field: TextField, prefix: string, source: ValueSource, signal: AbortSignal | undefined): Promise<readonly Value[]> {
  try {
    return (await source.values(field, prefix, signal)).filter(({ value }) => value !== '');
  } catch {
    return [];
  }
}

/** Both spellings of each region, those with events first. */
function regionValues(values: readonly Value[]): readonly Value[] {
  const codes = [...values, ...NAMED_REGIONS.filter((code) => !values.some(({ value }) => value === code)).map((value) => ({ value }))];
  return codes.flatMap(({ value: code, ...rest }) => {
    const name = regionName(code);
    return name === undefined
      ? [{ value: code, ...rest }]
      : [
          { value: name, ...rest, detail: code },
          { value: code, ...rest, detail: name },
        ];
  });
}

async function pathValues(path: PathTree, prefix: string, source: ValueSource, signal: AbortSignal | undefined): Promise<readonly Value[]> {
  const known = recordPath(path);
  const values = known?.field === undefined ? [] : await stored(known.field, prefix, source, signal);
  return [...values, ...(known?.values ?? []).map((value) => ({ value }))];
}

function valueItems(values: readonly Value[], start: number, quote: '"' | "'"): readonly Candidate[] {
  return values.map(({ value, count, detail }) => {
    const counted = count === undefined ? [] : [`${count.toLocaleString('en')} events`];
    const about = [...(detail === undefined ? [] : [detail]), ...counted].join(' · ');
    const item = {
      label: value,
      kind: 'value',
      ...(about === '' ? {} : { detail: about }),
      ...(detail === undefined ? {} : { about: detail }),
      ...(count === undefined ? {} : { count }),
      insertText: quoteText(value, quote),
    } as const;
    return { item, start, filters: [value], isValue: true };
  });
}

export const HEAD_DETAIL = 'Search audit events';
const HEAD = 'event from cloud.audit_logs where ';
export const SNIPPETS: readonly (readonly [label: string, detail: string, condition: string])[] = [
  ['event: who called', 'Who called an operation in a region', "operation = '${1:CreateService}' AND cloud.region = '${2:AWS Ohio}'"],
  [
    'event: changes in a region',
    'Everything made, changed or deleted there',
    "cloud.region = '${1:AWS Ohio}' AND crud IN ('create', 'update', 'delete')",
  ],
  ['event: root user', 'What the root user changed', "user = 'root' AND NOT crud = 'read'"],
  ['event: failed calls', 'Calls that were refused', "json.rule = $.errorCode contains '${1:AccessDenied}'"],
  ['event: from a network', 'Calls from an address or a network', 'ip = ${1:203.0.113.0/24}'],
];

/** How a query begins: its head, and whole queries to fill in. */
export function headItems(start: number): readonly Candidate[] {
  const head = { label: HEAD.trim(), kind: 'keyword', detail: HEAD_DETAIL, insertText: HEAD.trim() } as const;
  const snippets = SNIPPETS.map(([label, detail, condition]): Candidate => {
    const insertText = HEAD + condition.replace(/\$\{\d:([^}]*)\}/g, '$1');
    const snippet = HEAD + condition.replace(/\$(?!\{)/g, '\\$');
    return { item: { label, kind: 'snippet', detail, insertText, snippet }, start, filters: [label] };
  });
  return [{ item: head, start, filters: [HEAD] }, ...snippets, ...DIRECTIVE_LINES.slice(0, 2).map((line) => directiveItem(line, start))];
}

const DIRECTIVE_LINES = [
  '// time: past 24 hours',
  '// name: ',
  '// time: past 1 hours',
  '// time: past 7 days',
  '// time: past 30 days',
  '// time: all',
  '// limit: 500',
  '// accounts: ',
];

/** Directives, for a line that is a comment so far. */
export function directiveItems(start: number, line: string): readonly Candidate[] {
  const typed = line.trimStart().replace(/^\/\/\s*/, '// ');
  return DIRECTIVE_LINES.filter((text) => text.startsWith(typed)).map((text) => directiveItem(text, start, line.trimStart()));
}

function directiveItem(text: string, start: number, typed = ''): Candidate {
  return { item: { label: text.trim(), kind: 'directive', insertText: text }, start, filters: [text, typed] };
}
