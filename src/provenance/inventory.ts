import { APIS, type ResourceRecord } from '../domain/inventory';
import { isObject, textAt, type JsonObject, type JsonValue } from '../domain/json';
import { shortName } from '../domain/resource';
import type { Change } from '../store/changes';
import type { Store } from '../store/store';
import { permissionsOf, RULE_CALLS, rulesAdded, rulesLeft, type GroupRule } from './group-rules';
import { RESOURCE_KINDS, type Place, type ResourceKind } from './resource-kinds';
import { itemsOf, sdkForm } from './sdk-form';

/** Calls of one kind of resource that are looked at, the newest first: enough for any but the busiest accounts, and soon read. */
export const MOST_CHANGES = 5_000;
const TAG_CALLS = ['CreateTags', 'DeleteTags'];
const GROUPS = 'aws-ec2-describe-security-groups';

/** What becomes of a resource while its calls are read. */
interface Life {
  readonly account: string;
  readonly region: string;
  readonly since?: number;
  asOf: number;
  deleted: boolean;
  record: JsonObject;
  tags: ReadonlyMap<string, string>;
  rules: readonly GroupRule[];
}

/**
 * The records of resources as far as the logs tell: those whose creation they hold, or a later call that answers with the whole of them.
 * A kind at a time. What calls change later is taken in where the kind's row says so; what they leave unsaid is absent.
 * Of a kind with more calls than are looked at, the oldest resources are missing.
 */
export async function* inventoryOf(store: Store): AsyncGenerator<readonly ResourceRecord[]> {
  for (const kind of RESOURCE_KINDS) {
    const lives = new Map<string, Life>();
    for await (const changes of store.changes(operationsOf(kind), MOST_CHANGES)) for (const change of changes) take(kind, lives, change);
    yield [...lives].map(([resource, life]) => recordOf(kind, resource, life));
  }
}

function operationsOf({ api, made, described, part, ended }: ResourceKind): readonly string[] {
  const own = [made, described ?? {}, part ?? {}, ended].flatMap((calls) => Object.keys(calls));
  const more = isEc2(api) ? TAG_CALLS : [];
  return [...new Set([...own, ...more, ...(api === GROUPS ? Object.keys(RULE_CALLS) : [])])];
}

function isEc2(api: string): boolean {
  return APIS.some(({ name, service }) => name === api && service === 'EC2');
}

function take(kind: ResourceKind, lives: Map<string, Life>, change: Change): void {
  const { operation, request, response, time } = change;
  const called = (calls: Readonly<Record<string, Place>> | undefined): Place | undefined =>
    calls !== undefined && Object.hasOwn(calls, operation) ? calls[operation] : undefined;
  const made = called(kind.made);
  if (made !== undefined) for (const answer of objectsAt(response, made)) bear(kind, lives, change, answer, true);
  const described = called(kind.described);
  if (described !== undefined) for (const answer of objectsAt(response, described)) bear(kind, lives, change, answer, false);
  const part = called(kind.part);
  if (part !== undefined) for (const answer of objectsAt(response, part)) changePart(kind, lives, change, answer);
  const ended = called(kind.ended);
  for (const named of ended === undefined ? [] : valuesAt(request, ended)) {
    const life = typeof named === 'string' ? find(kind, lives, change, named) : undefined;
    if (life !== undefined) Object.assign(life, { deleted: true, asOf: time });
  }
  if (TAG_CALLS.includes(operation)) retag(lives, change);
  if (kind.api === GROUPS && Object.hasOwn(RULE_CALLS, operation)) changeRules(kind, lives, change);
}

/** Of the call and not of the thing that it is about. */
const OF_THE_CALL = ['requestId', '_return', 'previousState'];

function without(record: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

/** A call answered with a resource as it is from now on. One that was made before the logs begin has no known beginning. */
function bear(kind: ResourceKind, lives: Map<string, Life>, change: Change, answer: JsonObject, born: boolean): void {
  const { account, region, time, request } = change;
  const asked = Object.entries(kind.asked ?? {}).flatMap(([key, name]) =>
    request[key] === undefined ? [] : [[name, request[key]] as const],
  );
  const record = { ...Object.fromEntries(asked), ...without(sdkForm(answer, kind.names), OF_THE_CALL) };
  const id = textAt(record, kind.id);
  if (id === undefined) return;
  const before = born ? undefined : lives.get(id);
  const since = born ? { since: time } : before?.since === undefined ? {} : { since: before.since };
  const tags = new Map([...(before?.tags ?? []), ...tagsIn(record, request)]);
  lives.delete(id); // the newest last
  lives.set(id, {
    account,
    region,
    ...since,
    asOf: time,
    deleted: false,
    record: { ...before?.record, ...record },
    tags,
    rules: before?.rules ?? [],
  });
}

function changePart(kind: ResourceKind, lives: ReadonlyMap<string, Life>, { time }: Change, answer: JsonObject): void {
  const { [kind.id]: id, currentState, ...rest } = without(sdkForm(answer, kind.names), OF_THE_CALL);
  const life = typeof id === 'string' ? lives.get(id) : undefined;
  if (life === undefined) return;
  life.record = { ...life.record, ...rest, ...(currentState !== undefined && { state: currentState }) };
  life.asOf = time;
}

/** By its id or ARN, or by its name in the same place; the newest of that name, for names are used again. */
function find(
  { name }: ResourceKind,
  lives: ReadonlyMap<string, Life>,
  { account, region, request }: Change,
  named: string,
): Life | undefined {
  const direct = lives.get(named);
  if (direct !== undefined || name === undefined) return direct;
  const cluster = textAt(request, 'cluster');
  return [...lives.values()].findLast(({ record, ...life }) => {
    const isThere = !life.deleted && life.account === account && life.region === region && record[name] === shortName(named);
    // Names of ECS are unique within their cluster only.
    const { clusterArn } = record;
    return (
      isThere && (typeof clusterArn !== 'string' || name === 'clusterName' || shortName(clusterArn) === shortName(cluster ?? 'default'))
    );
  });
}

function retag(lives: ReadonlyMap<string, Life>, { operation, request, time }: Change): void {
  const pairs = pairsIn(itemsOf(request['tagSet']) ?? []);
  for (const item of itemsOf(request['resourcesSet']) ?? []) {
    const life = lives.get(textAt(item, 'resourceId') ?? '');
    if (life === undefined) continue;
    const gone = new Set(operation === 'DeleteTags' ? pairs.map(([key]) => key) : []);
    life.tags = new Map([...[...life.tags].filter(([key]) => !gone.has(key)), ...(gone.size > 0 ? [] : pairs)]);
    life.asOf = time;
  }
}

function changeRules(kind: ResourceKind, lives: ReadonlyMap<string, Life>, change: Change): void {
  const { operation, request, response, time } = change;
  const named = textAt(request, 'groupId') ?? textAt(request, 'groupName');
  const life = named === undefined ? undefined : find(kind, lives, change, named);
  if (life === undefined) return;
  const isAdded = RULE_CALLS[operation as keyof typeof RULE_CALLS] === 'add';
  life.rules = isAdded ? [...life.rules, ...rulesAdded(operation, request, response)] : rulesLeft(life.rules, operation, request);
  life.asOf = time;
}

function recordOf(
  { api }: ResourceKind,
  resource: string,
  { account, region, since, asOf, deleted, record, tags, rules }: Life,
): ResourceRecord {
  const { service = '', type = '' } = APIS.find(({ name }) => name === api) ?? {};
  return {
    api,
    resource,
    type,
    service,
    account,
    region,
    status: deleted ? 'deleted' : 'active',
    ...(since !== undefined && { since }),
    asOf,
    tags: Object.fromEntries(tags),
    record: api === GROUPS ? { ...record, ...permissionsOf(rules) } : record,
  };
}

/** Tags stand in the answer, or in the request for what was to be made. */
function tagsIn(record: JsonObject, request: JsonObject): readonly (readonly [string, string])[] {
  const specified = (itemsOf(request['tagSpecificationSet']) ?? []).flatMap((item) => (isObject(item) ? listOf(item['tags']) : []));
  return [record['tags'], record['tagSet'], request['tags'], specified].flatMap((list) => pairsIn(listOf(list)));
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : (itemsOf(value) ?? []);
}

function pairsIn(list: readonly JsonValue[]): readonly (readonly [string, string])[] {
  return list.flatMap((item) => {
    const key = textAt(item, 'key') ?? textAt(item, 'Key');
    return key === undefined ? [] : [[key, textAt(item, 'value') ?? textAt(item, 'Value') ?? ''] as const];
  });
}

function valuesAt(value: JsonValue | undefined, [first, ...rest]: Place): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  if (first === undefined) return [value];
  if (first === '*') return Array.isArray(value) ? (value as readonly JsonValue[]).flatMap((item) => valuesAt(item, rest)) : [];
  return isObject(value) && Object.hasOwn(value, first) ? valuesAt(value[first], rest) : [];
}

function objectsAt(value: JsonObject, place: Place): readonly JsonObject[] {
  return valuesAt(value, place).filter(isObject);
}
