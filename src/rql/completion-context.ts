import { check } from './check';
import type { Narrowing } from './completion-source';
import { readDirectives } from './directives';
import type { Span } from './diagnostic';
import { needsNothing, needsOfCondition, NOTHING_GIVEN } from './given';
import { lower } from './lower';
import type { Predicate } from './predicate';
import { parseQuery } from './query-parser';
import { Reader } from './reader';
import type { Segment } from './segments';
import type { EventTerm, JsonComparison, Logic, RuleTest } from './syntax';

/**
 * What the query around a place says besides: the range of its directive, and the conditions that hold together with the one that is being
 * typed there. A condition with faults says nothing, nor does the other side of an OR.
 * @param gap what is being typed, and something whole to stand in its place, so that the rest can be read
 */
export function narrowingAt(text: string, segment: Segment, gap: Span & { readonly filler: string }): Narrowing {
  const before = text.slice(segment.start, gap.start);
  const body = before + gap.filler + text.slice(gap.end, Math.max(segment.end, gap.end));
  const findings = { diagnostics: [], expectations: [], partial: false };
  const { condition } = parseQuery(new Reader(body, (pos) => segment.start + pos, findings));
  const { timeRange, accounts } = readDirectives(text.slice(segment.above, segment.start), segment.above).directives;
  // A term that was not understood is in no tree: then nobody knows which side of an OR it stands on.
  const lost = condition === undefined || (!holds(condition, gap.start) && /\bor\b|\|\|/i.test(before));
  const terms: Predicate[] = lost ? [] : knowable([...besides(condition, gap.start)]).map((logic) => lower(logic, NOTHING_GIVEN));
  if (accounts !== undefined) terms.unshift({ kind: 'equals', field: 'account', values: accounts, fold: false });
  return {
    ...(timeRange === undefined ? {} : { timeRange }),
    ...(terms.length === 0 ? {} : { where: { kind: 'and', terms } }),
  };
}

/** Those that ask about nothing that must be given. */
function knowable(conditions: readonly Logic<EventTerm>[]): readonly Logic<EventTerm>[] {
  return conditions.filter((logic) => needsNothing(needsOfCondition(logic)));
}

/** The conditions that must hold together with the one at a place, which itself is left out. */
function* besides(logic: Logic<EventTerm>, place: number): Generator<Logic<EventTerm>> {
  if (!holds(logic, place)) {
    if (check(logic).every(({ severity }) => severity !== 'error')) yield logic;
    return;
  }
  switch (logic.kind) {
    case 'and':
      for (const term of logic.terms) yield* besides(term, place);
      break;
    case 'or':
      for (const term of logic.terms) if (holds(term, place)) yield* besides(term, place);
      break;
    case 'not':
      yield* besides(logic.term, place);
      break;
    case 'term': {
      const { term } = logic;
      if (term.kind !== 'rule' || term.negated) return;
      for (const expression of besidesInRule(term.expression, place)) yield* besides(ruleOf(term, expression), place);
    }
  }
}

function* besidesInRule(logic: Logic<JsonComparison>, place: number): Generator<Logic<JsonComparison>> {
  if (!holds(logic, place)) yield logic;
  else if (logic.kind === 'and') for (const term of logic.terms) yield* besidesInRule(term, place);
  else if (logic.kind === 'or') for (const term of logic.terms) if (holds(term, place)) yield* besidesInRule(term, place);
}

function ruleOf(term: RuleTest, expression: Logic<JsonComparison>): Logic<EventTerm> {
  const { start, end } = expression;
  return { kind: 'term', term: { ...term, expression, start, end }, start, end };
}

function holds({ start, end }: Span, place: number): boolean {
  return start <= place && place <= end;
}
