import { describe, expect, it } from 'vitest';
import type { Connection, Problem } from '../../../../src/domain/live';
import { fold, problemsOf } from '../../../../src/editor/live/fold';

const denied = (operation: string, at: number): Problem => ({ reason: 'denied', operation, message: `no ${operation}`, at });
const connection = (account: string, problem?: Problem): Connection => ({
  account,
  partition: 'aws',
  access: { profile: 'p' },
  principal: `arn:aws:iam::${account}:user/u`,
  regions: [],
  connectedAt: 0,
  ...(problem !== undefined && { problem }),
});

describe('problems', () => {
  it('are one where the same went wrong with the same source of an account', () => {
    const one = { account: '1', source: 'inventory' } as const;
    const folds = fold([
      { account: '1', region: 'us-east-1', source: 'events', problem: { reason: 'throttled', message: 'slow', at: 9 } },
      { ...one, region: 'us-east-2', api: 'aws-ecs-cluster', problem: denied('ecs:ListClusters', 1) },
      { ...one, region: 'eu-west-1', api: 'aws-ecs-cluster', problem: denied('ecs:ListClusters', 3) },
      { ...one, region: 'eu-west-1', api: 'aws-ecs-service', problem: denied('ecs:ListServices', 2) },
      { ...one, account: '2', region: 'eu-west-1', api: 'aws-ecs-cluster', problem: denied('ecs:ListClusters', 1) },
    ]);
    expect(folds).toHaveLength(3);
    expect(folds[0]).toMatchObject({ source: 'events', regions: ['us-east-1'] });
    expect(folds[1]).toEqual({
      account: '1',
      source: 'inventory',
      problem: denied('ecs:ListClusters', 3),
      operations: ['ecs:ListClusters', 'ecs:ListServices'],
      regions: ['eu-west-1', 'us-east-2'],
      apis: ['aws-ecs-cluster', 'aws-ecs-service'],
    });
    expect(fold([])).toEqual([]);
  });

  it('of an account as a whole stand for those of its parts, and those of an account that is not connected are none', () => {
    const problem = denied('sts:GetCallerIdentity', 5);
    const part = { region: 'us-east-2', source: 'lookup', intervals: [], problem: denied('cloudtrail:LookupEvents', 1) } as const;
    const state = {
      connections: [connection('1', problem), connection('2')],
      coverage: ['1', '2', '3'].map((account) => ({ ...part, account })),
      collected: [{ account: '2', region: '', api: 'aws-iam-list-users', resources: 0, problem: denied('iam:ListUsers', 2) }],
    };
    expect(problemsOf(state)).toEqual([
      { account: '1', region: '', source: 'events', problem },
      { account: '2', region: 'us-east-2', source: 'events', problem: part.problem },
      { account: '2', region: '', source: 'inventory', api: 'aws-iam-list-users', problem: denied('iam:ListUsers', 2) },
    ]);
  });
});
