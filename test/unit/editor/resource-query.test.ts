import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import { resourceQuery, subjectQuery } from '../../../src/editor/commands/resource-query';
import { compileQuery } from '../../../src/rql/query';
import { matches } from '../../../src/rql/reference';

function record(parts: JsonObject): JsonObject {
  return { eventID: '1', eventTime: '2026-01-01T00:00:00Z', eventName: 'X', awsRegion: 'us-east-1', ...parts };
}

const DELETED = record({ requestParameters: { networkInterfaceId: 'eni-1' }, userIdentity: { userName: 'eni-1' } });
const CREATED = record({
  responseElements: { networkInterface: { networkInterfaceId: 'eni-1', groupSet: { items: [{ groupId: 'sg-1' }] } } },
});

/** Which of the records a query finds, by the language's own meaning of it. */
function found(query: string | undefined, records: readonly JsonObject[]): readonly number[] {
  const compiled = compileQuery(query ?? '');
  if (compiled.kind === 'faulty') throw new Error(JSON.stringify(compiled.diagnostics));
  return records.flatMap((each, index) => (matches(compiled.predicate, each) ? [index] : []));
}

describe('the query for the events of a resource', () => {
  it('looks where the records carry it', () => {
    expect(resourceQuery('eni-1', [DELETED, CREATED])).toBe(
      "event from cloud.audit_logs where json.rule = $.requestParameters.networkInterfaceId equals 'eni-1'" +
        " or $.responseElements.networkInterface.networkInterfaceId equals 'eni-1'",
    );
    expect(resourceQuery('vpc-1', [DELETED, CREATED])).toBeUndefined();
  });

  it('finds the events that carry it and no other', () => {
    const other = record({ requestParameters: { networkInterfaceId: 'eni-2' }, userIdentity: { userName: 'eni-1' } });
    expect(found(resourceQuery('eni-1', [DELETED, CREATED]), [DELETED, CREATED, other])).toEqual([0, 1]);
    expect(found(resourceQuery('sg-1', [CREATED]), [DELETED, CREATED])).toEqual([1]);
  });

  it('lets a hostile name or key be a string and nothing else', () => {
    for (const name of ["x' or operation = 'X", 'back\\slash', "'", '*', '$(x) OR 1=1 --', 'a, b']) {
      for (const key of ['name', 'a.b', "it's", 'with space', '0', '$', '[0]']) {
        const holder = record({ requestParameters: { [key]: [{ deep: name }] } });
        expect([name, key, found(resourceQuery(name, [holder]), [holder, DELETED, CREATED])]).toEqual([name, key, [0]]);
      }
      const theirs = record({ userIdentity: { type: 'IAMUser', userName: name } });
      expect([name, found(subjectQuery(name), [theirs, DELETED])]).toEqual([name, [0]]);
    }
    expect(resourceQuery('x\ny', [record({ requestParameters: { name: 'x\ny' } })])).toBeUndefined();
  });
});
