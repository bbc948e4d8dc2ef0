import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/domain/alert';
import type { Story } from '../../../src/domain/story';
import { groupAlerts, sliced, storyRows } from '../../../src/editor/tree/alert-groups';

function alert(id: string, overrides: Partial<Alert> = {}): Alert {
  return {
    id,
    policy: 'churn',
    title: 'Churn',
    type: 'audit-event',
    severity: 'high',
    status: 'open',
    account: '111111111111',
    region: 'us-east-2',
    resource: `eni-${id}`,
    actor: 'ecs',
    operation: 'DeleteNetworkInterface',
    firstSeen: 0,
    lastSeen: 0,
    events: 1,
    eventId: id,
    ...overrides,
  };
}

const root = { policy: 'root', title: 'Root was used', actor: 'root', severity: 'critical' } as const;

describe('groups of alerts', () => {
  it('come worst first, then largest, their alerts newest first', () => {
    const low = { policy: 'a', title: 'A', severity: 'low' } as const;
    const alerts = [
      alert('1', { lastSeen: 1 }),
      alert('2', { lastSeen: 5 }),
      alert('3', root),
      alert('4', low),
      alert('5', low),
      alert('6', low),
    ];
    const groups = groupAlerts(alerts, 'policy');
    expect(groups.map(({ label, alerts }) => [label, alerts.map(({ id }) => id)])).toEqual([
      ['Root was used', ['3']],
      ['Churn', ['2', '1']],
      ['A', ['4', '5', '6']],
    ]);
  });

  it('keep resources of one name apart by account and region', () => {
    const alerts = [
      alert('1', { resource: 'x' }),
      alert('2', { resource: 'x', account: '2' }),
      alert('3', { resource: 'x', policy: 'other' }),
    ];
    expect(groupAlerts(alerts, 'resource').map(({ label, alerts }) => [label, alerts.length])).toEqual([
      ['x', 2],
      ['x', 1],
    ]);
  });

  it('count what is in them by severity', () => {
    const [group] = groupAlerts([alert('1'), alert('2', { severity: 'critical' }), alert('3')], 'actor');
    expect(group).toMatchObject({ label: 'ecs', severity: 'critical', counts: { critical: 1, high: 2, medium: 0 } });
  });

  it('are cut into stretches of 1,000 where they are longer', () => {
    const alerts = groupAlerts(
      Array.from({ length: 2001 }, (_, index) => alert(`${index}`)),
      'resource',
    );
    expect(sliced(alerts.slice(0, 1000), 'p')).toHaveLength(1000);
    const slices = sliced(alerts, 'p');
    expect(slices.map((slice) => slice.kind === 'slice' && [slice.first, slice.last, slice.children.length])).toEqual([
      [1, 1000, 1000],
      [1001, 2000, 1000],
      [2001, 2001, 1],
    ]);
  });

  it('lose none to stories: what changed between the two questions stands on its own', () => {
    const story = (id: string, alerts: readonly string[]): Story => ({
      id,
      title: { text: id, args: [] },
      severity: 'high',
      account: '1',
      region: 'us-east-2',
      alerts,
      events: 1,
      firstSeen: 0,
      lastSeen: 0,
      sparkline: [1],
      root: { kind: 'unknown', strength: 'exact' },
      eventId: '1',
    });
    const alerts = ['1', '2', '3', '4', '5'].map((id) => alert(id));
    const rows = storyRows([story('a', ['1', '2']), story('b', ['3']), story('c', ['gone', '4']), story('d', ['gone too'])], alerts);
    expect(rows.map((row) => (row.kind === 'story' ? row.alerts.map(({ id }) => id) : row.alert.id))).toEqual([['1', '2'], '3', '4', '5']);
  });
});
