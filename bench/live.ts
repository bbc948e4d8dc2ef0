import { join } from 'node:path';
import { root } from '../scripts/lib/paths.mjs';
import type { SyncReport } from '../src/engine/api';
import { startDouble } from '../test/aws/double';
import { runNode } from './lib/child';
import { heldTo } from './lib/limits';
import { LIVE_ACCOUNT, liveWorld } from './lib/live-world';
import type { Bench } from './lib/measure';

const SHAPE = { full: { regions: 16, events: 50_000 }, quick: { regions: 4, events: 1_000 } } as const;
/** Of LookupEvents: events of a page, and pages a second for each account and region. */
const QUOTA = 50 * 2;

/** The events of an account with many busy regions, by LookupEvents at the quota that AWS has: it is mostly waiting. */
export const live: Bench = async ({ quick, scratch, tell }) => {
  const { regions, events } = SHAPE[quick ? 'quick' : 'full'];
  const now = Date.now();
  const double = await startDouble({ world: liveWorld({ regions, events, days: 60, now }) });
  const before = { ...process.env };
  try {
    Object.assign(process.env, await double.environment(scratch, { account: LIVE_ACCOUNT }));
    const command = (...args: readonly string[]): ReturnType<typeof runNode> =>
      runNode(scratch, [join(root, 'dist/cli.js'), ...args, '--store', join(scratch, 'live-store')]);
    await command('connect', 'production');
    const least = (events / QUOTA) * 1000;
    tell(`${regions} regions of ${events} events: ${least / 1000} s at best …`);
    const { ms, stdout, peakMB } = await command('sync', '--sources', 'events');
    const report = JSON.parse(stdout) as SyncReport;
    if (report.new !== regions * events || report.problems.length > 0) throw new Error(stdout);
    const refused = double.requests.filter(({ operation, error }) => operation === 'LookupEvents' && error !== undefined).length;
    tell(`${report.calls} calls in ${Math.round(ms / 1000)} s, ${refused} of them refused`);
    const what = (of: string): string => `live, ${regions} × ${events} events: ${of}`;
    return [
      {
        what: what('time'),
        unit: 'ms',
        runs: [ms],
        ratio: { of: 'quota ÷ time', value: least / ms },
        ...(quick ? {} : heldTo('liveTime')),
      },
      { what: what('events'), unit: 'events/s', runs: [(report.new / ms) * 1000] },
      { what: what('peak memory'), unit: 'MB', runs: [peakMB], ...heldTo('liveMemory') },
    ];
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
    await double.close();
  }
};
