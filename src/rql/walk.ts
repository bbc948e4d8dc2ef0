import type { Argument, CallNode, JsonComparison, Logic, PathTree, QueryTree, Tail } from './syntax';

/** All tails of a query, those of clauses included. */
export function tailsOf({ tails, config }: QueryTree): readonly Tail[] {
  if (config === undefined) return tails;
  const posts = config.posts.flatMap((post) => (post.kind === 'tail' ? [post.tail] : []));
  return [...config.clauses.flatMap((clause) => clause.tails), ...posts];
}

/** All terms of a condition, in the order of the text. */
export function* termsOf<T>(logic: Logic<T>): Generator<T> {
  if (logic.kind === 'term') yield logic.term;
  else if (logic.kind === 'not') yield* termsOf(logic.term);
  else for (const term of logic.terms) yield* termsOf(term);
}

/** All comparisons of a json.rule, those inside a quantifier before the one it stands in. */
export function* comparisonsOf(rule: Logic<JsonComparison>): Generator<JsonComparison> {
  for (const comparison of termsOf(rule)) {
    for (const path of pathsOf(comparison)) yield* comparisonsWithin(path);
    yield comparison;
  }
}

/** Those of a path's quantifiers. */
export function* comparisonsWithin(path: PathTree): Generator<JsonComparison> {
  for (const step of path) if (step.kind === 'where') yield* comparisonsOf(step.condition);
}

/** The paths of a comparison itself, those in its functions included. */
function pathsOf(comparison: JsonComparison): readonly PathTree[] {
  return operandsOf(comparison).flatMap((operand) => (operand.kind === 'path' ? [operand.path] : []));
}

/** What stands on both sides, and each argument of a function after the function. */
export function operandsOf({ left, right }: JsonComparison): readonly Argument[] {
  return [left, ...(right === undefined ? [] : [right])].flatMap(withArguments);
}

function withArguments(operand: Argument): readonly Argument[] {
  return operand.kind === 'call' ? [operand, ...operand.args.flatMap(withArguments)] : [operand];
}

/** All functions of a comparison, those around others first. */
export function callsOf(comparison: JsonComparison): readonly CallNode[] {
  return operandsOf(comparison).flatMap((operand) => (operand.kind === 'call' ? [operand] : []));
}
