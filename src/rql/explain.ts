import { DAY, HOUR, MINUTE } from '../domain/time';
import type { Span } from './diagnostic';
import { regionCode, regionName } from '../domain/regions';
import { CONTAINS_ONE, ELEMENTS, EVENT_SENTENCES, EXPLAIN_TEXTS, JSON_SENTENCES, MEASURED, NOUNS, OVER, sentenceOf } from './explain-texts';
import { NOTHING_GIVEN, type Given } from './given';
import { lower } from './lower';
import type { Predicate } from './predicate';
import type { AnalysedQuery } from './query';
import type { AttributeTest, EventTerm, JsonComparison, Logic, RuleTest, ValueNode } from './syntax';

/** A sentence whose places are still to be filled in, in somebody's language. */
export interface Phrase {
  readonly template: string;
  readonly args: readonly (string | Phrase)[];
}

/** One line of an explanation. */
export interface Step {
  /** How deep in brackets. */
  readonly depth: number;
  readonly phrase: Phrase;
  /** What it says by itself; absent: it is about an element of an array and no event meets it. */
  readonly alone?: Predicate;
  /** With all that must hold above it; absent also inside of what is negated. */
  readonly together?: Predicate;
}

/** A query in plain words. */
export interface Explanation {
  /** What it makes of the events it finds. */
  readonly summary: readonly Phrase[];
  /** Its conditions, in the order of the text. */
  readonly steps: readonly Step[];
}

/** A query of more conditions is explained up to here. */
const MOST_STEPS = 100;
/** Of a list that many values are named. */
const MOST_VALUES = 10;

type Part = { readonly negated: boolean } & (
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Part[] }
  | { readonly kind: 'one'; readonly phrase: Phrase; readonly predicate?: Predicate; readonly elements?: Part }
);

/** Explains a query that has no errors. `text`: of the whole file. Where it needs what it was not given, its words are right and its predicates hold for nothing. */
export function explain(query: AnalysedQuery, text: string): Explanation {
  const { tree, accounts, given = NOTHING_GIVEN } = query;
  const parts = [
    ...(accounts === undefined ? [] : [accountsPart(accounts)]),
    ...(tree.condition === undefined ? [] : [partOf(tree.condition, text, given)]),
  ].flatMap((part) => spliced(part, 'all'));
  return { summary: summaryOf(query), steps: [...stepsOf(parts, 'and', 0, [])].slice(0, MOST_STEPS) };
}

function phrase(template: string, ...args: readonly (string | Phrase)[]): Phrase {
  return { template, args };
}

function* stepsOf(parts: readonly Part[], word: 'and' | 'or', depth: number, context: readonly Predicate[] | undefined): Generator<Step> {
  const before: Predicate[] = [];
  for (const [place, part] of parts.entries()) {
    const said = phraseOf(part);
    const alone = predicateOf(part);
    const around = context && [...context, ...before];
    const counts = { ...(alone && { alone }), ...(alone && around && { together: { kind: 'and', terms: [...around, alone] } as const }) };
    yield { depth, phrase: place === 0 ? said : phrase(EXPLAIN_TEXTS[word], said), ...counts };
    if (part.kind !== 'one') yield* stepsOf(part.parts, part.kind === 'all' ? 'and' : 'or', depth + 1, part.negated ? undefined : around);
    else if (part.elements !== undefined) yield* stepsOf(spliced(part.elements, 'all'), 'and', depth + 1, undefined);
    if (word === 'and' && alone !== undefined) before.push(alone);
  }
}

function phraseOf(part: Part): Phrase {
  switch (part.kind) {
    case 'one':
      return part.negated ? phrase(EXPLAIN_TEXTS.not, part.phrase) : part.phrase;
    case 'all':
      return phrase(part.negated ? EXPLAIN_TEXTS.notAll : EXPLAIN_TEXTS.all);
    case 'any':
      return phrase(part.negated ? EXPLAIN_TEXTS.none : EXPLAIN_TEXTS.any);
  }
}

function predicateOf(part: Part): Predicate | undefined {
  if (part.kind === 'one') return part.predicate && negatedIf(part.negated, part.predicate);
  const terms = part.parts.map(predicateOf);
  if (!terms.every((term) => term !== undefined)) return undefined;
  return negatedIf(part.negated, { kind: part.kind === 'all' ? 'and' : 'or', terms });
}

function negatedIf(negated: boolean, term: Predicate): Predicate {
  return negated ? { kind: 'not', term } : term;
}

/** A group within one of its own kind is no group. */
function spliced(part: Part, kind: 'all' | 'any'): readonly Part[] {
  return part.kind === kind && !part.negated ? part.parts.flatMap((inner) => spliced(inner, kind)) : [part];
}

function partOf(logic: Logic<EventTerm>, text: string, given: Given): Part {
  return logicPart(logic, (term, node) => {
    if (term.kind === 'attribute') return { kind: 'one', negated: false, phrase: testPhrase(term), predicate: lower(node, given) };
    const part = rulePart(term, text, given);
    return { ...part, negated: part.negated !== term.negated };
  });
}

function rulePart(rule: RuleTest, text: string, given: Given): Part {
  return logicPart(rule.expression, (comparison, node) => ({
    ...comparisonPart(comparison, text),
    predicate: lower({ ...node, kind: 'term', term: { ...rule, negated: false, expression: node } }, given),
  }));
}

function logicPart<T>(logic: Logic<T>, partOfTerm: (term: T, node: Logic<T>) => Part): Part {
  switch (logic.kind) {
    case 'term':
      return partOfTerm(logic.term, logic);
    case 'not': {
      const part = logicPart(logic.term, partOfTerm);
      return { ...part, negated: !part.negated };
    }
    case 'and':
    case 'or': {
      const kind = logic.kind === 'and' ? 'all' : 'any';
      return { kind, negated: false, parts: logic.terms.flatMap((term) => spliced(logicPart(term, partOfTerm), kind)) };
    }
  }
}

function accountsPart(accounts: readonly string[]): Part {
  const predicate = { kind: 'equals', field: 'account', values: accounts, fold: false } as const;
  const words = phrase(
    EVENT_SENTENCES.in[0],
    phrase(NOUNS['cloud.account'] ?? ''),
    listed(accounts.map((account) => quoted({ text: account }))),
  );
  return { kind: 'one', negated: false, phrase: words, predicate };
}

function testPhrase({ attribute, operator, values }: AttributeTest): Phrase {
  const noun = NOUNS[attribute.name];
  const written = values.map((value) => (attribute.values === 'region' ? regionText(value) : quoted(value)));
  return phrase(sentenceOf(EVENT_SENTENCES[operator.id], operator), noun === undefined ? attribute.name : phrase(noun), listed(written));
}

function regionText(value: ValueNode): string | Phrase {
  const code = regionCode(value.text);
  const name = regionName(code);
  return name === undefined ? quoted(value) : phrase(EXPLAIN_TEXTS.region, name, code);
}

function quoted({ text }: Pick<ValueNode, 'text'>): string {
  return JSON.stringify(text);
}

/** `a, b, c`, and how many more. */
function listed(values: readonly (string | Phrase)[]): string | Phrase {
  const [first, ...others] = values.slice(0, MOST_VALUES);
  if (first === undefined) return '';
  const named = others.reduce<string | Phrase>((list, value) => phrase(EXPLAIN_TEXTS.both, list, value), first);
  return values.length <= MOST_VALUES ? named : phrase(EXPLAIN_TEXTS.more, named, String(values.length - MOST_VALUES));
}

function comparisonPart(comparison: JsonComparison, text: string): Part & { readonly kind: 'one' } {
  const { left, operator, values, right } = comparison;
  const last = left.kind === 'path' ? left.path.at(-1) : undefined;
  if (last?.kind === 'where' && operator.id === 'exists') {
    const array = source(text, left).replace(/\[ ?\?.*$/, '');
    const elements = logicPart(last.condition, (inner) => comparisonPart(inner, text));
    return { kind: 'one', negated: false, phrase: phrase(sentenceOf(ELEMENTS[last.quantifier], operator), array), elements };
  }
  const tested = source(text, left);
  const subject = operator.measure === undefined ? tested : phrase(MEASURED[operator.measure.of], tested);
  const order = operator.measure?.order;
  const sentences =
    order !== undefined
      ? JSON_SENTENCES[order]
      : operator.id === 'contains' && values.length > 1
        ? CONTAINS_ONE
        : JSON_SENTENCES[operator.id];
  const others = right === undefined ? listed(values.map(quoted)) : source(text, right);
  if (operator.over === undefined) return { kind: 'one', negated: false, phrase: phrase(sentenceOf(sentences, operator), subject, others) };
  const over = operator.over === 'any' && operator.negated ? 'none' : operator.over;
  return { kind: 'one', negated: false, phrase: phrase(OVER[over], phrase(sentences[0], subject, others)) };
}

/** As the query writes it, on one line. */
function source(text: string, { start, end }: Span): string {
  return text.slice(start, end).replace(/\s+/g, ' ');
}

function summaryOf({ tree, limit }: AnalysedQuery): readonly Phrase[] {
  const phrases: Phrase[] = [];
  for (const tail of tree.tails) {
    if (tail.kind === 'columns') phrases.push(phrase(EXPLAIN_TEXTS.columns, listed(tail.columns.map(({ text }) => text))));
    if (tail.kind === 'count') {
      const by = listed(tail.by.map(({ text }) => text));
      phrases.push(tail.by.length === 0 ? phrase(EXPLAIN_TEXTS.counts) : phrase(EXPLAIN_TEXTS.countsBy, by));
    }
    if (tail.kind === 'timechart') {
      const [by] = tail.by;
      const width = widthText(tail.width);
      phrases.push(by === undefined ? phrase(EXPLAIN_TEXTS.charts, width) : phrase(EXPLAIN_TEXTS.chartsBy, width, by.text));
    }
  }
  const counts = tree.tails.some(({ kind }) => kind === 'count' || kind === 'timechart');
  return [
    ...(counts ? [] : [phrase(EXPLAIN_TEXTS.lists)]),
    ...phrases,
    ...(limit === undefined ? [] : [phrase(EXPLAIN_TEXTS.most, String(limit))]),
  ];
}

/** As the query writes it: `3h`. */
function widthText(width: number): string {
  const units = [
    { unit: 'd', length: DAY },
    { unit: 'h', length: HOUR },
    { unit: 'm', length: MINUTE },
  ];
  const { unit, length } = units.find((candidate) => width % candidate.length === 0) ?? { unit: 'm', length: MINUTE };
  return `${width / length}${unit}`;
}
