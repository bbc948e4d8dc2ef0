import { createHash } from 'node:crypto';
import type { Event, LookupAttribute, LookupEventsRequest, LookupEventsResponse } from '@aws-sdk/client-cloudtrail';
import { textAt, at, type JsonObject, type JsonValue } from '../../../src/domain/json';
import { DAY } from '../../../src/domain/time';
import type { Call, Handlers } from '../call';
import { Refusal } from '../protocol/protocols';
import type { EventLog } from '../world/world';
import { trails } from './trails';

const PAGE = 50;
const KEPT = 90 * DAY;
const SECOND = 1000;

export const cloudtrail: Handlers = { LookupEvents: lookUp, ...trails };

/** Newest first, both ends of the range within it, in whole seconds. */
function lookUp(input: LookupEventsRequest, { account, region, now }: Call): LookupEventsResponse {
  const size = input.MaxResults ?? PAGE;
  if (size < 1 || size > PAGE) throw new Refusal('InvalidMaxResultsException', `MaxResults must be from 1 to ${PAGE}.`);
  const attributes = input.LookupAttributes ?? [];
  if (attributes.length > 1) throw new Refusal('InvalidLookupAttributesException', 'Only one lookup attribute is allowed.');
  const from = Math.max(seconds(input.StartTime?.getTime() ?? 0), seconds(now - KEPT));
  const to = seconds(input.EndTime?.getTime() ?? now);
  if ((input.StartTime !== undefined && seconds(input.StartTime.getTime()) > to) || to < seconds(now - KEPT))
    throw new Refusal('InvalidTimeRangeException', 'The time range is not valid.');
  if (input.EventCategory !== undefined) return { Events: [] };
  const log = account.events(region);
  const matches = matcher(attributes[0]);
  const found: Event[] = [];
  let index = firstAtOrBefore(log, to);
  const bound = createHash('sha256')
    .update(JSON.stringify([input.StartTime, input.EndTime, attributes, size]))
    .digest('base64url');
  if (input.NextToken !== undefined) index = place(log, input.NextToken, bound);
  for (; index < log.length; index++) {
    const event = log.at(index);
    if (event === undefined || event.time < from) break;
    if (found.length === size) return { Events: found, NextToken: tokenOf(log, index - 1, bound) };
    const looked = lookedUp(event.record());
    if (matches(looked)) found.push(looked);
  }
  return { Events: found };
}

const seconds = (time: number): number => Math.floor(time / SECOND) * SECOND;

/** A token names the last event that was given, so that one which arrives meanwhile shifts nothing. */
function tokenOf(log: EventLog, index: number, bound: string): string {
  const last = log.at(index);
  return Buffer.from(JSON.stringify([bound, last?.time, last?.id])).toString('base64');
}

function place(log: EventLog, token: string, bound: string): number {
  const refusal = new Refusal('InvalidNextTokenException', 'The token is not valid, or was given for other parameters.');
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(token, 'base64').toString());
  } catch {
    throw refusal;
  }
  const [given, time, id] = parts as readonly [string, number, string];
  if (given !== bound) throw refusal;
  let index = firstAtOrBefore(log, time);
  while (index < log.length && log.at(index)?.time === time) if (log.at(index++)?.id === id) return index;
  return index;
}

/** Place of the first event that is not after a time; the log is newest first. */
function firstAtOrBefore(log: EventLog, time: number): number {
  let [low, high] = [0, log.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((log.at(middle)?.time ?? 0) > time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lookedUp(record: JsonObject): Event {
  const username = usernameOf(record);
  const readOnly = at(record, 'readOnly');
  const key = textAt(record, 'userIdentity', 'accessKeyId');
  return {
    EventId: textAt(record, 'eventID'),
    EventName: textAt(record, 'eventName'),
    ...(readOnly === undefined ? {} : { ReadOnly: readOnly === true ? 'true' : 'false' }),
    ...(key === undefined ? {} : { AccessKeyId: key }),
    EventTime: new Date(textAt(record, 'eventTime') ?? ''),
    EventSource: textAt(record, 'eventSource'),
    ...(username === undefined ? {} : { Username: username }),
    Resources: resourcesOf(record),
    CloudTrailEvent: JSON.stringify(record),
  };
}

/** A session's name, a user's, or `root`. */
function usernameOf(record: JsonObject): string | undefined {
  if (textAt(record, 'userIdentity', 'type') === 'Root') return 'root';
  const session = /:assumed-role\/[^/]+\/(.+)$/.exec(textAt(record, 'userIdentity', 'arn') ?? '')?.[1];
  return session ?? textAt(record, 'userIdentity', 'userName');
}

const TYPES: Readonly<Record<string, string>> = {
  eni: 'AWS::EC2::NetworkInterface',
  i: 'AWS::EC2::Instance',
  sg: 'AWS::EC2::SecurityGroup',
  subnet: 'AWS::EC2::Subnet',
  vpc: 'AWS::EC2::VPC',
  vol: 'AWS::EC2::Volume',
};

function resourcesOf(record: JsonObject): NonNullable<Event['Resources']> {
  const found = new Map<string, string | undefined>();
  const listed = at(record, 'resources');
  for (const resource of Array.isArray(listed) ? (listed as readonly JsonValue[]) : []) {
    const arn = textAt(resource, 'ARN');
    if (arn !== undefined) found.set(arn, textAt(resource, 'type'));
  }
  const text = JSON.stringify([record['requestParameters'], record['responseElements']]);
  for (const [id, kind = ''] of text.matchAll(/\b(eni|i|sg|subnet|vpc|vol)-[0-9a-f]{17}\b/g)) found.set(id, TYPES[kind]);
  return [...found].map(([name, type]) => ({ ResourceName: name, ...(type === undefined ? {} : { ResourceType: type }) }));
}

function matcher(attribute: LookupAttribute | undefined): (event: Event) => boolean {
  if (attribute === undefined) return () => true;
  const { AttributeKey: key, AttributeValue: value } = attribute;
  switch (key) {
    case 'ResourceName':
      return ({ Resources }) => Resources?.some(({ ResourceName }) => ResourceName === value) === true;
    case 'ResourceType':
      return ({ Resources }) => Resources?.some(({ ResourceType }) => ResourceType === value) === true;
    case 'EventId':
    case 'EventName':
    case 'ReadOnly':
    case 'Username':
    case 'EventSource':
    case 'AccessKeyId':
      return (event) => event[key] === value;
    case undefined:
      throw new Refusal('InvalidLookupAttributesException', 'The lookup attribute has no key.');
  }
}
