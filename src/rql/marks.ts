import type { Attribute } from './attributes';
import { COUNT_OPERATORS } from './count-operators';
import type { Span } from './diagnostic';
import { EVENT_OPERATORS, JSON_OPERATORS } from './operators';
import { BLANK } from './phrases';
import type {
  Argument,
  AttributeTest,
  Clause,
  ColumnNode,
  EventTerm,
  JsonComparison,
  Logic,
  PathTree,
  Post,
  QueryTree,
  RuleTest,
  Tail,
  ValueNode,
} from './syntax';
import { termsOf } from './walk';

/** A stretch of a query whose part in it is known from the tree. */
export type Mark = Span &
  (
    | { readonly kind: 'attribute'; readonly attribute: Attribute }
    | { readonly kind: 'operator' }
    /** `attribute`: the one it is compared with. */
    | { readonly kind: 'value'; readonly value: ValueNode; readonly attribute?: Attribute }
    /** A path, or what of it stands before, between and after the conditions of its quantifiers. */
    | { readonly kind: 'path' }
    /** The name of a function of json.rule. */
    | { readonly kind: 'function' }
    | { readonly kind: 'number' }
    /** A json.rule in quotes with escapes in it: its places in the text are not those of what it says. */
    | { readonly kind: 'sealed' }
    /** `('name')` after `tag`, its brackets included. */
    | { readonly kind: 'tag' }
    /** The name of a clause of a join. */
    | { readonly kind: 'alias' }
    /** Of the two around a json.rule. */
    | { readonly kind: 'quote'; readonly opens: boolean }
  );

/** All marks of a query in the order of the text, none overlapping another. */
export function marksOf(text: string, tree: QueryTree): readonly Mark[] {
  const posts = tree.config?.posts ?? [];
  const found = [...clausesOf(tree).flatMap((clause) => clauseMarks(clause, text)), ...posts.flatMap((post) => postMarks(post, text))];
  let end = 0;
  return found
    .sort((a, b) => a.start - b.start)
    .filter((mark) => {
      const apart = mark.start >= end && mark.end > mark.start;
      if (apart) ({ end } = mark);
      return apart;
    });
}

/** Where the json.rules and filters of a query stand. */
export function rulesOf(tree: QueryTree): readonly Span[] {
  const terms = clausesOf(tree).flatMap(({ condition }) => (condition === undefined ? [] : [...termsOf(condition)]));
  const posts = tree.config?.posts ?? [];
  return [
    ...terms.flatMap((term) => (term.kind === 'rule' ? [term.expression] : [])),
    ...posts.flatMap((post) => (post.kind === 'filter' ? [post.expression] : [])),
  ];
}

/** What has a condition: the clauses of a config query, else the query itself. */
export function clausesOf({ config, ...query }: QueryTree): readonly Pick<Clause, 'condition' | 'tails' | 'alias'>[] {
  return config?.clauses ?? [query];
}

function clauseMarks({ condition, tails, alias }: Pick<Clause, 'condition' | 'tails' | 'alias'>, text: string): readonly Mark[] {
  return [
    ...(condition === undefined ? [] : logicMarks(condition, text)),
    ...tails.flatMap((tail) => tailMarks(tail, text)),
    ...(alias === undefined ? [] : [{ kind: 'alias', start: alias.start, end: alias.end } as const]),
  ];
}

function postMarks(post: Post, text: string): readonly Mark[] {
  switch (post.kind) {
    case 'filter':
      return ruleMarks(post.expression, text);
    case 'tail':
      return tailMarks(post.tail, text);
    case 'show':
      return [{ kind: 'alias', start: post.alias.start, end: post.alias.end }];
    case 'count': {
      const { alias, operatorSpan } = post;
      const number = numberIn(text, operatorSpan.end, post.end);
      return [{ kind: 'alias', start: alias.start, end: alias.end }, { ...operatorSpan, kind: 'operator' }, ...number];
    }
  }
}

function logicMarks(logic: Logic<EventTerm>, text: string): readonly Mark[] {
  if (logic.kind === 'not') return logicMarks(logic.term, text);
  if (logic.kind !== 'term') return logic.terms.flatMap((term) => logicMarks(term, text));
  const { term } = logic;
  const name = { ...term.name, kind: 'attribute', attribute: term.attribute } as const;
  if (term.kind === 'rule') return [name, operatorBetween(text, term), ...ruleMarks(term.expression, text)];
  const { attribute, operatorSpan, values } = term;
  return [
    name,
    ...tagMarks(term),
    { ...operatorSpan, kind: 'operator' },
    ...values.map(({ start, end, ...value }) => ({ start, end, kind: 'value', value: { start, end, ...value }, attribute }) as const),
  ];
}

function tagMarks({ tag }: AttributeTest): readonly Mark[] {
  return tag === undefined ? [] : [{ kind: 'tag', start: tag.start, end: tag.end }];
}

/** `=` or `!=` of a json.rule, which has no node. */
function operatorBetween(text: string, { name, expression }: RuleTest): Mark {
  const between = text.slice(name.end, expression.start);
  const sign = /!?=+|<>/.exec(between);
  const start = name.end + (sign?.index ?? 0);
  return { kind: 'operator', start, end: start + (sign?.[0].length ?? 0) };
}

function ruleMarks(expression: Logic<JsonComparison>, text: string): readonly Mark[] {
  const { start, end } = expression;
  const marks = comparisonMarks(expression, text);
  if (!/["'“”‘’]/.test(text[start] ?? '') || marks[0]?.start === start) return marks;
  if (text.slice(start, end).includes('\\')) return [{ kind: 'sealed', start, end }];
  const closed = end - start > 1 && (marks.at(-1)?.end ?? start) < end;
  const closing = closed ? [{ kind: 'quote', opens: false, start: end - 1, end } as const] : [];
  return [{ kind: 'quote', opens: true, start, end: start + 1 }, ...marks, ...closing];
}

function comparisonMarks(logic: Logic<JsonComparison>, text: string): readonly Mark[] {
  if (logic.kind === 'not') return comparisonMarks(logic.term, text);
  if (logic.kind !== 'term') return logic.terms.flatMap((term) => comparisonMarks(term, text));
  const { left, operatorSpan, values, right } = logic.term;
  return [
    ...operandMarks(left, text),
    { ...operatorSpan, kind: 'operator' },
    ...values.map(valueMark),
    ...(right === undefined ? [] : operandMarks(right, text)),
  ];
}

function operandMarks(operand: Argument, text: string): readonly Mark[] {
  switch (operand.kind) {
    case 'path':
      return pathMarks(operand.path, operand, text);
    case 'call':
      return [{ ...operand.name, kind: 'function' }, ...operand.args.flatMap((argument) => operandMarks(argument, text))];
    case 'list':
      return operand.values.map(valueMark);
    case 'text':
      return [valueMark(operand)];
  }
}

function valueMark(value: ValueNode): Mark {
  return { start: value.start, end: value.end, kind: 'value', value };
}

function pathMarks(path: PathTree, { start, end }: Span, text: string): readonly Mark[] {
  const marks: Mark[] = [];
  let from = start;
  for (const step of path) {
    if (step.kind !== 'where') continue;
    marks.push({ kind: 'path', start: from, end: step.condition.start }, ...comparisonMarks(step.condition, text));
    from = step.condition.end;
  }
  return [...marks, { kind: 'path', start: from, end }];
}

function tailMarks(tail: Tail, text: string): readonly Mark[] {
  const columns = tail.kind === 'columns' ? tail.columns : tail.kind === 'limit' ? [] : tail.by;
  const marks = columns.flatMap((column) => columnMarks(column, text));
  const counts = tail.kind === 'limit' || tail.kind === 'timechart';
  return counts ? [...numberIn(text, tail.start, columns[0]?.start ?? tail.end), ...marks] : marks;
}

/** The number of a limit or a count, or the width of a bar. */
function numberIn(text: string, from: number, to: number): readonly Mark[] {
  const number = /\d[\d,]*[mhd]?/i.exec(text.slice(from, to));
  if (number === null) return [];
  const start = from + number.index;
  return [{ kind: 'number', start, end: start + number[0].length }];
}

function columnMarks({ start, end, attribute, path }: ColumnNode, text: string): readonly Mark[] {
  return attribute === undefined ? pathMarks(path, { start, end }, text) : [{ kind: 'attribute', start, end, attribute }];
}

const BLANKS = new RegExp(`${BLANK}+`, 'gu');
function spellingsOf(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(texts.map((text) => [text.toLowerCase(), text]));
}

const OPERATOR_TEXTS = {
  query: spellingsOf([...EVENT_OPERATORS.flatMap(({ text, also }) => [text, ...also]), ...COUNT_OPERATORS.flatMap(({ texts }) => texts)]),
  rule: spellingsOf(JSON_OPERATORS.flatMap(({ texts }) => texts)),
} as const;

/** An operator in the case and with the blanks that its table has; spelled as it was. */
export function operatorText(written: string, level: 'query' | 'rule'): string {
  const plain = written.replace(BLANKS, ' ');
  return OPERATOR_TEXTS[level].get(plain.toLowerCase()) ?? plain;
}
