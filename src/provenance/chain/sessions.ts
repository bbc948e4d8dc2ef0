import { textAt } from '../../domain/json';
import { BY_LAMBDA, callerOf, sessionStart, workloadOf } from './caller';
import { birthOf, lifeOfName } from './births';
import { exact, NOTHING, pointed, type Candidate, type FindEdge } from './edge';
import type { Traced } from './traced';

/** Between the issue of a session and what its identity says of its beginning, in milliseconds. */
const ISSUE_SLACK = 2_000;
const LOGIN_SLACK = 5_000;
const MOST_ISSUES = 20;
const FUNCTION_ROLE = 'lambda.amazonaws.com';

/** K13: the same event as another account has it. A record of a call from outside says only which account called. */
export const copied: FindEdge = async (child, look, signal) => {
  const shared = textAt(child.record, 'sharedEventID');
  if (shared === undefined || textAt(child.identity, 'type') !== 'AWSAccount') return NOTHING;
  const { operation, service, time, account } = child.event;
  const near = { service, operations: [operation], from: time - ISSUE_SLACK, until: time + ISSUE_SLACK, limit: MOST_ISSUES };
  const copy = (await look.calls(near, signal)).find(
    ({ record, event }) => event.account !== account && textAt(record, 'sharedEventID') === shared,
  );
  return copy === undefined ? NOTHING : exact('K13', copy, shared);
};

/**
 * K8: a machine's or a function's role. What it does goes back to whoever made it. A session may be given any name: one that somebody
 * opened by taking the role is that person's, though it is called by an instance.
 */
export const workload: FindEdge = async (child, look, signal) => {
  const at = workloadOf(child);
  if (at === undefined) return NOTHING;
  if (textAt(child.identity, 'inScopeOf', 'credentialsIssuedTo') === undefined) {
    const issues = await Promise.all([key(child, look, signal), roleSession(child, look, signal)]);
    if (issues.some(({ candidates }) => candidates.some(({ traced }) => !traced.event.serviceDriven))) return NOTHING;
  }
  return pointed('K8', await birthOf(look, at, child.event.time, signal), at);
};

/** K4: a temporary key leads to its issue; K7: where a role was taken with it, one role came by another. */
export const key: FindEdge = async (child, look, signal) => {
  const id = child.event.accessKey;
  if (id?.startsWith('ASIA') !== true) return NOTHING;
  const until = child.event.time + ISSUE_SLACK;
  const found = await look.carriers(id, { side: 'response', until, limit: MOST_ISSUES }, signal);
  const issues = found.map(({ traced }) => traced).filter(({ response }) => textAt(response, 'credentials', 'accessKeyId') === id);
  const issue = issues.find(({ identity }) => textAt(identity, 'type') !== 'AWSAccount') ?? issues[0];
  if (issue === undefined || issue === child) return NOTHING;
  return exact(child.event.operation === 'AssumeRole' ? 'K7' : 'K4', issue, id);
};

/** K5: a session's name and beginning lead to whoever took the role at that time. Where two took it at once, nobody knows which. */
export const roleSession: FindEdge = async (child, look, signal) => {
  const [principal, arn, start] = [textAt(child.identity, 'principalId'), textAt(child.identity, 'arn'), sessionStart(child)];
  if (principal === undefined || arn === undefined || start === undefined) return NOTHING;
  const near = { side: 'response', from: start - ISSUE_SLACK, until: start + ISSUE_SLACK, limit: MOST_ISSUES } as const;
  const issues = (await look.carriers(arn, near, signal))
    .map(({ traced }) => traced)
    .filter((call) => call !== child && textAt(call.response, 'assumedRoleUser', 'assumedRoleId') === principal);
  return oneOf(issues, 'K5', principal, textAt(child.identity, 'sessionContext', 'attributes', 'creationDate') ?? '');
};

/** K6: a session of the console leads to its sign-in. */
export const consoleSession: FindEdge = async (child, look, signal) => {
  const [arn, start] = [textAt(child.identity, 'arn'), sessionStart(child)];
  if (arn === undefined || start === undefined) return NOTHING;
  const { account } = child.event;
  const near = { account, service: 'signin.amazonaws.com', from: start - LOGIN_SLACK, until: start + LOGIN_SLACK, limit: MOST_ISSUES };
  const logins = (await look.calls({ ...near, operations: ['ConsoleLogin'] }, signal)).filter(
    (call) => call !== child && textAt(call.identity, 'arn') === arn && textAt(call.response, 'ConsoleLogin') !== 'Failure',
  );
  return oneOf(logins, 'K6', arn, textAt(child.identity, 'sessionContext', 'attributes', 'creationDate') ?? '');
};

/** K7: the console's switch of roles tells who switched. */
export const switchedRole: FindEdge = async (child, look, signal) => {
  const [arn, start] = [textAt(child.identity, 'arn'), sessionStart(child)];
  if (arn === undefined || start === undefined) return NOTHING;
  const near = { service: 'signin.amazonaws.com', from: start - LOGIN_SLACK, until: start + LOGIN_SLACK, limit: MOST_ISSUES };
  const switches = (await look.calls({ ...near, operations: ['SwitchRole'] }, signal)).filter(
    (call) =>
      call !== child && textAt(call.identity, 'arn') === arn && textAt(call.record, 'additionalEventData', 'SwitchFrom') !== undefined,
  );
  return oneOf(switches, 'K7', arn);
};

function oneOf(calls: readonly Traced[], edge: 'K5' | 'K6' | 'K7', ...shared: readonly string[]) {
  const full = calls.filter(({ identity }) => textAt(identity, 'type') !== 'AWSAccount');
  const some = full.length > 0 ? full : calls;
  const [first] = some;
  if (first === undefined) return NOTHING;
  const callers = new Set(some.map((call) => callerOf(call).principal));
  const candidates: Candidate[] = some.map((traced) => ({ traced, edge, strength: 'strong', shared }));
  if (callers.size === 1) return { candidates: candidates.slice(0, 1) };
  return { candidates: candidates.map((one) => ({ ...one, strength: 'scored' as const, score: 1 / callers.size - 0.01 })) };
}

/** K8, of older records: a function's session has the function's name, and the function was made with the session's role. */
export const functionByName: FindEdge = async (child, look, signal) => {
  const { account, region, time, user: name } = child.event;
  const role = textAt(child.identity, 'sessionContext', 'sessionIssuer', 'arn');
  if (name === undefined || role === undefined) return NOTHING;
  const [birth] = await lifeOfName(look, name, { account, region, service: FUNCTION_ROLE, noun: 'function' }, time, signal);
  return birth !== undefined && textAt(birth.request, 'role') === role ? exact('K8', birth, name, role) : NOTHING;
};

const TASK_ROLE = 'ecs-tasks.amazonaws.com';

/** K8: a service takes a role for an instance, a function or a task that it runs, and calls the session by it. */
export const issuedToWorkload: FindEdge = async (child, look, signal) => {
  const name = textAt(child.request, 'roleSessionName');
  if (child.event.operation !== 'AssumeRole' || name === undefined) return NOTHING;
  const { account, region, time } = child.event;
  const by = textAt(child.identity, 'invokedBy') ?? textAt(child.record, 'sourceIPAddress');
  if (/^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(name)) return pointed('K8', await birthOf(look, name, time, signal), name);
  if (by === FUNCTION_ROLE && !name.startsWith(BY_LAMBDA)) {
    const [birth] = await lifeOfName(look, name, { account, region, service: 'lambda.amazonaws.com', noun: 'function' }, time, signal);
    return pointed('K8', birth, name);
  }
  if (by === TASK_ROLE && /^[0-9a-f]{32}$/.test(name)) {
    const launches = {
      account,
      region,
      service: 'ecs.amazonaws.com',
      operations: ['RunTask', 'StartTask'],
      naming: name,
      until: time,
      limit: 1,
    };
    const [launch] = await look.calls(launches, signal);
    return launch === undefined ? NOTHING : exact('K8', launch, name);
  }
  return NOTHING;
};
