import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/domain/policy';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time';
import { AlertBook, type Evidence } from '../../../src/policies/alert-book';

const NOON = Date.UTC(2023, 6, 10, 12);

function policy(changes: Partial<Policy> = {}): Policy {
  return {
    id: 'test.policy',
    title: 'Something happened',
    description: 'It did.',
    severity: 'high',
    type: 'audit-event',
    query: '',
    resource: [],
    serviceDriven: 'lower',
    compliance: [],
    remediation: { text: 'Look.', commands: [] },
    ...changes,
  };
}

function evidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    policy: 0,
    eventId: 'e-1',
    time: NOON,
    account: '111122223333',
    region: 'us-east-1',
    role: '',
    resource: 'sg-1',
    actor: 'ada',
    operation: 'CreateSecurityGroup',
    serviceDriven: false,
    ...changes,
  };
}

/** A book of pieces in any order: each stands in a list of its own. */
function bookOf(policies: readonly Policy[], pieces: readonly Evidence[]): Promise<AlertBook> {
  return AlertBook.make(
    policies,
    pieces.map((piece) => [piece]),
  );
}

/** Deletions at these minutes after noon, each of an interface of its own. */
function deletions(minutes: readonly number[], changes: Partial<Evidence> = {}): readonly Evidence[] {
  return minutes.map((minute) => evidence({ eventId: `e-${minute}`, time: NOON + minute * MINUTE, resource: `eni-${minute}`, ...changes }));
}

describe('alerts', () => {
  it('are one per policy, account, region and resource, with the newest evidence to name', async () => {
    const book = await bookOf(
      [policy(), policy({ id: 'test.other' })],
      [
        evidence({ eventId: 'e-2', time: NOON + HOUR, actor: 'grace', operation: 'DeleteSecurityGroup' }),
        evidence({ eventId: 'e-1' }),
        evidence({ eventId: 'e-3', region: 'us-east-2' }),
        evidence({ eventId: 'e-4', account: '444455556666' }),
        evidence({ eventId: 'e-5', resource: 'sg-2' }),
        evidence({ eventId: 'e-6', policy: 1 }),
      ],
    );
    const alerts = book.alerts({});
    expect(alerts).toHaveLength(5);
    expect(alerts[0]).toEqual({
      id: alerts[0]?.id,
      policy: 'test.policy',
      title: 'Something happened',
      type: 'audit-event',
      severity: 'high',
      status: 'open',
      account: '111122223333',
      region: 'us-east-1',
      resource: 'sg-1',
      actor: 'grace',
      operation: 'DeleteSecurityGroup',
      firstSeen: NOON,
      lastSeen: NOON + HOUR,
      events: 2,
      eventId: 'e-2',
    });
    expect(new Set(alerts.map((alert) => alert.id)).size).toBe(5);
    expect(alerts[0]?.id).toMatch(/^[0-9a-f]{16}$/);
  });

  it('keep their id whatever the range and the order of evidence', async () => {
    const pieces = [evidence({ eventId: 'a' }), evidence({ eventId: 'b', time: NOON + DAY })];
    const all = (await bookOf([policy()], pieces)).alerts({});
    const late = (await bookOf([policy({ severity: 'low' })], pieces.toReversed())).alerts({ from: NOON + HOUR });
    expect(late.map((alert) => alert.id)).toEqual(all.map((alert) => alert.id));
  });

  it('count what lies in the window, its start included and its end not', async () => {
    const book = await bookOf(
      [policy()],
      [0, 1, 2, 3].map((hour) => evidence({ eventId: `e-${hour}`, time: NOON + hour * HOUR })),
    );
    expect(book.alerts({ from: NOON + HOUR, to: NOON + 3 * HOUR })).toMatchObject([
      { events: 2, firstSeen: NOON + HOUR, lastSeen: NOON + 2 * HOUR, eventId: 'e-2' },
    ]);
    expect(book.alerts({ from: NOON + 4 * HOUR })).toEqual([]);
    expect(book.alerts({ to: NOON })).toEqual([]);
  });

  it('name the same newest evidence for events of one moment, whatever their order', async () => {
    const pieces = [evidence({ eventId: 'b', actor: 'grace' }), evidence({ eventId: 'a' })];
    for (const order of [pieces, pieces.toReversed()]) {
      expect((await bookOf([policy()], order)).alerts({})).toMatchObject([{ eventId: 'b', actor: 'grace' }]);
    }
  });

  it('stand worst first, then newest', async () => {
    const policies = [policy({ id: 'p.low', severity: 'low' }), policy({ id: 'p.critical', severity: 'critical' })];
    const book = await bookOf(policies, [
      evidence({ time: NOON + DAY }),
      evidence({ policy: 1, resource: 'old' }),
      evidence({ policy: 1, resource: 'new', time: NOON + HOUR }),
    ]);
    expect(book.alerts({}).map((alert) => alert.resource)).toEqual(['new', 'old', 'sg-1']);
  });

  it('keep apart names that joined would be the same', async () => {
    const book = await bookOf([policy()], [evidence({ region: 'a|b', resource: 'c' }), evidence({ region: 'a', resource: 'b|c' })]);
    expect(new Set(book.alerts({}).map((alert) => alert.id)).size).toBe(2);
  });
});

describe('severity', () => {
  const serviceDriven = true;
  it.each([
    ['lower', 'medium'],
    ['keep', 'high'],
  ] as const)('of what a service does by itself, told to %s, is %s', async (told, severity) => {
    expect((await bookOf([policy({ serviceDriven: told })], [evidence({ serviceDriven })])).alerts({})).toMatchObject([{ severity }]);
  });

  it('is that of the worst evidence in the window', async () => {
    const book = await bookOf([policy()], [evidence(), evidence({ eventId: 'e-2', time: NOON + HOUR, serviceDriven })]);
    expect(book.alerts({})).toMatchObject([{ severity: 'high', events: 2 }]);
    expect(book.alerts({ from: NOON + 1 })).toMatchObject([{ severity: 'medium', events: 1 }]);
  });

  it('falls no lower than informational', async () => {
    expect((await bookOf([policy({ severity: 'informational' })], [evidence({ serviceDriven })])).alerts({})).toMatchObject([
      { severity: 'informational' },
    ]);
  });
});

describe('bursts', () => {
  const churn = policy({ burst: { events: 3, hours: 1 } });
  const resources = async (pieces: readonly Evidence[], policies = [churn]): Promise<readonly string[]> =>
    (await bookOf(policies, pieces))
      .alerts({})
      .toReversed()
      .map((alert) => alert.resource);

  it('keep events that come together and leave out those that stand alone', async () => {
    expect(await resources(deletions([0, 200, 210, 220, 500]))).toEqual(['eni-200', 'eni-210', 'eni-220']);
  });

  it('take in every event that lies in some span with enough of them', async () => {
    // 0, 30 and 60 lie within an hour; so do 60, 90 and 120; 121 belongs to the second span as well.
    expect(await resources(deletions([0, 30, 60, 90, 120, 121]))).toHaveLength(6);
  });

  it('end exactly with the hour', async () => {
    expect(await resources(deletions([0, 30, 60]))).toHaveLength(3);
    expect(await resources(deletions([0, 30, 60.001]))).toHaveLength(0);
  });

  it.each(['account', 'region', 'role'] as const)('are counted for each %s', async (field) => {
    expect(await resources([...deletions([0, 1]), ...deletions([2], { [field]: 'another' })])).toEqual([]);
  });

  it('are found over all time, so that a short window shows its part of one', async () => {
    expect((await bookOf([churn], deletions([0, 30, 60]))).alerts({ from: NOON + 59 * MINUTE })).toMatchObject([{ resource: 'eni-60' }]);
  });

  it('of one policy leave the evidence of others alone', async () => {
    expect(await resources([...deletions([0]), evidence({ policy: 1, resource: 'sg-1' })], [churn, policy({ id: 'test.plain' })])).toEqual([
      'sg-1',
    ]);
  });
});

it('groups a hundred thousand pieces of evidence within a tenth of a second', async () => {
  const pieces = Array.from({ length: 100_000 }, (_, index) =>
    evidence({ eventId: `e-${index}`, time: NOON + index * 1000, resource: `eni-${index % 10_000}` }),
  );
  const book = await bookOf([policy()], pieces);
  const times = [1, 2, 3, 4, 5].map(() => {
    const start = performance.now();
    expect(book.alerts({})).toHaveLength(10_000);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(100); // the best of five: other work on the machine is not what is measured
});
