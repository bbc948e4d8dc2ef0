import { describe, expect, it } from 'vitest';
import type { Root } from '../../../../src/domain/chain';
import { inEnglish } from '../../../../src/domain/sentence';
import { DAY, HOUR } from '../../../../src/domain/time';
import type { Cause } from '../../../../src/provenance/stories/causes';
import { titleOf, titleTexts, type Telling } from '../../../../src/provenance/stories/titles';

const DANA: Root = { kind: 'human', name: 'dana.lee', strength: 'strong' };
const NOBODY: Root = { kind: 'unknown', strength: 'scored' };

function parent(kind: 'ecs' | 'auto-scaling' | 'other', operation: string, name = 'load-test'): Cause {
  return { kind: 'parent', service: 'x', parent: { kind, key: 'k', name, operation, changed: !operation.startsWith('Create') } };
}

function told(changes: Partial<Telling>): string {
  const sentence = titleOf({
    cause: { kind: 'unknown' },
    root: DANA,
    account: '111122223333',
    region: 'us-east-2',
    policies: ['Security group changed'],
    resource: 'sg-1',
    actor: 'ada',
    alerts: 172,
    events: 1204,
    period: 3 * DAY,
    retried: false,
    ...changes,
  });
  expect(titleTexts()).toContain(sentence.text);
  return inEnglish(sentence);
}

describe('the title of a story', () => {
  it('says what is going on, where, how long and by whom', () => {
    // The sentence of the issue, word for word.
    expect(told({ cause: parent('ecs', 'CreateService'), retried: true })).toBe(
      'ECS service load-test in us-east-2 fails to start and is retried: 1,204 interface pairs in 3 days, set up by dana.lee',
    );
    expect(told({ cause: parent('ecs', 'CreateService'), retried: true, period: DAY })).toContain('pairs in 24 hours, set up');
    expect(told({ cause: parent('ecs', 'CreateService'), retried: true, period: HOUR })).toContain('pairs, set up by');
  });

  it('says no more than is known: of a service that was only changed, of a cause that was guessed, of none', () => {
    const scored: Root = { ...DANA, strength: 'scored' };
    const title = (root: Root, operation: string): string => told({ cause: parent('ecs', operation), retried: true, root });
    expect(title(DANA, 'UpdateService')).toMatch(/in 3 days, last changed by dana\.lee$/);
    expect(title(scored, 'UpdateService')).toMatch(/in 3 days, probably last changed by dana\.lee$/);
    expect(title(scored, 'CreateService')).toMatch(/in 3 days, probably set up by dana\.lee$/);
    for (const root of [NOBODY, { ...DANA, kind: 'before-log' }, { kind: 'human', strength: 'exact' }] as const)
      expect(title(root, 'CreateService')).toMatch(/1,204 interface pairs in 3 days$/);
    // Interfaces that come and go are no failure by themselves.
    expect(told({ cause: parent('ecs', 'CreateService') })).toBe(
      'ECS service load-test in us-east-2 makes and removes what its tasks need: 1,204 events, set up by dana.lee',
    );
  });

  it.each<[Cause, string]>([
    [
      parent('auto-scaling', 'CreateAutoScalingGroup'),
      'Auto Scaling group load-test in us-east-2 launches and ends instances: 1,204 events, set up by dana.lee',
    ],
    [
      parent('other', 'CreateDBInstance', 'orders'),
      'CreateDBInstance orders in us-east-2 set a service to work: 1,204 events, set up by dana.lee',
    ],
    [{ kind: 'run', principal: 'p', tool: 'Terraform', start: 0 }, 'Terraform run in us-east-2: Security group changed, by dana.lee'],
    [{ kind: 'session', principal: 'p', since: 's' }, 'A session of ada in us-east-2: Security group changed, by dana.lee'],
    [{ kind: 'refused', principal: 'p' }, 'ada is refused what it asks for in us-east-2: 1,204 calls, by dana.lee'],
    [{ kind: 'principal', principal: 'p' }, 'ada in us-east-2: Security group changed, by dana.lee'],
    [{ kind: 'root' }, 'The root user of account 111122223333 is used in us-east-2: Security group changed'],
    [{ kind: 'unknown' }, 'Security group changed in us-east-2, by ada: cause unknown'],
  ])('fits the cause: %o', (cause, title) => {
    expect(told({ cause })).toBe(title);
    // A single event needs no story around it.
    const single = told({ cause, alerts: 1, events: 1 });
    expect(single).toBe('Security group changed: sg-1, by dana.lee');
  });

  it('lists what happened, of much of it the first', () => {
    const cause: Cause = { kind: 'run', principal: 'p', tool: 'Terraform', start: 0 };
    expect(told({ cause, root: NOBODY, policies: ['A', 'B', 'C'] })).toBe('Terraform run in us-east-2: A, B, C');
    expect(told({ cause, root: NOBODY, policies: ['A', 'B', 'C', 'D'] })).toBe('Terraform run in us-east-2: A, B, C, …');
  });

  it('names nobody twice', () => {
    const cause: Cause = { kind: 'session', principal: 'p', since: 's' };
    expect(told({ cause, actor: 'dana.lee' })).toBe('A session of dana.lee in us-east-2: Security group changed');
    expect(told({ alerts: 1, events: 1, resource: 'dana.lee' })).toBe('Security group changed: dana.lee');
  });

  it('takes nothing that a record holds for a place of its own', () => {
    expect(told({ alerts: 1, events: 1, resource: '{2} {0}', policies: ['{1}'] })).toBe('{1}: {2} {0}, by dana.lee');
  });
});
