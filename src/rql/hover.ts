import { apiNamed } from '../domain/inventory';
import { regionCode, regionName } from '../domain/regions';
import type { Attribute } from './attributes';
import { fill, type Span } from './diagnostic';
import { signature } from './functions';
import { KNOWN_OPERATIONS } from './known-operations';
import { analyse } from './query';
import { recordPath } from './record-paths';
import type { AttributeTest, ColumnNode, EventTerm, JsonComparison, Logic, PathTree, Post, QueryTree, ValueNode } from './syntax';
import { fold } from './text';
import { comparisonsOf, operandsOf, tailsOf, termsOf } from './walk';

/** What is known about the text at a place. The Markdown holds our own words only, nothing of the query's text. */
export interface Hover extends Span {
  readonly markdown: string;
}

/** Puts a text of {@link HOVER_TEXTS} or of the tables into a person's language and fills its places. */
export type Translate = (template: string, ...args: readonly string[]) => string;

export const HOVER_TEXTS = {
  accounts: 'The query below is about these accounts alone: numbers with commas between them.',
  limit: 'Most rows that the query below answers with.',
  name: 'Name of the query below, wherever it is listed.',
  time: 'Time range of the query below: `past 24 hours`, `since 2023-07-10`, `2023-07-10T00:00Z .. 2023-07-11T00:00Z` or `all`. Times are UTC.',
  operators: 'Operators: {0}',
  alias: 'Older name: {0}',
  region: '{0} is {1}.',
  operation: '{0} is a call of {1}.',
  api: '{0}: records of {1}.',
} as const;

/** Explains the attribute, operator, path, function, value or directive at an offset; `undefined` where there is nothing to say. */
export function hover(text: string, offset: number, translate: Translate = (template, ...args) => fill(template, args)): Hover | undefined {
  for (const { directives, range, tree } of analyse(text).queries) {
    const directive = directives.find((place) => holds(place, offset));
    if (directive !== undefined) return at(directive, translate(HOVER_TEXTS[directive.name]));
    if (holds(range, offset)) return hoverQuery(tree, offset, translate);
  }
  return undefined;
}

function hoverQuery(tree: QueryTree, offset: number, translate: Translate): Hover | undefined {
  const ofResources = tree.config !== undefined;
  for (const { condition } of tree.config?.clauses ?? [tree]) {
    if (condition !== undefined && holds(condition, offset)) return hoverIn(condition, ofResources, offset, translate);
  }
  const post = tree.config?.posts.find((part) => holds(part, offset));
  if (post !== undefined && post.kind !== 'tail') return hoverPost(post, offset, translate);
  const columns = tailsOf(tree).flatMap((tail) => (tail.kind === 'limit' ? [] : tail.kind === 'columns' ? tail.columns : tail.by));
  const column = columns.find((node) => holds(node, offset));
  return column && hoverColumn(column, ofResources, translate);
}

function hoverPost(post: Exclude<Post, { readonly kind: 'tail' }>, offset: number, translate: Translate): Hover | undefined {
  if (post.kind === 'filter') return hoverRule(post.expression, true, offset, translate);
  if (post.kind !== 'count' || !holds(post.operatorSpan, offset)) return undefined;
  return at(post.operatorSpan, `**${post.operator.texts[0] ?? ''}**: ${translate(post.operator.doc)}`);
}

function hoverColumn(column: ColumnNode, ofResources: boolean, translate: Translate): Hover | undefined {
  if (column.attribute !== undefined) return at(column, attributeHelp(column.attribute, translate));
  return ofResources ? undefined : at(column, pathHelp(column.path, translate));
}

/** @param ofResources the paths lead into records of resources, of which nothing is known here */
function hoverIn(condition: Logic<EventTerm>, ofResources: boolean, offset: number, translate: Translate): Hover | undefined {
  for (const term of termsOf(condition)) {
    if (!holds(term, offset)) continue;
    if (term.kind === 'attribute') return hoverTest(term, offset, translate);
    if (holds(term.name, offset)) return at(term.name, attributeHelp(term.attribute, translate));
    return hoverRule(term.expression, ofResources, offset, translate);
  }
  return undefined;
}

function hoverRule(rule: Logic<JsonComparison>, ofResources: boolean, offset: number, translate: Translate): Hover | undefined {
  for (const comparison of comparisonsOf(rule)) {
    if (holds(comparison, offset)) return hoverComparison(comparison, ofResources, offset, translate);
  }
  return undefined;
}

function hoverTest(
  { attribute, name, operator, operatorSpan, values }: AttributeTest,
  offset: number,
  translate: Translate,
): Hover | undefined {
  if (holds(name, offset)) return at(name, attributeHelp(attribute, translate));
  if (holds(operatorSpan, offset)) return at(operatorSpan, `**${operator.text}**: ${translate(operator.doc)}`);
  const value = values.find((candidate) => holds(candidate, offset));
  return value && at(value, valueHelp(attribute, value, translate));
}

function attributeHelp({ name, aliases, doc, operators }: Attribute, translate: Translate): string {
  const old = aliases.length === 0 ? [] : [translate(HOVER_TEXTS.alias, codes(aliases))];
  return [`**${name}**: ${translate(doc)}`, ...old, translate(HOVER_TEXTS.operators, codes(operators))].join('\n\n');
}

function codes(texts: readonly string[]): string {
  return texts.map((text) => `\`${text}\``).join(', ');
}

function valueHelp(attribute: Attribute, { text }: ValueNode, translate: Translate): string | undefined {
  if (attribute.values === 'region') {
    const code = regionCode(text);
    const name = regionName(code);
    return name && translate(HOVER_TEXTS.region, `**${name}**`, codes([code]));
  }
  if (attribute.values === 'api') {
    const api = apiNamed(text);
    return api && translate(HOVER_TEXTS.api, `**${api.name}**`, codes([api.type || api.service]));
  }
  if (attribute.name !== 'operation') return undefined;
  const known = [...KNOWN_OPERATIONS].find(([operation]) => fold(operation) === fold(text));
  return known && translate(HOVER_TEXTS.operation, `**${known[0]}**`, codes(known[1]));
}

function hoverComparison(comparison: JsonComparison, ofResources: boolean, offset: number, translate: Translate): Hover | undefined {
  const { operator, operatorSpan } = comparison;
  if (holds(operatorSpan, offset)) return at(operatorSpan, `**${operator.texts[0] ?? ''}**: ${translate(operator.doc)}`);
  for (const operand of operandsOf(comparison)) {
    if (operand.kind === 'call' && holds(operand.name, offset))
      return at(operand.name, `\`${signature(operand.function)}\`: ${translate(operand.function.doc)}`);
    if (operand.kind !== 'path' || !holds(operand, offset)) continue;
    return ofResources ? undefined : at(operand, pathHelp(operand.path, translate));
  }
  return undefined;
}

function pathHelp(path: PathTree, translate: Translate): string | undefined {
  const known = recordPath(path);
  return known && `${codes([known.path])}: ${translate(known.doc)}`;
}

function at({ start, end }: Span, markdown: string | undefined): Hover | undefined {
  return markdown === undefined ? undefined : { start, end, markdown };
}

function holds({ start, end }: Span, offset: number): boolean {
  return offset >= start && offset < end;
}
