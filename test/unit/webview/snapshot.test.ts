import { describe, expect, it } from 'vitest';
import { NO_COUNTS } from '../../../src/domain/severity';
import { dashboardSnapshot, type SnapshotSource } from '../../../src/editor/panels/snapshot';
import type { DashboardRequest, Engine, StoreStatus } from '../../../src/engine/api';

const HOUR = 3_600_000;
const NOW = Date.parse('2023-07-10T11:41:00Z');
const DAY = { range: { kind: 'past', amount: 24, unit: 'hours' }, severities: [], types: [] } as const;
const WINDOW = { from: NOW - 24 * HOUR, to: NOW + 1 };
const FULL: StoreStatus = { events: 9, from: NOW - 50 * HOUR, to: NOW - HOUR, bytes: 1, accounts: [], generation: 1 };

/** An engine that keeps what it is asked and knows of no alerts. */
function source(status: StoreStatus) {
  const asked: DashboardRequest[] = [];
  const engine: Partial<Engine> = {
    dashboard: (request) => {
      asked.push(request);
      return Promise.resolve({ total: 0, counts: NO_COUNTS, bars: [], topPolicies: [], topActors: [], regions: [] });
    },
    alerts: () => Promise.resolve([]),
  };
  const made: SnapshotSource = { engine: engine as Engine, status: () => Promise.resolve(status) };
  return { asked, made };
}

const ask = (from: SnapshotSource, question: Partial<Parameters<typeof dashboardSnapshot>[1]> = {}) =>
  dashboardSnapshot(
    from,
    { filter: DAY, request: { window: WINDOW }, now: NOW, timeZone: 'UTC', ...question },
    new AbortController().signal,
  );

describe('what the dashboard asks', () => {
  it('is one question while nothing narrows it', async () => {
    const { asked, made } = source(FULL);
    await ask(made);
    expect(asked).toHaveLength(1);
  });

  it('narrows the lists by everything, the chart by severity, the headline by neither', async () => {
    const { asked, made } = source(FULL);
    const brush = { from: NOW - 6 * HOUR, to: NOW - 3 * HOUR };
    const request = { window: brush, severities: ['high'], types: ['audit-event'], account: '1' } as const;
    await ask(made, { filter: { ...DAY, brush, severities: ['high'], types: ['audit-event'], account: '1' }, request });
    expect(asked.map(({ window, severities, types, account }) => ({ window, severities, types, account }))).toEqual([
      { window: WINDOW, severities: undefined, types: undefined, account: '1' },
      { window: WINDOW, severities: ['high'], types: undefined, account: '1' },
      request,
    ]);
  });

  it('ends an open range where the data ends', async () => {
    const { made } = source(FULL);
    const { window, allOlder } = await ask(made, { filter: { ...DAY, range: { kind: 'all' } }, request: { window: {} } });
    expect([window, allOlder]).toEqual([{ from: NOW - 50 * HOUR, to: NOW - HOUR + 1 }, false]);
  });

  it('says when all events are older than the range', async () => {
    const { made } = source({ ...FULL, to: NOW - 40 * HOUR });
    expect(await ask(made)).toMatchObject({ allOlder: true, newestEvent: NOW - 40 * HOUR });
  });

  it('is nothing at all of an empty store', async () => {
    const { asked, made } = source({ events: 0, bytes: 0, accounts: [], generation: 0 });
    expect(await ask(made)).toMatchObject({ events: 0, total: 0 });
    expect(asked).toEqual([]);
  });
});
