import { regionCode } from '../../src/domain/regions';
import type { Predicate } from '../../src/rql/predicate';
import { compileQuery } from '../../src/rql/query';
import type { Store } from '../../src/store/store';

/** The question of the product's story: who called this operation in this region? */
export interface Story {
  readonly operation: string;
  readonly regionCode: string;
  readonly what: string;
  readonly predicate: Predicate;
}

/** The story's own question where the store can answer it, else one of the same form. */
export async function storyOf(store: Store): Promise<Story> {
  const operations = await store.values('operation', { window: {}, prefix: 'CreateService', limit: 20 });
  const own = operations.some(({ value }) => value === 'CreateService');
  const [operation, region] = own ? ['CreateService', 'AWS Ohio'] : ['CreateDBInstance', 'AWS Virginia'];
  return {
    operation,
    regionCode: regionCode(region),
    what: `who called ${operation} in ${region}`,
    predicate: eventQuery(`cloud.region = '${region}' AND operation = '${operation}'`),
  };
}

/** What the condition of an event query means. @throws where it has faults */
export function eventQuery(condition: string): Predicate {
  const compiled = compileQuery(`event from cloud.audit_logs where ${condition}`);
  if (compiled.kind === 'faulty') throw new Error(compiled.diagnostics.map(({ message }) => message).join(' '));
  return compiled.predicate;
}
