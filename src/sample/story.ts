import { textAt } from '../domain/json';
import { DAY, HOUR, MINUTE } from '../domain/time';
import { ec2 } from './actions';
import { byService, byServiceRole, serviceLinkedRole } from './callers';
import { uuid } from './ids';
import type { Random } from './random';
import type { Action, Call, Caller } from './record';
import { issued, roleResource, ssoSignIn } from './sessions';
import { interfacePair } from './interface-pair';
import {
  clusterAction,
  createCluster,
  createService,
  LINKED_ROLE,
  LINKED_SESSION,
  registerTaskDefinition,
  STORY_SERVICE,
} from './story-service';
import { PEOPLE, STORY_ACCOUNT, STORY_PERSON } from './world';

/** How many network interfaces are deleted in each full 24 hours counted back from now. */
export const DELETIONS_PER_DAY = 172;
/** Of them, in the latest day, within one stretch of three hours: the tall bar. */
const DELETIONS_IN_STRETCH = 60;
const STRETCH = 3 * HOUR;

const { account: ACCOUNT, region: REGION, vpc: VPC, slots: SLOTS } = STORY_SERVICE;
const PLACE = { account: ACCOUNT, region: REGION };

/** One engineer's forgotten service in a region nobody uses, and what ECS has done about it since. */
export function story(now: number, random: Random): Call[] {
  const made = madeAt(now);
  return [...beginning(made, random), ...sessionsOfEcs(made, now, random), ...retries(made, now, random)];
}

/** An afternoon (14:37 UTC) three days ago, with three full days since. */
function madeAt(now: number): number {
  const latest = now - 3 * DAY - 30 * MINUTE;
  const timeOfDay = 14 * HOUR + 37 * MINUTE;
  return Math.floor((latest - timeOfDay) / DAY) * DAY + timeOfDay;
}

function beginning(made: number, random: Random): Call[] {
  const person = PEOPLE[STORY_PERSON];
  const terminal = ssoSignIn(random, person, STORY_ACCOUNT, made - 9 * MINUTE, false);
  const browser = ssoSignIn(random, person, STORY_ACCOUNT, made + 4 * MINUTE, true);
  const role = textAt(terminal.caller.identity, 'sessionContext', 'sessionIssuer', 'arn') ?? '';
  const session = textAt(terminal.caller.identity, 'arn') ?? '';
  const typed = steps(terminal.caller, made, [
    [-8 * MINUTE, ec2('DescribeVpcs', { vpcSet: {}, filterSet: filter('is-default', 'true') })],
    [-7.5 * MINUTE, ec2('DescribeSubnets', { subnetSet: {}, filterSet: filter('vpc-id', VPC) })],
    [-7 * MINUTE, ec2('DescribeSecurityGroups', { securityGroupSet: {}, securityGroupIdSet: {}, filterSet: filter('vpc-id', VPC) })],
    [-3 * MINUTE, createCluster(STORY_SERVICE)],
    [-1 * MINUTE, registerTaskDefinition(STORY_SERVICE, made - MINUTE, session)],
    [0, createService(STORY_SERVICE, made, role, random)],
    [40_000, clusterAction(STORY_SERVICE, 'DescribeServices')],
    [2 * MINUTE, clusterAction(STORY_SERVICE, 'ListTasks')],
  ]);
  const clicked = steps(browser.caller, made, [
    [5 * MINUTE, { service: 'ecs', name: 'ListClusters', request: { maxResults: 100 } }],
    [5.1 * MINUTE, clusterAction(STORY_SERVICE, 'DescribeClusters')],
    [6 * MINUTE, clusterAction(STORY_SERVICE, 'DescribeServices')],
  ]);
  return [...terminal.calls, ...typed, ...browser.calls, ...clicked];
}

function steps(caller: Caller, start: number, actions: readonly (readonly [number, Action])[]): Call[] {
  return actions.map(([after, action]) => ({ ...action, ...PLACE, caller, time: start + after }));
}

function filter(name: string, value: string) {
  return { items: [{ name, valueSet: { items: [{ value }] } }] };
}

/** ECS takes its service-linked role once an hour; the answer names the session that all its calls of the hour show. */
function sessionsOfEcs(made: number, now: number, random: Random): Call[] {
  const role = serviceLinkedRole(ACCOUNT, 'ecs', LINKED_ROLE);
  const calls: Call[] = [];
  for (let time = sessionStart(made, made); time <= now; time += HOUR) {
    calls.push({
      time,
      ...PLACE,
      caller: byService('ecs'),
      service: 'sts',
      name: 'AssumeRole',
      readOnly: true,
      request: { roleArn: role.arn, roleSessionName: LINKED_SESSION, durationSeconds: 3600 },
      response: issued(random, ACCOUNT, role, LINKED_SESSION, time + HOUR),
      resources: [roleResource(ACCOUNT, role)],
      shared: uuid(random),
    });
  }
  return calls;
}

/** When the hour's session began: hours counted from five seconds after the service was made. */
function sessionStart(time: number, made: number): number {
  const first = made + 5000;
  return first + Math.max(0, Math.floor((time - first) / HOUR)) * HOUR;
}

function retries(made: number, now: number, random: Random): Call[] {
  return deletionTimes(made, now, random).flatMap((deleted) => {
    const created = Math.max(deleted - random.whole(60, 150) * 1000, made + 6000);
    return interfacePair(STORY_SERVICE, { created, deleted, by: (time) => ecsSession(time, made) }, random);
  });
}

/**
 * When interfaces are deleted. In the first hours the gap between tries grows to a quarter of an hour; then each slot is
 * tried about every 17 minutes, 86 times a day. In the latest day some of the tries come close together.
 * Times keep clear of the days' borders, so that each full day has its exact number.
 */
function deletionTimes(made: number, now: number, random: Random): number[] {
  const firstDay = now - 3 * DAY;
  const times: number[] = [];
  let gap = 100_000;
  for (let time = made + gap; time < firstDay - MINUTE; time += gap) {
    times.push(time, time + random.whole(1, 8) * 1000);
    gap = Math.min(gap * 1.6, 17 * MINUTE);
  }
  const evenly = (from: number, length: number, count: number) => spread(from, length, count, random);
  const stretch = Math.floor((now - 6 * HOUR) / STRETCH) * STRETCH;
  const outside = spread(0, DAY - STRETCH, DELETIONS_PER_DAY - DELETIONS_IN_STRETCH, random).map((after) => {
    const time = now - DAY + after;
    return time < stretch ? time : time + STRETCH;
  });
  return [
    ...times,
    ...evenly(firstDay, DAY, DELETIONS_PER_DAY),
    ...evenly(firstDay + DAY, DAY, DELETIONS_PER_DAY),
    ...outside,
    ...evenly(stretch, STRETCH, DELETIONS_IN_STRETCH),
  ].sort((a, b) => a - b);
}

/** `count` times within `length` milliseconds from `from`: the slots take turns, evenly but for some jitter; none near an end. */
function spread(from: number, length: number, count: number, random: Random): number[] {
  const step = (length * SLOTS) / count;
  return Array.from({ length: count }, (_, i) => {
    const slot = i % SLOTS;
    const turn = Math.floor(i / SLOTS);
    return from + (turn + (slot + 0.5) / SLOTS + random.between(-0.2, 0.2)) * step;
  });
}

function ecsSession(time: number, made: number): Caller {
  return byServiceRole(ACCOUNT, 'ecs', LINKED_ROLE, LINKED_SESSION, sessionStart(time, made));
}
