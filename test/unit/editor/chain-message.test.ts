import { describe, expect, it } from 'vitest';
import type { Chain, Hop, Root } from '../../../src/domain/chain';
import { ownerMessage } from '../../../src/editor/panels/chain-message';

const t = (text: string, ...values: readonly string[]) => text.replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '');

const DELETED: Hop = {
  eventId: 'event-1',
  account: '777788889999',
  time: Date.UTC(2026, 10, 20, 18, 4, 12),
  region: 'us-east-2',
  service: 'ec2.amazonaws.com',
  operation: 'DeleteNetworkInterface',
  principal: 'AWSServiceRoleForECS',
  edge: 'asked',
  strength: 'exact',
  shared: [],
};
const MADE: Hop = {
  ...DELETED,
  eventId: 'event-2',
  time: Date.UTC(2026, 10, 17, 14, 37),
  service: 'ecs.amazonaws.com',
  operation: 'CreateService',
  principal: 'dana.lee',
  tool: 'aws-cli',
  edge: 'K11',
  strength: 'scored',
  score: 0.871,
  shared: ['subnet-1', 'sg-1'],
};
const SEEN = { count: 546, first: Date.UTC(2026, 10, 17, 14, 38), last: Date.UTC(2026, 10, 20, 18, 4, 12) };

function chain(root: Partial<Root>, hops: readonly Hop[] = [DELETED, MADE]): Chain {
  return { subject: 'event-1', hops, root: { kind: 'human', name: 'dana.lee', strength: 'scored', ...root }, alternatives: [] };
}

describe('the message to the owner', () => {
  it('says what is seen, since when and how often, what led to it, and asks', () => {
    expect(ownerMessage(chain({ strength: 'strong' }), SEEN, t)).toBe(`Hello dana.lee,

In the AWS account 777788889999, region us-east-2, we see DeleteNetworkInterface by AWSServiceRoleForECS.
It happened 546 times, first at 2026-11-17 14:38:00 UTC and last at 2026-11-20 18:04:12 UTC.
An example is the event event-1.

What led to it, as far as the audit log tells:
1. 2026-11-20 18:04:12 UTC DeleteNetworkInterface by AWSServiceRoleForECS (event event-1)
2. 2026-11-17 14:37:00 UTC CreateService by dana.lee with aws-cli (event event-2; scored 0.87: both name subnet-1)
It goes back to dana.lee (strong).

Is this still needed?
If so, please tell us what it is for. If not, please remove what keeps it going, or tell us that we may.
`);
  });

  it('addresses nobody by a guess, and names nobody whom no record names', () => {
    const guess = ownerMessage(chain({}), SEEN, t);
    expect(guess.startsWith('Hello,\n')).toBe(true);
    expect(guess).toContain('This suggests dana.lee, but does not prove it.');
    for (const kind of ['unknown', 'before-log'] as const) {
      expect(ownerMessage(chain({ kind, name: 'mallory' }), SEEN, t)).not.toContain('mallory');
    }
  });

  it('tells the moment of what happened once', () => {
    expect(ownerMessage(chain({}), undefined, t)).toContain('It happened at 2026-11-20 18:04:12 UTC.');
  });

  it('holds nothing that a chat or a mail reader takes for markup, a mention or a link', () => {
    const hostile = '<img src=x onerror=alert(1)> [x](command:evil) https://evil.example `rm` @channel \u202e\n# head';
    const hop = { ...MADE, principal: hostile, operation: hostile, tool: hostile, eventId: hostile, region: hostile, shared: [hostile] };
    const text = ownerMessage(chain({ name: hostile, strength: 'exact' }, [hop, hop]), undefined, t);
    for (const sign of ['<', '>', '](', '://', '`', ' @', '\u202e', '\n#']) expect(text).not.toContain(sign);
  });
});
