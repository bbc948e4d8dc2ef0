import { describe, expect, it } from 'vitest';
import { describeEvent } from '../../../../src/domain/event';
import type { JsonObject } from '../../../../src/domain/json';
import { DAY, HOUR } from '../../../../src/domain/time';
import { tracedOf, type Traced } from '../../../../src/provenance/chain/traced';
import type { Definition, Facts } from '../../../../src/provenance/stories/readings/facts';
import { RULES } from '../../../../src/provenance/stories/readings/rules';
import { readingsOf, readingTexts } from '../../../../src/provenance/stories/readings/weigh';
import { event } from '../../support/folders';

const MADE = Date.UTC(2024, 4, 1, 10);

function call(id: string, more: JsonObject = {}, time = MADE): Traced {
  const record = event(id, {
    eventSource: 'ecs.amazonaws.com',
    eventName: 'CreateService',
    eventTime: new Date(time).toISOString(),
    ...more,
  });
  return tracedOf({ ...describeEvent(record), sides: [], record: JSON.stringify(record) });
}

function definition(id: string, image: string, cpu = 2048, memory = 8192): Definition {
  return { traced: call(id, { eventName: 'RegisterTaskDefinition' }), images: [image], cpu, memory };
}

/** Facts of which as little as can be weighs anything: a service of five middling tasks, looked at in its second hour. */
const PLAIN: Facts = {
  call: call('made'),
  name: 'orders',
  end: MADE + 3 * HOUR,
  desiredCount: 5,
  publicAddress: false,
  definition: definition('definition', 'registry.example.com/orders:1'),
  formerDefinition: undefined,
  creation: undefined,
  elsewhere: [call('elsewhere', { awsRegion: 'eu-west-1' })],
  keyBirth: undefined,
  byOthers: [],
  look: undefined,
};
const CHANGE = call('changed', { eventName: 'UpdateService' });
const other = call('other', { userIdentity: { type: 'IAMUser', userName: 'bob' } });

/** Of each rule facts for which it holds, the record it must name, and facts so close that it must not. */
const CASES: Readonly<
  Record<
    string,
    { readonly holds: Partial<Facts>; readonly record: string; readonly args?: readonly (string | number)[]; readonly not: Partial<Facts> }
  >
> = {
  'many-regions': {
    holds: { elsewhere: ['eu-west-1', 'ap-south-1'].map((awsRegion, n) => call(`far-${n}`, { awsRegion })) },
    record: 'far-0',
    args: [3],
    not: { elsewhere: [call('far', { awsRegion: 'eu-west-1' }), call('far-again', { awsRegion: 'eu-west-1' })] },
  },
  'one-region': { holds: { elsewhere: [] }, record: 'made', not: {} },
  'many-tasks': { holds: { desiredCount: 10 }, record: 'made', args: [10], not: { desiredCount: 9 } },
  'few-tasks': { holds: { desiredCount: 3 }, record: 'made', args: [3], not: { desiredCount: 4 } },
  'large-tasks': { holds: { definition: definition('d', 'x.example/y', 4096) }, record: 'd', args: [4096, 8192], not: {} },
  'small-tasks': {
    holds: { definition: definition('d', 'x.example/y', 512, 1024) },
    record: 'd',
    args: [512, 1024],
    not: { definition: definition('d', 'x', 0, 0) },
  },
  'public-image': { holds: { definition: definition('d', 'someone/xmrig:latest') }, record: 'd', args: ['someone/xmrig:latest'], not: {} },
  'own-image': {
    holds: { definition: definition('d', '111122223333.dkr.ecr.us-east-2.amazonaws.com/orders:7') },
    record: 'd',
    args: ['111122223333.dkr.ecr.us-east-2.amazonaws.com/orders:7'],
    not: { definition: definition('d', 'public.ecr.aws/x/orders') },
  },
  'public-address': { holds: { publicAddress: true }, record: 'made', not: {} },
  'fresh-key': { holds: { keyBirth: call('key', {}, MADE - DAY) }, record: 'key', not: { keyBirth: call('key', {}, MADE - 2 * DAY) } },
  'unused-region': { holds: {}, record: 'made', args: ['us-east-2'], not: { byOthers: [other] } },
  'used-region': { holds: { byOthers: [other] }, record: 'other', args: ['us-east-2'], not: {} },
  'test-name': { holds: { name: 'load-test-worker' }, record: 'made', args: ['load-test-worker'], not: { name: 'attestation-uploader' } },
  'not-looked-at-for-days': { holds: { end: MADE + 3.5 * DAY }, record: 'made', args: [3], not: { end: MADE + DAY } },
  'not-looked-at-for-hours': {
    holds: { end: MADE + 2 * DAY, look: call('look', {}, MADE + 0.5 * DAY) },
    record: 'look',
    args: [36],
    not: { end: MADE + 3 * DAY },
  },
  'looked-at': { holds: { end: MADE + 3 * DAY, look: call('look', {}, MADE + 2.5 * DAY) }, record: 'look', not: {} },
  'changed-before': { holds: { call: CHANGE }, record: 'changed', not: {} },
  'as-first-made': { holds: {}, record: 'made', not: { call: CHANGE } },
  'new-image': {
    holds: { call: CHANGE, definition: definition('new', 'r.example/a:2'), formerDefinition: definition('old', 'r.example/a:1') },
    record: 'new',
    args: ['r.example/a:1', 'r.example/a:2'],
    not: { call: CHANGE, formerDefinition: definition('old', 'registry.example.com/orders:1') },
  },
  'ran-before': {
    holds: { call: CHANGE, creation: call('creation', {}, MADE - 2 * DAY) },
    record: 'creation',
    not: { call: CHANGE, creation: call('creation', {}, MADE - DAY) },
  },
};

describe('rules of evidence', () => {
  it('each have a test here', () => {
    expect(RULES.map(({ id }) => id).sort()).toEqual(Object.keys(CASES).sort());
    expect(RULES.every(({ points }) => Object.values(points).every((value) => value !== 0 && Math.abs(value) <= 3))).toBe(true);
  });

  it.each(Object.entries(CASES))('%s', (id, { holds, record, args = [], not }) => {
    const rule = RULES.find((one) => one.id === id);
    expect(rule?.find({ ...PLAIN, ...holds })).toEqual({ eventId: record, args });
    expect(rule?.find({ ...PLAIN, ...not })).toBeUndefined();
    const places = Array.from(rule?.says.matchAll(/\{(\d)\}/g) ?? [], ([, place]) => Number(place));
    expect(places).toEqual(args.map((_, n) => n));
  });
});

describe('readings', () => {
  const weights = (facts: Facts): Record<string, number> => Object.fromEntries(readingsOf(facts).map(({ id, weight }) => [id, weight]));

  it('favour a forgotten test, a miner or a broken deployment, as the records do', () => {
    const forgotten: Facts = { ...PLAIN, name: 'load-test', desiredCount: 2, elsewhere: [], end: MADE + 3 * DAY };
    const mining: Facts = {
      ...PLAIN,
      desiredCount: 40,
      publicAddress: true,
      definition: definition('d', 'someone/miner', 8192),
      elsewhere: ['eu-west-1', 'ap-south-1', 'sa-east-1'].map((awsRegion) => call(awsRegion, { awsRegion })),
      keyBirth: call('key', {}, MADE - HOUR),
    };
    const broken: Facts = { ...PLAIN, ...CASES['new-image']?.holds, creation: call('creation', {}, MADE - 9 * DAY), byOthers: [other] };
    for (const [id, facts] of Object.entries({ forgotten, mining, broken })) {
      const readings = readingsOf(facts);
      expect([id, readings[0]?.id]).toEqual([id, id]);
      expect(readings.map(({ weight }) => weight)).toEqual(readings.map(({ weight }) => weight).toSorted((a, b) => b - a));
      for (const { weight } of readings) expect(weight >= 0 && weight < 1).toBe(true);
      expect(readings[0]?.weight).toBeGreaterThan(0.5);
      expect(readings[1]?.weight).toBeLessThan(0.5);
    }
  });

  it('weigh points / (points + 4), and nothing where no more speaks for one than against it', () => {
    // By hand, of PLAIN: unused region (forgotten +2, mining +1, broken -1), as first made (broken -2).
    expect(weights(PLAIN)).toEqual({ forgotten: 2 / 6, mining: 1 / 5, broken: 0 });
  });

  it('say what they rest on, in sentences that are translated, each with its record', () => {
    for (const { holds } of Object.values(CASES))
      for (const { evidence } of readingsOf({ ...PLAIN, ...holds }))
        for (const { says, eventId } of evidence) {
          expect(readingTexts()).toContain(says.text);
          expect(eventId).not.toBe('');
        }
  });
});
