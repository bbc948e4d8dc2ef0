import { describe, expect, it } from 'vitest';
import type { Collected, Connection, Coverage, LiveRegion, Problem } from '../../../../src/domain/live';
import { NO_COUNTS } from '../../../../src/domain/severity';
import { accountRows, radarOf, regionRows } from '../../../../src/editor/tree/account-rows';
import type { AccountSummary, LiveState, RegionOnRadar, RegionSummary } from '../../../../src/engine/api';

const ACCOUNT = '111111111111';
const AT = 1_000;
const DENIED: Problem = { reason: 'denied', operation: 'ec2:DescribeVpcs', message: 'You are not authorized.', at: AT };

const summary = (region: string, more: Partial<RegionSummary> = {}): RegionSummary => ({
  region,
  counts: NO_COUNTS,
  events: 10,
  writes: 1,
  resources: 0,
  lastEvent: AT,
  unusedButInhabited: false,
  ...more,
});
const onRadar = (region: string, more: Partial<RegionOnRadar> = {}): RegionOnRadar => ({
  account: ACCOUNT,
  region,
  alive: 0,
  humanWrites: 0,
  serviceWrites: 0,
  roleWrites: 0,
  unusedButInhabited: false,
  ...more,
});
const connection = (...regions: readonly LiveRegion[]): Connection => ({
  account: ACCOUNT,
  partition: 'aws',
  access: { profile: 'p' },
  principal: `arn:aws:iam::${ACCOUNT}:user/me`,
  regions,
  connectedAt: AT,
});
const chosen = (region: string): LiveRegion => ({ region, optIn: 'opt-in-not-required', chosen: true });
const collected = (region: string, resources: number, more: Partial<Collected> = {}): Collected => ({
  account: ACCOUNT,
  region,
  api: 'aws-ec2-describe-vpcs',
  at: AT,
  resources,
  ...more,
});
const covered = (region: string, more: Partial<Coverage> = {}): Coverage => ({
  account: ACCOUNT,
  region,
  source: 'lookup',
  intervals: [{ from: 0, to: AT }],
  at: AT,
  ...more,
});

/** The rows below the first account, as `kind region`; of a fold also what is in it. */
function rows(summaries: readonly AccountSummary[], state: Partial<LiveState>, radar?: readonly RegionOnRadar[]) {
  const [account] = accountRows(summaries, { connections: [], coverage: [], collected: [], ...state });
  if (account === undefined) return [];
  return regionRows(account, radar && radarOf(radar), ({ region }) => region !== 'me-south-1').map((row) => {
    if (row.kind === 'fold') return `${row.which}: ${row.regions.map(({ region }) => region).join(' ')}`;
    return row.kind === 'region' ? row.region : row.kind;
  });
}

describe('the rows of accounts', () => {
  it('are those with events and those that are connected, each once, worst first', () => {
    const high = { ...NO_COUNTS, high: 1 };
    const summaries = [
      { account: ACCOUNT, regions: [summary('us-east-1')] },
      { account: '222222222222', regions: [summary('us-east-1', { counts: high })] },
    ];
    const more = { ...connection(), account: '000000000000' };
    const state = { connections: [connection(), more], coverage: [], collected: [] };
    expect(accountRows(summaries, state).map(({ account, live }) => [account, live !== undefined])).toEqual([
      ['222222222222', false],
      ['000000000000', true],
      [ACCOUNT, true],
    ]);
  });
});

describe('the rows of regions', () => {
  it('of an account that is not connected are those with events: what should be empty first, where something stands before where something was', () => {
    const regions = [
      summary('eu-west-1', { events: 500 }),
      summary('us-west-2', { events: 900, unusedButInhabited: true }),
      summary('us-east-2', { events: 3 }),
      summary('sa-east-1', { events: 5, counts: { ...NO_COUNTS, low: 1 } }),
    ];
    const radar = [onRadar('us-east-2', { alive: 3, unusedButInhabited: true }), onRadar('us-west-2', { unusedButInhabited: true })];
    expect(rows([{ account: ACCOUNT, regions }], {}, radar)).toEqual(['us-east-2', 'us-west-2', 'sa-east-1', 'eu-west-1']);
  });

  it('of a connected one are all: without events too, what is nowhere once, and quiet and unasked ones each under one row', () => {
    const state = {
      connections: [
        connection(
          chosen('us-east-1'),
          chosen('us-east-2'),
          chosen('eu-west-1'),
          chosen('eu-west-2'),
          chosen('eu-west-3'),
          chosen('sa-east-1'),
          { region: 'us-west-1', optIn: 'opt-in-not-required', chosen: false },
          { region: 'af-south-1', optIn: 'not-opted-in', chosen: false },
        ),
      ],
      coverage: ['us-east-1', 'us-east-2', 'eu-west-1', 'eu-west-3', 'sa-east-1'].map((region) => covered(region)),
      collected: [
        collected('us-east-1', 5),
        collected('us-east-2', 2), // no event of it, and something stands there
        collected('eu-west-1', 1), // only what AWS put there
        // eu-west-2 was never looked at
        collected('eu-west-3', 0, { problem: DENIED }),
        collected('sa-east-1', 0),
      ],
    };
    const summaries = [{ account: ACCOUNT, regions: [summary('us-east-1')] }];
    const radar = [onRadar('us-east-1', { alive: 4 }), onRadar('us-east-2', { alive: 1, unusedButInhabited: true })];
    // Before the radar has answered, whatever was counted counts as there.
    const before = [
      'us-east-1',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'us-east-2',
      'global',
      'quiet: sa-east-1',
      'unasked: af-south-1 us-west-1',
    ];
    expect(rows(summaries, state)).toEqual(before);
    expect(rows(summaries, state, radar)).toEqual([
      'us-east-2',
      'us-east-1',
      'eu-west-2',
      'eu-west-3',
      'global',
      'quiet: eu-west-1 sa-east-1',
      'unasked: af-south-1 us-west-1',
    ]);
  });

  it('are not quiet while their events were not fetched', () => {
    const state = { connections: [connection(chosen('sa-east-1'))], collected: [collected('sa-east-1', 0)] };
    expect(rows([], state, [])).toEqual(['sa-east-1', 'global']);
    expect(rows([], { ...state, coverage: [covered('sa-east-1')] }, [])).toEqual(['global', 'quiet: sa-east-1']);
  });

  it('are not quiet while some kinds were not looked at', () => {
    const state = {
      connections: [connection(chosen('me-south-1'))],
      collected: [collected('me-south-1', 0)],
      coverage: [covered('me-south-1')],
    };
    expect(rows([], state, [])).toEqual(['me-south-1', 'global']); // of which this test says so
  });

  it('keep an unasked region among the others where it has events', () => {
    const state = { connections: [connection({ region: 'us-west-1', optIn: 'opt-in-not-required', chosen: false })] };
    expect(rows([{ account: ACCOUNT, regions: [summary('us-west-1')] }], state)).toEqual(['us-west-1', 'global']);
  });
});
