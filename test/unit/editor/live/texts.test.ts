import { describe, expect, it } from 'vitest';
import { PROBLEM_REASONS, type Connection } from '../../../../src/domain/live';
import { dueAccounts, syncedAt } from '../../../../src/editor/live/due';
import { foldText, reasonText, regionsText } from '../../../../src/editor/live/problem-text';
import { progressText, sumOf } from '../../../../src/editor/live/progress-text';
import { statusText } from '../../../../src/editor/live/status-text';

const t = (message: string, ...values: readonly string[]): string =>
  message.replace(/\{(\d)\}/g, (_, place: string) => values[+place] ?? '');
const writing = {
  t,
  number: (count: number) => count.toLocaleString('en'),
  moment: (time: number) => new Date(time).toISOString().slice(11, 16),
};
const MINUTE = 60_000;

const connection: Connection = {
  account: '111111111111',
  alias: 'prod\u202e',
  partition: 'aws',
  access: { profile: 'p', role: 'arn:aws:iam::111111111111:role/Audit' },
  principal: 'arn:aws:sts::111111111111:assumed-role/Audit/nephoscope',
  regions: [
    { region: 'us-east-2', optIn: 'opt-in-not-required', chosen: true },
    { region: 'eu-west-1', optIn: 'opt-in-not-required', chosen: false },
    { region: 'af-south-1', optIn: 'not-opted-in', chosen: false },
  ],
  connectedAt: 0,
};

describe('what went wrong', () => {
  it('has words for every reason, and those of AWS only where there are no better ones', () => {
    const texts = PROBLEM_REASONS.map((reason) => reasonText({ reason, message: 'theirs', at: 0 }, t));
    expect(new Set(texts).size).toBe(PROBLEM_REASONS.length);
    expect(texts.filter((text) => text === 'theirs')).toHaveLength(1);
  });

  it('is told with its place, its call and what is UNKNOWN for it', () => {
    const fold = {
      account: '111111111111',
      source: 'inventory',
      problem: { reason: 'denied', message: 'no', at: 0 },
      operations: ['ecs:ListClusters', 'ecs:ListServices'],
      regions: ['us-east-2', 'xx-new-1'],
      apis: ['aws-ecs-cluster', 'aws-ecs-service'],
    } as const;
    expect(foldText(fold, t)).toBe(
      '111111111111, us-east-2 (AWS Ohio) and 1 more region: not permitted (ecs:ListClusters, …). UNKNOWN: resources of 2 kinds.',
    );
    expect(foldText({ ...fold, source: 'events', regions: [''], apis: [], operations: [] }, t)).toBe(
      '111111111111: not permitted. UNKNOWN: events.',
    );
    expect(regionsText(['', 'us-east-2', 'a', 'b'], t)).toBe('us-east-2 (AWS Ohio) and 2 more regions');
  });
});

describe('the progress of a sync', () => {
  const progress = { partsDone: 1, partsTotal: 4, events: 34_000, stored: 30_000, resources: 0, problems: 0 };

  it('tells parts, how far back, and counts', () => {
    expect(progressText({ ...progress, coveredSince: 12.5 * 60 * MINUTE }, writing)).toBe(
      '1 of 4 parts · events back to 12:30 · 34,000 events',
    );
    expect(progressText({ ...progress, resources: 7, problems: 2 }, writing)).toBe(
      '1 of 4 parts · 34,000 events · 7 resources · 2 problems',
    );
  });

  it('of several is covered no further than the one that is covered least', () => {
    const since = (coveredSince: number) => ({ ...progress, coveredSince });
    expect(sumOf([since(5), since(9)])).toMatchObject({ partsTotal: 8, events: 68_000, coveredSince: 9 });
    expect(sumOf([since(5), progress])).not.toHaveProperty('coveredSince');
    expect(sumOf([])).toBeUndefined();
  });
});

describe('an account', () => {
  const look = (account: string, at?: number) => ({
    account,
    region: 'us-east-2',
    source: 'lookup' as const,
    intervals: [],
    ...(at !== undefined && { at }),
  });
  const two = [connection, { ...connection, account: '222222222222' }];

  it('is due once its newest look is as old as is wished, and not while this window has just tried', () => {
    const state = { connections: two, coverage: [look('111111111111', 10 * MINUTE), look('111111111111', 2 * MINUTE)], collected: [] };
    const due = (now: number, tried = Number.NEGATIVE_INFINITY, every = 15 * MINUTE) => dueAccounts(state, every, now, tried);
    expect(due(24 * MINUTE)).toEqual(['222222222222']);
    expect(due(25 * MINUTE)).toEqual(['111111111111', '222222222222']);
    expect(due(25 * MINUTE, 20 * MINUTE)).toEqual([]);
    expect(due(25 * MINUTE, 0, 0)).toEqual([]);
  });

  it('that waits longest tells when all were fetched', () => {
    const state = { connections: two, coverage: [look('111111111111', 7), look('222222222222', 5)], collected: [] };
    expect(syncedAt(state)).toBe(5);
    expect(syncedAt({ ...state, coverage: [look('111111111111', 7)] })).toBeUndefined();
    expect(syncedAt({ ...state, connections: [] })).toBeUndefined();
  });
});

describe('the sync status', () => {
  const time = (at: number): string => `t${at}`;

  it('says of each account and region what is covered, and what is UNKNOWN and why', () => {
    const place = { account: '111111111111', region: 'us-east-2' };
    const state = {
      connections: [connection],
      coverage: [
        {
          ...place,
          source: 'lookup' as const,
          intervals: [
            { from: 1, to: 3 },
            { from: 5, to: 9 },
          ],
          at: 9,
        },
      ],
      collected: [
        { ...place, api: 'aws-ecs-service', at: 8, resources: 3 },
        { ...place, api: 'aws-ecs-task', resources: 0, problem: { reason: 'denied' as const, message: 'User: x\nis not', at: 8 } },
      ],
    };
    expect(statusText(state, t, time)).toBe(
      [
        'prod\\u{202e} (111111111111)',
        '  Reached by: profile p, role arn:aws:iam::111111111111:role/Audit',
        '  As: arn:aws:sts::111111111111:assumed-role/Audit/nephoscope',
        '  Connected: t0',
        '  Regions: 1 asked, 1 left out, 1 not opted in',
        '',
        '  us-east-2 (AWS Ohio)',
        '    Events: t1 to t3; t5 to t9 (looked at t9)',
        '    Resources: 3, looked for 1 kinds, as of t8',
        '    aws-ecs-task: UNKNOWN, not permitted',
        '      User: x\\u{a}is not',
        '',
      ].join('\n'),
    );
  });

  it('says what is the same of several regions once, and begins with what is UNKNOWN', () => {
    const chosen = ['eu-west-1', 'us-east-1', 'us-east-2', 'xx-new-1'].map((region) => ({
      region,
      optIn: 'opted-in' as const,
      chosen: true,
    }));
    const covered = { account: '111111111111', source: 'lookup' as const, intervals: [{ from: 1, to: 3 }], at: 3 };
    const state = {
      connections: [{ ...connection, regions: chosen }],
      coverage: [
        { ...covered, region: 'eu-west-1' },
        { ...covered, region: 'us-east-1' },
        { ...covered, region: 'us-east-2', problem: { reason: 'denied' as const, message: 'no', at: 3 } },
      ],
      collected: [],
    };
    const titles = statusText(state, t, time)
      .split('\n')
      .filter((line) => /^ {2}\w+-\w+-\d/.test(line));
    expect(titles).toEqual(['  us-east-2 (AWS Ohio)', '  eu-west-1 (AWS Ireland), us-east-1 (AWS Virginia)', '  xx-new-1']);
  });

  it('names four places to a line', () => {
    const regions = ['a', 'b', 'c', 'd', 'e'].map((region) => ({ region, optIn: 'opted-in' as const, chosen: true }));
    const text = statusText({ connections: [{ ...connection, regions }], coverage: [], collected: [] }, t, time);
    expect(text).toContain('\n  a, b, c, d,\n  e\n    Events: UNKNOWN');
  });

  it('never says of what was not fetched that there is nothing', () => {
    const state = { connections: [connection], coverage: [], collected: [] };
    expect(statusText(state, t, time)).toMatch(/us-east-2 \(AWS Ohio\)\n {4}Events: UNKNOWN, not fetched yet/);
  });
});
