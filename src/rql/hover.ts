import { regionCode, regionName } from '../domain/regions';
import type { EventAttribute } from './attributes';
import { termsOf } from './check';
import type { Span } from './diagnostic';
import { KNOWN_OPERATIONS } from './known-operations';
import { analyse, type AnalysedQuery } from './query';
import { recordPath } from './record-paths';
import type { AttributeTest, JsonComparison, ValueNode } from './syntax';
import { fold } from './text';

/** What is known about the text at a place. The Markdown holds our own words only, nothing of the query's text. */
export interface Hover extends Span {
  readonly markdown: string;
}

/** Explains the attribute, operator, path, region or operation at an offset; `undefined` where there is nothing to say. */
export function hover(text: string, offset: number): Hover | undefined {
  const query = analyse(text).queries.find(
    ({ range, timeDirective }) => holds(range, offset) || (timeDirective !== undefined && holds(timeDirective, offset)),
  );
  if (query === undefined) return undefined;
  const { timeDirective } = query;
  if (timeDirective !== undefined && holds(timeDirective, offset)) return { ...timeDirective, markdown: TIME_HELP };
  return hoverIn(query, offset);
}

const TIME_HELP =
  'Time range of the query below: `past 24 hours`, `since 2023-07-10`, `2023-07-10T00:00Z .. 2023-07-11T00:00Z` or `all`. Times are UTC.';

function hoverIn({ tree }: AnalysedQuery, offset: number): Hover | undefined {
  if (tree.condition === undefined) return undefined;
  for (const term of termsOf(tree.condition)) {
    if (!holds(term, offset)) continue;
    if (term.kind === 'attribute') return hoverTest(term, offset);
    if (holds(term.name, offset)) return { ...term.name, markdown: '**json.rule**: a condition on the raw record, with paths from `$`.' };
    for (const comparison of termsOf(term.expression)) if (holds(comparison, offset)) return hoverComparison(comparison, offset);
  }
  return undefined;
}

function hoverTest({ attribute, name, operator, operatorSpan, values }: AttributeTest, offset: number): Hover | undefined {
  if (holds(name, offset)) return { ...name, markdown: attributeHelp(attribute) };
  if (holds(operatorSpan, offset)) return { ...operatorSpan, markdown: `**${operator.text}**: ${operator.doc}` };
  const value = values.find((candidate) => holds(candidate, offset));
  const markdown = value === undefined ? undefined : valueHelp(attribute, value);
  return value === undefined || markdown === undefined ? undefined : { start: value.start, end: value.end, markdown };
}

function attributeHelp({ name, aliases, doc, operators }: EventAttribute): string {
  const old = aliases.length === 0 ? '' : ` Older name: \`${aliases.join('`, `')}\`.`;
  return `**${name}**: ${doc}${old}\n\nOperators: ${operators.map((operator) => `\`${operator}\``).join(' ')}`;
}

function valueHelp(attribute: EventAttribute, { text }: ValueNode): string | undefined {
  if (attribute.values === 'region') {
    const code = regionCode(text);
    const name = regionName(code);
    return name === undefined ? undefined : `**${name}** is \`${code}\`.`;
  }
  if (attribute.name !== 'operation') return undefined;
  const known = [...KNOWN_OPERATIONS].find(([operation]) => fold(operation) === fold(text));
  return known === undefined ? undefined : `**${known[0]}**, a call of \`${known[1].join('`, `')}\`.`;
}

function hoverComparison({ path, pathSpan, operator, operatorSpan }: JsonComparison, offset: number): Hover | undefined {
  if (holds(operatorSpan, offset)) return { ...plain(operatorSpan), markdown: `**${operator.texts[0] ?? ''}**: ${operator.doc}` };
  const known = recordPath(path);
  if (!holds(pathSpan, offset) || known === undefined) return undefined;
  return { ...plain(pathSpan), markdown: `\`${known.path}\`: ${known.doc}` };
}

function plain({ start, end }: Span): Span {
  return { start, end };
}

function holds({ start, end }: Span, offset: number): boolean {
  return offset >= start && offset < end;
}
