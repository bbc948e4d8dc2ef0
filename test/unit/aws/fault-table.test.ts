import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProblemReason } from '../../../src/domain/live';
import type { EngineService } from '../../../src/engine/service';
import { SYNC_SOURCES, type PlacedProblem, type SyncSource } from '../../../src/engine/api';
import type { Fault, FaultRule } from '../../aws/faults';
import { temporaryFolder } from '../support/folders';
import { doubleOf, engineOn } from '../support/live';
import { alikeWorld, CLUSTERS, EVENTS, EVENTS_IN_FILE, FILES, ROLE, SPARED, STRUCK } from './fault-world';

interface Row {
  readonly name: string;
  readonly fault: Fault;
  /** How often it strikes; absent: until it is taken away. */
  readonly times?: number;
  /** As what a person is told of it; absent: it passes by itself and nobody is. */
  readonly told?: ProblemReason;
  /** What passes by itself in the other sources. */
  readonly toldIn?: readonly SyncSource[];
}

/** What of an answer can't be read is asked for again only where a page of many would be lost with it. */
const NOT_AGAIN: readonly SyncSource[] = ['trails', 'inventory'];

const ROWS: readonly Row[] = [
  { name: 'nothing', fault: { kind: 'delay', ms: 0 } },
  { name: 'throttled for a while', fault: { kind: 'throttle' }, times: 2 },
  { name: 'slow', fault: { kind: 'delay', ms: 300 }, times: 2 },
  { name: 'no answer, then one', fault: { kind: 'never-answer' }, times: 1 },
  { name: 'no answer', fault: { kind: 'never-answer' }, told: 'timeout' },
  { name: 'dropped before, then not', fault: { kind: 'drop', when: 'before' }, times: 2 },
  { name: 'dropped in the body, then not', fault: { kind: 'drop', when: 'body' }, times: 2 },
  { name: 'dropped', fault: { kind: 'drop', when: 'before' }, told: 'network' },
  { name: 'a page of HTML, then an answer', fault: { kind: 'garbage', body: 'html' }, times: 1, told: 'answer', toldIn: NOT_AGAIN },
  { name: 'a page of HTML', fault: { kind: 'garbage', body: 'html' }, told: 'answer' },
  { name: 'half an answer, then one', fault: { kind: 'garbage', body: 'cut' }, times: 1, told: 'answer', toldIn: ['inventory'] },
  { name: 'a failure of the service, then not', fault: { kind: 'server-error', status: 503 }, times: 2 },
  { name: 'denied', fault: { kind: 'deny' }, told: 'denied' },
  { name: 'expired', fault: { kind: 'expired-token' }, told: 'expired' },
  { name: 'not opted in', fault: { kind: 'not-opted-in' }, told: 'expired' },
  { name: 'the clock is off', fault: { kind: 'clock', ms: 3_600_000 } },
];

const AT: Readonly<Record<SyncSource, Pick<FaultRule, 'service' | 'operation' | 'region'>>> = {
  events: { service: 'cloudtrail', operation: 'LookupEvents', region: STRUCK },
  trails: { service: 's3', operation: 'GetObject' },
  inventory: { service: 'ecs', operation: 'ListClusters', region: STRUCK },
};

interface Case extends Row {
  readonly source: SyncSource;
  readonly account: string;
}

const CASES: readonly Case[] = SYNC_SOURCES.flatMap((source) => ROWS.map((row) => ({ ...row, source }))).map(
  ({ told, toldIn, ...row }, n) => ({
    ...row,
    ...(told !== undefined && (toldIn?.includes(row.source) ?? true) && { told }),
    account: `${100_000_000_000 + n}`,
  }),
);
const WHOLE = 2 * EVENTS + 2 * FILES * EVENTS_IN_FILE;

async function eventsOf(engine: EngineService, account: string): Promise<number> {
  const query = `event from cloud.audit_logs where cloud.account = '${account}'`;
  return (await engine.search({ query, window: {}, offset: 0, limit: 1 })).total;
}

async function clustersOf(engine: EngineService, account: string, region: string): Promise<number> {
  return (await engine.live.resources({ account, region, api: 'aws-ecs-cluster', limit: 100 })).total;
}

/** The table that a person reads: what each fault came to. */
function tableOf(rows: readonly { readonly one: Case; readonly problems: readonly PlacedProblem[]; readonly kept: number }[]): string {
  return rows
    .map(({ one, problems, kept }) => {
      const told = problems[0] === undefined ? 'nothing' : `${problems[0].problem.reason}: ${problems[0].problem.message}`;
      return [one.source, one.name, `${kept} of ${WHOLE} events`, told].join(' | ');
    })
    .join('\n');
}

describe('each fault in each source', () => {
  it('harms nothing else, is told, and leaves no gap and no event twice once it is over', { timeout: 240_000 }, async () => {
    const now = Date.now();
    const accounts = CASES.map(({ account }) => account);
    const { double } = await doubleOf({ world: alikeWorld(accounts, now), now: () => now });
    const engine = engineOn(join(await temporaryFolder(), 'store'), () => now, { patience: { connect: 1000, answer: 1000 } });
    const { connected, failed } = await engine.live.connect([{ profile: 'production', role: ROLE, accounts }]);
    expect(failed).toEqual([]);
    expect(connected).toHaveLength(CASES.length);
    for (const { account, source, fault, times } of CASES)
      double.faults.add({ ...AT[source], account, fault, ...(times !== undefined && { times }) });

    const sync = { sources: SYNC_SOURCES, apis: ['aws-ecs-cluster'], days: 1 };
    const struck = await engine.live.sync(sync);
    const rows = await Promise.all(
      CASES.map(async (one) => ({
        one,
        problems: struck.problems.filter(({ account }) => account === one.account),
        kept: await eventsOf(engine, one.account),
      })),
    );
    if (process.env['FAULT_TABLE'] !== undefined) await writeFile(process.env['FAULT_TABLE'], `${tableOf(rows)}\n`);
    for (const { one, problems, kept } of rows) {
      const where = `${one.source}: ${one.name}`;
      // Of a file that one request was for, the other files are there.
      if (one.times === undefined || one.told === undefined) {
        const missing = one.told === undefined ? 0 : { events: EVENTS, trails: 2 * FILES * EVENTS_IN_FILE, inventory: 0 }[one.source];
        expect([where, kept]).toEqual([where, WHOLE - missing]);
      }
      expect([where, await clustersOf(engine, one.account, SPARED)]).toEqual([where, CLUSTERS]);
      const [first] = problems;
      if (one.told === undefined) expect([where, problems]).toEqual([where, []]);
      else {
        expect([where, first?.source, first?.problem.reason]).toEqual([where, one.source, one.told]);
        expect(first?.problem.message.length).toBeLessThan(400);
      }
    }

    double.faults.clear();
    const healed = await engine.live.sync(sync);
    expect(healed.problems).toEqual([]);
    for (const { account } of CASES) {
      expect([account, await eventsOf(engine, account)]).toEqual([account, WHOLE]);
      for (const region of [SPARED, STRUCK]) expect([account, await clustersOf(engine, account, region)]).toEqual([account, CLUSTERS]);
    }
    expect((await engine.status()).events).toBe(CASES.length * WHOLE);
    const state = await engine.live.state();
    expect([...state.connections, ...state.coverage, ...state.collected].filter(({ problem }) => problem !== undefined)).toEqual([]);
  });
});
