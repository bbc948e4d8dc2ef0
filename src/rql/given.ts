import type { ColumnNode, EventTerm, JsonComparison, Logic, PathTree, QueryTree, Tail } from './syntax';
import { callsOf, comparisonsOf, comparisonsWithin, tailsOf, termsOf } from './walk';

/** What a query may ask about and can't know by itself. */
export interface Given {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The accounts that are ours, by their twelve digits. */
  readonly accounts: readonly string[];
  /** Events behind alerts, by the alert's id. */
  readonly alerts: ReadonlyMap<string, readonly EventList[]>;
  readonly anomalies: readonly Anomaly[];
}

/** The events behind the alerts of one policy of type anomaly. */
export interface Anomaly {
  /** What people call it, in lower case: the policy's id and its title. */
  readonly names: readonly string[];
  readonly events: readonly EventList[];
}

/** Events of one account. */
export interface EventList {
  readonly account: string;
  readonly ids: readonly string[];
}

/** Which of that a query asks about. */
export interface Needs {
  readonly now: boolean;
  readonly accounts: boolean;
  /** Ids of alerts. */
  readonly alerts: readonly string[];
  readonly anomalies: boolean;
}

/** For a query that needs nothing. */
export const NOTHING_GIVEN: Given = { now: NaN, accounts: [], alerts: new Map(), anomalies: [] };

export function needsNothing({ now, accounts, alerts, anomalies }: Needs): boolean {
  return !now && !accounts && alerts.length === 0 && !anomalies;
}

/** Of a whole query. */
export function needsOf(tree: QueryTree): Needs {
  const { condition, config } = tree;
  const conditions = [condition ?? [], config?.clauses.map((clause) => clause.condition ?? []) ?? []].flat(2);
  const filters = config?.posts.flatMap((post) => (post.kind === 'filter' ? [post.expression] : [])) ?? [];
  const columns = tailsOf(tree).flatMap(columnsOf);
  return needsOfTerms(
    conditions.flatMap((each) => [...termsOf(each)]),
    [...filters.flatMap((filter) => [...comparisonsOf(filter)]), ...columns.flatMap(({ path = [] }) => [...comparisonsWithin(path)])],
  );
}

/** Of a condition by itself. */
export function needsOfCondition(condition: Logic<EventTerm>): Needs {
  return needsOfTerms([...termsOf(condition)], []);
}

function needsOfTerms(terms: readonly EventTerm[], others: readonly JsonComparison[]): Needs {
  const comparisons = terms.flatMap((term) => (term.kind === 'rule' ? [...comparisonsOf(term.expression)] : []));
  const calls = [...comparisons, ...others].flatMap(callsOf);
  const tests = terms.flatMap((term) => (term.kind === 'attribute' ? [term] : []));
  return {
    now: calls.some(({ function: { id } }) => TIMELY.has(id)),
    accounts: calls.some(({ function: { id } }) => id === 'isOurs'),
    alerts: tests.flatMap(({ attribute, values }) => (attribute.values === 'alert' ? values.map(({ text }) => text) : [])),
    anomalies: tests.some(({ attribute }) => attribute.values === 'anomaly'),
  };
}

/** Whether the quantifiers of a path ask about nothing that must be given. */
export function pathNeedsNothing(path: PathTree): boolean {
  return [...comparisonsWithin(path)].flatMap(callsOf).every(({ function: { id } }) => !TIMELY.has(id) && id !== 'isOurs');
}

function columnsOf(tail: Tail): readonly ColumnNode[] {
  if (tail.kind === 'limit') return [];
  return tail.kind === 'columns' ? tail.columns : tail.by;
}

const TIMELY: ReadonlySet<string> = new Set(['ageInDays', 'ageInMonths', 'ageInYears', 'today']);
