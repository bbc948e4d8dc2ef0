import { expect, it } from 'vitest';
import type { Alert } from '../../../src/domain/alert';
import { HOUR } from '../../../src/domain/time';
import { dashboard, filterAlerts } from '../../../src/policies/summary';

const DAY_START = Date.UTC(2023, 6, 10);

function alert(changes: Partial<Alert> = {}): Alert {
  return {
    id: '0123456789abcdef',
    policy: 'p.one',
    title: 'One',
    type: 'audit-event',
    severity: 'low',
    status: 'open',
    account: '111122223333',
    region: 'us-east-1',
    resource: 'sg-1',
    actor: 'ada',
    operation: 'CreateSecurityGroup',
    firstSeen: DAY_START,
    lastSeen: DAY_START,
    events: 1,
    eventId: 'e-1',
    ...changes,
  };
}

it('a filter lets through what passes every part of it', () => {
  const alerts = [
    alert({ id: 'a' }),
    alert({ id: 'b', severity: 'high' }),
    alert({ id: 'c', region: 'us-east-2', severity: 'high' }),
    alert({ id: 'd', policy: 'p.two', account: '444455556666' }),
    alert({ id: 'e', type: 'anomaly' }),
  ];
  const ids = (filter: Parameters<typeof filterAlerts>[1]): string =>
    filterAlerts(alerts, filter)
      .map(({ id }) => id)
      .join('');
  expect(ids({})).toBe('abcde');
  expect(ids({ severities: ['high'] })).toBe('bc');
  expect(ids({ severities: ['high'], region: 'us-east-2' })).toBe('c');
  expect(ids({ account: '444455556666' })).toBe('d');
  expect(ids({ policies: ['p.two'] })).toBe('d');
  expect(ids({ types: ['anomaly'] })).toBe('e');
  expect(ids({ severities: [] })).toBe('');
});

it('a summary counts by severity, and puts an alert in the bar of its newest evidence', () => {
  const found = dashboard(
    [
      alert({ severity: 'high', firstSeen: DAY_START, lastSeen: DAY_START + 5 * HOUR }),
      alert({ lastSeen: DAY_START + 3 * HOUR, type: 'anomaly' }),
      alert({ lastSeen: DAY_START + 3 * HOUR - 1 }),
    ],
    3 * HOUR,
    0,
  );
  expect(found.total).toBe(3);
  expect(found.counts).toEqual({ critical: 0, high: 1, medium: 0, low: 2, informational: 0 });
  expect(found.bars).toEqual([
    { time: DAY_START, byType: { 'audit-event': 1 } },
    { time: DAY_START + 3 * HOUR, byType: { 'audit-event': 1, anomaly: 1 } },
  ]);
});

it.each([
  ['Tokyo, nine hours ahead', -9 * HOUR, DAY_START - 9 * HOUR],
  ['New York in summer, four behind', 4 * HOUR, DAY_START - 20 * HOUR],
])('bars of a day begin at midnight in %s', (_, offset, start) => {
  expect(dashboard([alert({ lastSeen: DAY_START })], 24 * HOUR, offset).bars).toEqual([{ time: start, byType: { 'audit-event': 1 } }]);
});

it('names come with most alerts first, each as bad as its worst', () => {
  const { topPolicies, topActors, regions } = dashboard(
    [alert({ policy: 'p.two', title: 'Two', actor: 'grace', severity: 'medium' }), alert(), alert({ severity: 'high', actor: 'grace' })],
    HOUR,
    0,
  );
  expect(topPolicies).toEqual([
    { name: 'p.one', label: 'One', count: 2, severity: 'high' },
    { name: 'p.two', label: 'Two', count: 1, severity: 'medium' },
  ]);
  expect(topActors.map(({ name, count }) => [name, count])).toEqual([
    ['grace', 2],
    ['ada', 1],
  ]);
  expect(regions).toEqual([{ name: 'us-east-1', label: 'us-east-1', count: 3, severity: 'high' }]);
});
