import type { Policy } from '../domain/policy';
import type { Predicate } from '../rql/predicate';
import { compileQuery } from '../rql/query';

/** A policy and what its query means. */
export interface CompiledPolicy {
  readonly policy: Policy;
  readonly predicate: Predicate;
}

export type PolicyCompilation =
  { readonly kind: 'compiled'; readonly compiled: CompiledPolicy } | { readonly kind: 'faulty'; readonly reason: string };

/** What a policy's query means, or why it can't be used. */
export function compilePolicy(policy: Policy): PolicyCompilation {
  const result = compileQuery(policy.query);
  if (result.kind === 'faulty') {
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
    return { kind: 'faulty', reason: `query: ${errors.map((error) => `${error.message}${placeOf(policy.query, error.start)}`).join(' ')}` };
  }
  const { timeDirective, limit, tree } = result.query;
  if (timeDirective !== undefined || limit !== undefined || tree.tails.length > 0) {
    return {
      kind: 'faulty',
      reason: 'query: A policy counts every event; take the time range, the limit and what follows the condition out of its query.',
    };
  }
  return { kind: 'compiled', compiled: { policy, predicate: result.predicate } };
}

/** The words at a place of the query, for a query folded into YAML has lines of its own. */
function placeOf(query: string, start: number): string {
  const words = query
    .slice(start, start + 40)
    .replace(/\s+/g, ' ')
    .trim();
  return words === '' ? ' (At the end.)' : ` (At: ${words})`;
}
