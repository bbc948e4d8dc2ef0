import { describe, expect, it } from 'vitest';
import type { Chain, Hop } from '../../../../src/domain/chain';
import { textAt } from '../../../../src/domain/json';
import { COMPUTE_WORLDS } from './compute';
import { ECS_WORLDS } from './ecs';
import { judge } from './judge';
import { MANAGED_WORLDS } from './managed';
import { PEOPLE_WORLDS } from './people';
import type { Truth } from './world';

const WORLDS = [...ECS_WORLDS, ...PEOPLE_WORLDS, ...COMPUTE_WORLDS, ...MANAGED_WORLDS];

describe.each(WORLDS.map((make) => ({ title: make().name, make })))('the world of $title', ({ make }) => {
  it('is the same each time, and its truths are about its records', () => {
    const { records, truths } = make();
    expect(make().records).toEqual(records);
    const ids = new Set(records.map((record) => textAt(record, 'eventID') ?? ''));
    const text = JSON.stringify(records);
    expect(truths.length).toBeGreaterThan(0);
    for (const { subject, path, causes, undecided = [], never = [], who } of truths) {
      expect(text).toContain(subject);
      for (const id of [...path, ...causes, ...undecided, ...never]) expect(ids).toContain(id);
      for (const name of who) expect(text).toContain(name);
    }
  });
});

describe('the judge', () => {
  const hop = (eventId: string, more: Partial<Hop> = {}): Hop => ({
    eventId,
    account: '111122223333',
    time: 0,
    region: 'us-east-2',
    service: 'ec2.amazonaws.com',
    operation: eventId,
    principal: 'dana',
    edge: 'K1',
    strength: 'exact',
    shared: ['eni-1'],
    ...more,
  });
  const right: Chain = {
    subject: 'end',
    hops: [hop('end', { edge: 'asked', shared: [] }), hop('birth'), hop('made', { edge: 'K11', strength: 'scored', score: 0.9 })],
    root: { kind: 'human', name: 'dana', eventId: 'made', strength: 'scored' },
    alternatives: [],
  };
  const truth: Truth = {
    subject: 'end',
    says: '',
    ends: ['human'],
    who: ['dana'],
    path: ['end', 'birth', 'made'],
    causes: ['end', 'birth', 'made'],
    strongest: 'scored',
    never: ['other'],
  };
  const last = (more: Partial<Hop>): Chain => ({ ...right, hops: right.hops.map((one, i) => (i === 2 ? { ...one, ...more } : one)) });

  it('finds nothing wrong with what is right', () => {
    expect(judge(right, truth)).toEqual([]);
  });

  it.each<[string, Chain, Partial<Truth>, string]>([
    ['another name', { ...right, root: { ...right.root, name: 'noah' } }, {}, 'it names noah, not dana'],
    ['a name where nobody can be known', right, { ends: ['unknown'] }, 'it ends as human (dana), not as unknown'],
    [
      'a record that is left out',
      { ...right, hops: [right.hops[0], right.hops[2]].flatMap((one) => one ?? []) },
      {},
      'it does not pass birth, the 2. of its path',
    ],
    ['a wrong one, exactly', last({ strength: 'exact', eventId: 'elsewhere' }), {}, 'exact by K11, and wrong'],
    ['too sure', { ...right, root: { ...right.root, strength: 'exact' } }, {}, 'exact is more than the records tell'],
    ['a runner-up kept quiet', right, { undecided: ['made', 'rival'] }, 'it keeps quiet about rival'],
    ['a stranger among the hops', last({ eventId: 'other' }), {}, 'it has other, which has nothing to do with it'],
    [
      'a name that is not the last hop',
      { ...right, root: { ...right.root, eventId: 'birth' } },
      {},
      'its last hop is not the record that names the person',
    ],
  ])('sees %s', (_, chain, more, fault) => {
    expect(judge(chain, { ...truth, ...more }).join('; ')).toContain(fault);
  });
});
