import { DAY, HOUR, MINUTE } from '../domain/time';
import type { Span } from './diagnostic';
import { regionCode, regionName } from '../domain/regions';
import { isFinding, lowerCondition, ofAccounts } from './config-lower';
import {
  CONTAINS_ONE,
  ELEMENTS,
  EVENT_SENTENCES,
  EXPLAIN_TEXTS,
  JSON_SENTENCES,
  MEASURED,
  NOUNS,
  OVER,
  sentenceOf,
  TAGS,
} from './explain-texts';
import { NOTHING_GIVEN, type Given } from './given';
import { lower } from './lower';
import type { Predicate } from './predicate';
import type { AnalysedQuery } from './query';
import { shownClause } from './check';
import type { AttributeTest, ConfigTree, EventTerm, JsonComparison, Logic, RuleTest, TagNode, ValueNode } from './syntax';
import { tailsOf } from './walk';

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
  readonly of: 'events' | 'resources';
  /** What it makes of what it finds. */
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
  const { tree, given = NOTHING_GIVEN } = query;
  const { condition, config } = tree;
  if (config !== undefined) {
    const steps = configSteps(config, query, text, given);
    return { of: 'resources', summary: configSummary(config, query), steps: [...steps].slice(0, MOST_STEPS) };
  }
  const about: About = {
    lower: (logic) => lower(logic, given),
    inAccounts: (values) => ({ kind: 'equals', field: 'account', values, fold: false }),
  };
  return {
    of: 'events',
    summary: summaryOf(query),
    steps: [...stepsOf(partsOf(condition, query, text, about), 'and', 0, [])].slice(0, MOST_STEPS),
  };
}

/** What conditions mean for what they are about: events, or resources. */
interface About {
  readonly lower: (logic: Logic<EventTerm>) => Predicate;
  readonly inAccounts: (accounts: readonly string[]) => Predicate;
}

function partsOf(condition: Logic<EventTerm> | undefined, { accounts }: AnalysedQuery, text: string, about: About): readonly Part[] {
  return [
    ...(accounts === undefined ? [] : [accountsPart(accounts, about)]),
    ...(condition === undefined ? [] : [partOf(condition, text, about)]),
  ].flatMap((part) => spliced(part, 'all'));
}

/** The conditions of each clause, then what belongs together, and how many there must be. */
function* configSteps({ clauses, posts }: ConfigTree, query: AnalysedQuery, text: string, given: Given): Generator<Step> {
  const about: About = { lower: (logic) => lowerCondition(logic, given), inAccounts: ofAccounts };
  const depth = clauses.length > 1 ? 1 : 0;
  for (const { condition, alias } of clauses) {
    const parts = partsOf(condition, query, text, about);
    const alone: Predicate = { kind: 'and', terms: parts.map(predicateOf).filter((part) => part !== undefined) };
    if (depth > 0) yield { depth: 0, phrase: phrase(EXPLAIN_TEXTS.clause, alias?.alias ?? ''), alone };
    yield* stepsOf(parts, 'and', depth, []);
  }
  for (const post of posts) {
    if (post.kind === 'filter') {
      yield { depth: 0, phrase: phrase(EXPLAIN_TEXTS.joined) };
      const joined = logicPart(post.expression, (comparison) => comparisonPart(comparison, text));
      yield* stepsOf(spliced(joined, 'all'), 'and', 1, undefined);
    }
    if (post.kind === 'count') {
      const { alias, operator, value } = post;
      const number = phrase(EXPLAIN_TEXTS.number, alias.alias);
      yield { depth: 0, phrase: phrase(sentenceOf(JSON_SENTENCES[operator.id], operator), number, String(value)) };
    }
  }
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

function partOf(logic: Logic<EventTerm>, text: string, about: About): Part {
  const partOfTerm = (term: EventTerm, node: Logic<EventTerm>): Part => {
    if (term.kind === 'attribute') return { kind: 'one', negated: false, phrase: testPhrase(term), predicate: about.lower(node) };
    const part = rulePart(term, text, about);
    return { ...part, negated: part.negated !== term.negated };
  };
  return logicPart(logic, partOfTerm, (terms) => oneAlert(terms, partOfTerm, about));
}

/** Conditions on alerts that one AND joins are about one alert: they stand below one line that counts them together. */
function oneAlert(
  terms: readonly Logic<EventTerm>[],
  partOfTerm: (term: EventTerm, node: Logic<EventTerm>) => Part,
  about: About,
): readonly [readonly Logic<EventTerm>[], readonly Part[]] {
  const findings = terms.filter((logic) => logic.kind === 'term' && isFinding(logic.term));
  const [first, last] = [findings[0], findings.at(-1)];
  if (findings.length < 2 || first === undefined || last === undefined) return [terms, []];
  const parts = findings.map((finding) => logicPart(finding, partOfTerm));
  const predicate = about.lower({ kind: 'and', terms: findings, start: first.start, end: last.end });
  const elements: Part = { kind: 'all', negated: false, parts };
  return [
    terms.filter((term) => !findings.includes(term)),
    [{ kind: 'one', negated: false, phrase: phrase(EXPLAIN_TEXTS.oneAlert), predicate, elements }],
  ];
}

function rulePart(rule: RuleTest, text: string, about: About): Part {
  return logicPart(rule.expression, (comparison, node) => ({
    ...comparisonPart(comparison, text),
    predicate: about.lower({ ...node, kind: 'term', term: { ...rule, negated: false, expression: node } }),
  }));
}

/** @param gathered of terms that AND joins: those that are taken one by one, and what becomes of the others */
function logicPart<T>(
  logic: Logic<T>,
  partOfTerm: (term: T, node: Logic<T>) => Part,
  gathered: (terms: readonly Logic<T>[]) => readonly [readonly Logic<T>[], readonly Part[]] = (terms) => [terms, []],
): Part {
  switch (logic.kind) {
    case 'term':
      return partOfTerm(logic.term, logic);
    case 'not': {
      const part = logicPart(logic.term, partOfTerm, gathered);
      return { ...part, negated: !part.negated };
    }
    case 'and':
    case 'or': {
      const kind = logic.kind === 'and' ? 'all' : 'any';
      const [single, others] = kind === 'all' ? gathered(logic.terms) : [logic.terms, []];
      const parts = single.flatMap((term) => spliced(logicPart(term, partOfTerm, gathered), kind));
      return { kind, negated: false, parts: [...parts, ...others] };
    }
  }
}

function accountsPart(accounts: readonly string[], { inAccounts }: About): Part {
  const words = phrase(
    EVENT_SENTENCES.in[0],
    phrase(NOUNS['cloud.account'] ?? ''),
    listed(accounts.map((account) => quoted({ text: account }))),
  );
  return { kind: 'one', negated: false, phrase: words, predicate: inAccounts(accounts) };
}

function testPhrase({ attribute, operator, values, tag }: AttributeTest): Phrase {
  const noun = NOUNS[attribute.name];
  const written = values.map((value) => (attribute.values === 'region' ? regionText(value) : quoted(value)));
  const subject = tag === undefined ? (noun === undefined ? attribute.name : phrase(noun)) : tagPhrase(tag);
  return phrase(sentenceOf(EVENT_SENTENCES[operator.id], operator), subject, listed(written));
}

function tagPhrase(tag: TagNode): Phrase {
  return tag.kind === 'name' ? phrase(EXPLAIN_TEXTS.tag, quoted({ text: tag.name })) : phrase(TAGS[tag.word]);
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

function configSummary({ clauses, posts }: ConfigTree, { tree, limit }: AnalysedQuery): readonly Phrase[] {
  const tails = tailsOf(tree);
  const group = tails.find((tail) => tail.kind === 'group');
  const named = listed(tails.flatMap((tail) => (tail.kind === 'columns' ? tail.columns.map(({ text }) => text) : [])));
  const shown = shownClause({ clauses, posts })?.alias?.alias;
  const lists = clauses.length > 1 && shown !== undefined ? phrase(EXPLAIN_TEXTS.listsClause, shown) : phrase(EXPLAIN_TEXTS.listsResources);
  return [
    group === undefined ? lists : phrase(EXPLAIN_TEXTS.countsResources, listed(group.by.map(({ text }) => text))),
    ...(group === undefined && named !== '' ? [phrase(EXPLAIN_TEXTS.columns, named)] : []),
    ...(limit === undefined ? [] : [phrase(EXPLAIN_TEXTS.most, String(limit))]),
  ];
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
