import { textAt } from '../../domain/json';
import { exact, NOTHING, type Candidate, type FindEdge } from './edge';
import type { LookUps } from './look-ups';
import { CLOUDFORMATION, isFormed, STACK_TAG, tagsOf } from './tags';
import { leavesOf, type Traced } from './traced';

const STACK_CALLS = ['CreateStack', 'UpdateStack', 'ExecuteChangeSet', 'DeleteStack', 'ContinueUpdateRollback', 'RollbackStack'];
const MOST_CALLS = 2_000;
/** Longer no stack is worked on. */
const LONGEST = 24 * 60 * 60_000;

/**
 * K12: what CloudFormation does goes back to whoever made, changed or deleted the stack. The stack's tag is on all that can have tags;
 * else the caller (without a role), or the role (with one), must be that of one stack alone.
 */
export const stack: FindEdge = async (child, look, signal) => {
  const id = tagsOf(child).get(STACK_TAG);
  const formed = isFormed(child);
  if (child.event.service === CLOUDFORMATION || (id === undefined && !formed)) return NOTHING;
  const { account, region, time } = child.event;
  const calls = (await stackCalls(look, { account, region }, time, signal)).filter(({ event }) => event.time <= time);
  if (id !== undefined) {
    const name = /:stack\/([^/]+)\//.exec(id)?.[1] ?? id;
    const about = calls.findLast((call) => mentions(call, id, name));
    if (about !== undefined) return exact('K12', about, id);
    return { candidates: [], missing: id, final: formed };
  }
  const recent = calls.filter((call) => call.event.time >= time - LONGEST && couldBe(call, child));
  const stacks = new Map(recent.map((call) => [stackOf(call), call])); // the last of each
  const [only] = stacks.values();
  if (only === undefined) return NOTHING;
  const role = textAt(only.request, 'roleARN');
  const shared = role ?? textAt(child.identity, 'arn') ?? '';
  if (stacks.size === 1)
    return { candidates: [{ traced: only, edge: 'K12', strength: role === undefined ? 'exact' : 'strong', shared: [shared] }] };
  const candidates = [...stacks.values()].map((traced): Candidate => ({
    traced,
    edge: 'K12',
    strength: 'scored',
    score: 0.8 / stacks.size,
    shared: [shared],
  }));
  // Whichever of the caller's own stacks it was, it was the caller's.
  return role === undefined ? NOTHING : { candidates };
};

async function stackCalls(
  look: LookUps,
  place: { readonly account: string; readonly region: string },
  until: number,
  signal: AbortSignal | undefined,
): Promise<readonly Traced[]> {
  const request = { ...place, service: CLOUDFORMATION, operations: STACK_CALLS, newestFirst: true, limit: MOST_CALLS };
  const newest = await look.calls(request, signal);
  return (newest.length < MOST_CALLS ? newest : await look.calls({ ...request, until }, signal)).toReversed();
}

function mentions({ request, response }: Traced, id: string, name: string): boolean {
  const answered = textAt(response, 'stackId');
  if (answered !== undefined) return answered === id;
  return leavesOf(request).some(({ key, text }) => (key === 'stackName' || key === 'stackId') && (text === id || text === name));
}

function stackOf({ request, response }: Traced): string {
  const said = textAt(response, 'stackId') ?? textAt(request, 'stackName') ?? '';
  return /:stack\/([^/]+)\//.exec(said)?.[1] ?? said;
}

/** With a role of CloudFormation's the caller is the role; without one the caller of the stack stays in the record. */
function couldBe(call: Traced, child: Traced): boolean {
  const role = textAt(call.request, 'roleARN');
  if (role !== undefined)
    return role === textAt(child.identity, 'sessionContext', 'sessionIssuer', 'arn') || role === textAt(child.request, 'roleArn');
  return textAt(call.identity, 'arn') === textAt(child.identity, 'arn') && textAt(child.identity, 'arn') !== undefined;
}
