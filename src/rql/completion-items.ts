import { CRUDS } from '../domain/event';
import { APIS, RESOURCE_STATUSES } from '../domain/inventory';
import { POLICY_TYPES } from '../domain/policy';
import { NAMED_REGIONS, regionName } from '../domain/regions';
import { SEVERITIES } from '../domain/severity';
import type { Attribute } from './attributes';
import type { CompletionItem } from './completion';
import { offeredPaths, type OfferedPath, type PathPlace } from './completion-paths';
import type { AskedSource, Narrowing, OfferedValue } from './completion-source';
import type { Expectation } from './expectation';
import { JSON_FUNCTIONS, takesLeft } from './functions';
import { NOTHING_GIVEN, pathNeedsNothing } from './given';
import { KNOWN_OPERATIONS, KNOWN_SERVICES } from './known-operations';
import { EVENT_OPERATORS, JSON_OPERATORS } from './operators';
import { lowerPath } from './lower';
import type { JsonPath, TextField } from './predicate';
import { quoteText } from './reader';
import { recordPath } from './record-paths';
import type { PathTree } from './syntax';
import { fold, numberOf } from './text';

/** An item whose place in the list and in the text is not settled yet. */
export interface Candidate {
  readonly item: Omit<CompletionItem, 'start' | 'end' | 'sortText'>;
  readonly start: number;
  /** The texts that what is typed is compared with. */
  readonly filters: readonly string[];
  /** Stands in quotes, which are replaced with it. */
  readonly isValue?: boolean;
}

interface Value extends Partial<Omit<OfferedValue, 'value'>> {
  readonly value: string;
  readonly detail?: string;
  /** No event that the rest of the query finds has it. */
  readonly elsewhere?: true;
}

/** What the list is made of at a place. */
export interface Around {
  /** From where it is to be replaced up to the cursor. */
  readonly typed: string;
  readonly source: AskedSource;
  readonly narrowing: Narrowing;
}

/** Everything that meets one expectation, best first. */
export async function itemsFor({ start, what }: Expectation, around: Around): Promise<readonly Candidate[]> {
  const { typed } = around;
  switch (what.kind) {
    case 'words':
      return wordItems(what.words, start);
    case 'attribute':
      return what.attributes.flatMap((attribute) => attributeItems(attribute, start));
    case 'column':
      return [
        ...what.attributes.flatMap((attribute) => attributeItems(attribute, start)),
        ...(what.paths ? pathItems(await paths(around, { quote: "'", times: false }), start) : []),
      ].filter(({ item }) => !what.taken.includes(item.label));
    case 'operator':
      return what.attribute.operators.flatMap((text) => operatorItem(text, start));
    case 'json-operator':
      return JSON_OPERATORS.filter((operator) => what.left === undefined || takesLeft(operator, what.left)).map(({ texts, takes, doc }) => {
        const [label = ''] = texts;
        return {
          item: { label, kind: 'operator', documentation: doc, insertText: takes === 'list' ? `${label} (` : label },
          start,
          filters: texts,
        };
      });
    case 'function':
      return JSON_FUNCTIONS.filter(({ result }) => what.results.includes(result)).map(({ names, parameters, doc }) => {
        const [label = ''] = names;
        const ending = parameters.length === 0 ? `${label}()` : `${label}(`;
        return {
          item: { label, kind: 'operator', documentation: doc, insertText: ending },
          start,
          filters: [label, label.replace(/^.*\./, '')],
        };
      });
    case 'path':
      return pathItems(await paths(around, what), start);
    case 'value': {
      const values = await attributeValues(what.attribute, around);
      return valueItems(
        values.filter(({ value }) => !what.taken.includes(value)),
        start,
        typed.startsWith('"') ? '"' : "'",
      );
    }
    case 'json-value': {
      const values = await pathValues(what.path, around);
      return valueItems(
        what.numeric ? values.filter(({ value }) => numberOf(value) !== undefined) : values,
        start,
        typed.startsWith('"') ? '"' : what.quote,
      );
    }
  }
}

async function paths({ source, narrowing }: Around, place: Omit<PathPlace, 'named'>): Promise<readonly OfferedPath[]> {
  return offeredPaths((await source.paths(narrowing)) ?? [], { ...place, named: narrowing.where !== undefined });
}

function attributeItems(attribute: Attribute, start: number): readonly Candidate[] {
  const { name, aliases, doc } = attribute;
  return [{ item: { label: name, kind: 'attribute', documentation: doc, insertText: name }, start, filters: [name, ...aliases] }];
}

function pathItems(offered: readonly OfferedPath[], start: number): readonly Candidate[] {
  return offered.map(({ path, doc }) => ({
    item: { label: path, kind: 'attribute', insertText: path, ...(doc === undefined ? {} : { documentation: doc }) },
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

async function attributeValues(attribute: Attribute, around: Around): Promise<readonly Value[]> {
  switch (attribute.values) {
    case 'crud':
      return CRUDS.map((value) => ({ value }));
    case 'cloud':
      return [{ value: 'aws' }];
    case 'api':
      return APIS.map(({ name, service }) => ({ value: name, detail: service }));
    case 'label':
      return [...new Set(APIS.map(({ service }) => service))].map((value) => ({ value }));
    case 'status':
      return RESOURCE_STATUSES.map((value) => ({ value }));
    case 'severity':
      return SEVERITIES.map((value) => ({ value }));
    case 'finding-type':
      return POLICY_TYPES.map((value) => ({ value }));
    case 'tag':
    case 'alert':
    case 'anomaly':
    case 'group':
    case 'rule':
      return [];
    case 'region':
      return regionValues(await stored('region', { ...around, typed: '' }));
    case 'text':
    case 'service':
    case 'account':
    case 'address': {
      const values = attribute.field === undefined ? [] : await stored(attribute.field, around);
      return [...values, ...knownValues(attribute)];
    }
  }
}

function knownValues({ name }: Attribute): readonly Value[] {
  if (name === 'operation') return [...KNOWN_OPERATIONS].map(([value, services]) => ({ value, detail: services.join(', ') }));
  return name === 'cloud.service' ? KNOWN_SERVICES.map((value) => ({ value })) : [];
}

/** What the store holds of what the query still finds; where that is nothing, what it holds besides. */
async function stored(of: TextField | JsonPath, { typed, source, narrowing }: Around): Promise<readonly Value[]> {
  const prefix = typed.replace(/^["'“”‘’]/, '').replace(/\\(.)/g, '$1');
  const { where, ...wide } = narrowing;
  const found = await source.values(of, prefix, narrowing);
  const isNone = found?.every(({ value }) => value === '');
  if (where === undefined || isNone === false) return named(found);
  const others = named(await source.values(of, prefix, wide));
  return isNone === undefined ? others : others.map((value) => ({ ...value, elsewhere: true }));
}

function named(values: readonly OfferedValue[] | undefined): readonly Value[] {
  return values?.filter(({ value }) => value !== '') ?? [];
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

/** A path that an attribute reads, too, is asked for as that, which is quicker. */
async function pathValues(path: PathTree, around: Around): Promise<readonly Value[]> {
  const known = recordPath(path);
  const values = pathNeedsNothing(path) ? await stored(known?.field ?? lowerPath(path, NOTHING_GIVEN), around) : [];
  return [...values, ...(known?.values ?? []).map((value) => ({ value }))];
}

function valueItems(values: readonly Value[], start: number, quote: '"' | "'"): readonly Candidate[] {
  return values.map(({ value, detail, count, atLeast, elsewhere }) => {
    const counted = count === undefined ? [] : [`${count.toLocaleString('en')}${atLeast === true ? '+' : ''} events`];
    const about = [detail ?? [], counted, elsewhere === true ? ELSEWHERE : []].flat().join(' · ');
    const item = {
      label: value,
      kind: 'value',
      ...(about === '' ? {} : { detail: about }),
      ...(detail === undefined ? {} : { about: detail }),
      ...(count === undefined ? {} : { count }),
      ...(atLeast === undefined ? {} : { atLeast }),
      ...(elsewhere === undefined ? {} : { note: ELSEWHERE }),
      insertText: quoteText(value, quote),
    } as const;
    return { item, start, filters: [value], isValue: true };
  });
}

/** Of a value that no event has which the rest of the query finds. */
export const ELSEWHERE = 'not with the other conditions';

export const HEAD_DETAIL = 'Search audit events';
export const CONFIG_HEAD_DETAIL = 'Search resources and their configuration';
const HEAD = 'event from cloud.audit_logs where ';
const CONFIG_HEAD = 'config from cloud.resource where ';
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
  const heads = [
    [HEAD, HEAD_DETAIL],
    [CONFIG_HEAD, CONFIG_HEAD_DETAIL],
  ].map(([text = '', detail = '']): Candidate => {
    return { item: { label: text.trim(), kind: 'keyword', detail, insertText: text.trim() }, start, filters: [text] };
  });
  const snippets = SNIPPETS.map(([label, detail, condition]): Candidate => {
    const insertText = HEAD + condition.replace(/\$\{\d:([^}]*)\}/g, '$1');
    const snippet = HEAD + condition.replace(/\$(?!\{)/g, '\\$');
    return { item: { label, kind: 'snippet', detail, insertText, snippet }, start, filters: [label] };
  });
  return [...heads, ...snippets, ...DIRECTIVE_LINES.slice(0, 2).map((line) => directiveItem(line, start))];
}

const TIMES = ['past 1 hours', 'past 24 hours', 'past 7 days', 'past 30 days', 'all'] as const;
const TIME_UNITS = ['minutes', 'hours', 'days', 'weeks', 'months'] as const;
const DIRECTIVE_LINES = [
  '// time: past 24 hours',
  '// name: ',
  ...TIMES.filter((time) => time !== 'past 24 hours').map((time) => `// time: ${time}`),
  '// limit: 500',
  '// accounts: ',
];

/** Directives, for a line that is a comment so far. */
export async function directiveItems(start: number, line: string, source: AskedSource): Promise<readonly Candidate[]> {
  const accounts = /^\/\/\s*accounts\s*:\s*((?:[^,]*,\s*)*)/i.exec(line);
  if (accounts !== null) {
    const [before, taken = ''] = accounts;
    const known = named(await source.values('account', line.slice(before.length), {}));
    const free = known.filter(({ value }) => !taken.split(/[,\s]+/).includes(value));
    return valueItems(free, start + before.length, "'").map(({ item, ...rest }) => ({
      ...rest,
      item: { ...item, insertText: item.label },
    }));
  }
  const amount = /^\/\/\s*time\s*:\s*past\s+\d+\s+/i.exec(line);
  if (amount !== null) return wordItems(TIME_UNITS, start + amount[0].length);
  const typed = line.replace(/^\/\/\s*/, '// ').replace(/\s*:\s*/, ': ');
  // What stands there whole is no longer offered: a list that is open would take the line's Enter.
  return DIRECTIVE_LINES.filter((text) => fold(text).startsWith(fold(typed)) && text !== typed).map((text) =>
    directiveItem(text, start, line),
  );
}

function wordItems(words: readonly string[], start: number): readonly Candidate[] {
  return words.map((word) => ({ item: { label: word, kind: 'keyword', insertText: word }, start, filters: [word] }));
}

function directiveItem(text: string, start: number, typed = ''): Candidate {
  return { item: { label: text.trim(), kind: 'directive', insertText: text }, start, filters: [text, typed] };
}
