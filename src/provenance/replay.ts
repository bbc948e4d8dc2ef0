import { at, isObject, textAt, type JsonObject, type JsonValue } from '../domain/json';
import { shortName } from '../domain/resource';
import type { Change } from '../store/changes';
import type { Effect, Place, ResourceKind } from './effects';
import { groupRulesAfter, NEW_GROUP_RULES, permissionsOf, rulesIn, type GroupRule } from './group-rules';
import type { SeenState } from './looks';
import { itemsAt, textsAt, valuesAt, valuesOf } from './places';
import { sourceOf } from './resource-kinds';
import { keyInSdk, sdkForm, sdkValue } from './sdk-form';
import { keysIn, pairsIn, tagsMadeWith, withoutTags } from './tags';

/** What becomes of a resource while its calls are read, oldest first. */
export interface Life {
  readonly account: string;
  readonly region: string;
  /** When it came into being, epoch milliseconds; absent: before the logs begin. */
  readonly since?: number;
  /** The newest call that told of it. */
  asOf: number;
  deleted: boolean;
  record: JsonObject;
  /** What its creation asked for and no answer says. */
  readonly asked: JsonObject;
  tags: ReadonlyMap<string, string>;
  rules: readonly GroupRule[];
  /** It was seen as a whole in the live account. */
  readonly seen?: true;
}

/** By id or ARN, the newest last. */
export type Lives = Map<string, Life>;

/** Of the call and not of the thing that it is about. */
const OF_THE_CALL: readonly string[] = [
  'requestId',
  '_return',
  'previousState',
  'clientToken',
  'clientRequestToken',
  'creationToken',
  'dryRun',
  'publish',
  'Host',
];
const GROUP = 'AWS::EC2::SecurityGroup';
const API_DATE = /20150331(?:v2)?$/;

/** Takes in one call. Calls that are no row of the kind, or name nothing that is known, change nothing. */
export function take(kind: ResourceKind, lives: Lives, change: Change): void {
  if (change.service !== sourceOf(kind)) return;
  const operation = kind.dated === true ? change.operation.replace(API_DATE, '') : change.operation;
  const effects = Object.hasOwn(kind.calls, operation) ? (kind.calls[operation] ?? []) : [];
  const call = { request: change.request, response: change.response };
  for (const effect of effects) {
    switch (effect.does) {
      case 'make':
      case 'describe':
        for (const answer of valuesAt(call, effect.at).filter(isObject)) bear(kind, lives, change, answer, effect);
        break;
      case 'make-asked':
        bear(kind, lives, { ...change, request: {} }, valuesOf(call, effect.values), { does: 'make' });
        break;
      case 'part':
        for (const answer of valuesAt(call, effect.at).filter(isObject)) changePart(kind, lives, change, answer);
        break;
      case 'end':
      case 'revive':
        for (const life of namedBy(kind, lives, change, call, effect.of)) {
          if (life.deleted === (effect.does === 'revive')) Object.assign(life, { deleted: !life.deleted, asOf: change.time });
        }
        break;
      case 'set':
      case 'clear':
      case 'ask':
      case 'add':
      case 'remove':
      case 'rules':
      case 'tag':
      case 'retag':
      case 'untag':
        for (const life of subjects(kind, lives, change, call, effect)) {
          apply(kind, life, change, call, effect);
          life.asOf = change.time;
        }
    }
  }
}

/** Takes in a resource as it was seen. What calls had told of it gives way. */
export function takeSeen(kind: ResourceKind, lives: Lives, resource: string, seen: SeenState): void {
  const before = lives.get(resource);
  const since = seen.since ?? before?.since;
  lives.set(resource, {
    account: seen.account,
    region: seen.region,
    ...(since !== undefined && { since }),
    asOf: seen.time,
    deleted: seen.gone,
    record: withoutTags(seen.record, kind.tags ?? 'tags'),
    asked: {},
    tags: seen.tags,
    rules: kind.type === GROUP ? rulesIn(seen.record) : [],
    seen: true,
  });
}

interface Call extends JsonObject {
  readonly request: JsonObject;
  readonly response: JsonObject;
}
type Modification = Exclude<Effect, { does: 'make' | 'make-asked' | 'describe' | 'part' | 'end' | 'revive' }>;

interface Birth {
  readonly does: 'make' | 'describe';
  readonly beside?: true;
}

/** A call answered with a resource as it is from now on. One that was made before the logs begin has no known beginning. */
function bear(kind: ResourceKind, lives: Lives, change: Change, answer: JsonObject, effect: Birth): void {
  const born = effect.does === 'make';
  const { account, region, time, request } = change;
  const described = without(sdkForm(answer, kind.names), OF_THE_CALL);
  const asked = Object.entries(kind.asked ?? {}).flatMap(([key, name]) =>
    request[key] === undefined ? [] : [[name, request[key]] as const],
  );
  const answered = { ...Object.fromEntries(asked), ...described };
  const id = idOf(kind, answered);
  if (id === undefined) return;
  const record = Object.hasOwn(answered, kind.id) && kind.arn === undefined ? { ...answered, [kind.id]: id } : answered;
  const before = born ? undefined : lives.get(id);
  const since = born ? { since: time } : before?.since === undefined ? {} : { since: before.since };
  const whole = { ...before?.record, ...record };
  lives.delete(id); // the newest last
  lives.set(id, {
    account,
    region,
    ...since,
    asOf: time,
    deleted: false,
    record: withoutTags(whole, kind.tags ?? 'tags'),
    asked: effect.beside === true ? {} : born ? askedBeside(kind, request, whole) : renewed(before?.asked ?? {}, kind, request),
    tags: new Map([...(before?.tags ?? []), ...tagsMadeWith(answer, request)]),
    rules: before?.rules ?? (kind.type === GROUP && born ? NEW_GROUP_RULES : []),
    ...(before?.seen === true && { seen: true }),
  });
}

function idOf(kind: ResourceKind, record: JsonObject): string | undefined {
  const id = textAt(record, kind.id);
  if (id === undefined) return undefined;
  return kind.arn === undefined ? (kind.version?.exec(id)?.[1] ?? id) : `${kind.arn}${id}`;
}

/** What the request has that the answer leaves out. Keys that EC2 wraps are the call's whole notation. */
function askedBeside(kind: ResourceKind, request: JsonObject, record: JsonObject): JsonObject {
  const known = new Set([...Object.keys(record), ...Object.keys(kind.asked ?? {})]);
  const form = withoutTags(without(sdkForm(request, kind.names), OF_THE_CALL));
  return Object.fromEntries(Object.entries(form).filter(([key]) => !known.has(key) && !key.endsWith('Request')));
}

/** A later request that says again what the creation had asked for. */
function renewed(asked: JsonObject, kind: ResourceKind, request: JsonObject): JsonObject {
  const again = Object.entries(sdkForm(request, kind.names)).filter(([key]) => Object.hasOwn(asked, key));
  return again.length === 0 ? asked : { ...asked, ...Object.fromEntries(again) };
}

function changePart(kind: ResourceKind, lives: Lives, { time }: Change, answer: JsonObject): void {
  const { [kind.id]: id, currentState, ...rest } = without(sdkForm(answer, kind.names), OF_THE_CALL);
  const life = typeof id === 'string' ? lives.get(id) : undefined;
  if (life === undefined || life.deleted) return;
  life.record = { ...life.record, ...rest, ...(currentState !== undefined && { state: currentState }) };
  life.asOf = time;
}

function subjects(kind: ResourceKind, lives: Lives, change: Change, call: Call, effect: Modification): readonly Life[] {
  const found = namedBy(kind, lives, change, call, effect.of).filter(({ deleted }) => !deleted);
  if (found.length > 0 || effect.does !== 'remove') return found;
  const wanted = itemsAt(call, effect.item).map((item) => keyOf(item, effect.by));
  return [...lives.values()].filter(
    (life) => !life.deleted && listIn(life, effect.list).some((item) => wanted.includes(keyOf(item, effect.by))),
  );
}

function namedBy(kind: ResourceKind, lives: Lives, change: Change, call: Call, of: readonly Place[] = kind.of): readonly Life[] {
  return textsAt(call, of).flatMap((name) => find(kind, lives, change, name) ?? []);
}

/** By its id or ARN, or by its name in the same place; the newest of that name, for names are used again. */
function find(kind: ResourceKind, lives: Lives, { account, region, request }: Change, named: string): Life | undefined {
  const direct = lives.get(named) ?? lives.get(kind.version?.exec(named)?.[1] ?? '') ?? lives.get(`${kind.arn ?? ''}${named}`);
  const { name, handles } = kind;
  if (direct !== undefined) return direct;
  const cluster = textAt(request, 'cluster');
  const found = [...lives].findLast(([id, { record, asked, ...life }]) => {
    if (handles?.at !== undefined && at(record, ...handles.at.split('.')) === named) return true;
    if (name === undefined || life.deleted || life.account !== account || life.region !== region) return false;
    if ((record[name] ?? asked[name] ?? shortName(id)) !== shortName(named)) return false;
    // Names of ECS are unique within their cluster only.
    const { clusterArn } = record;
    return typeof clusterArn !== 'string' || name === 'clusterName' || shortName(clusterArn) === shortName(cluster ?? 'default');
  });
  return found?.[1];
}

function apply(kind: ResourceKind, life: Life, change: Change, call: Call, effect: Modification): void {
  switch (effect.does) {
    case 'set':
      life.record = { ...life.record, ...valuesOf(call, effect.values) };
      break;
    case 'clear':
      life.record = without(life.record, effect.keys);
      break;
    case 'ask':
      for (const asked of valuesAt(call, effect.at).filter(isObject)) life.record = { ...life.record, ...modified(kind, asked) };
      break;
    case 'add':
    case 'remove':
      for (const item of itemsAt(call, effect.item)) life.record = { ...life.record, [effect.list]: listAfter(life, effect, item) };
      break;
    case 'rules':
      life.rules = groupRulesAfter(life.rules, change.operation, call.request, call.response);
      break;
    case 'tag':
      life.tags = new Map([...life.tags, ...valuesAt(call, effect.at).flatMap(pairsIn)]);
      break;
    case 'retag':
      life.tags = new Map(valuesAt(call, effect.at).flatMap(pairsIn));
      break;
    case 'untag': {
      const gone = effect.at === undefined ? [...life.tags.keys()] : valuesAt(call, effect.at).flatMap(keysIn);
      life.tags = new Map([...life.tags].filter(([key]) => !gone.includes(key)));
    }
  }
}

/** What a request says that is to be set, without what it names the resource by. EC2 wraps values: `{ value: … }`. */
export function modified(kind: Pick<ResourceKind, 'id' | 'of' | 'names'>, request: JsonObject): JsonObject {
  const naming = kind.of.map((place) => keyInSdk(place.slice(place.lastIndexOf('.') + 1)));
  return Object.fromEntries(
    Object.entries(request).flatMap(([key, value]) => {
      const name = keyInSdk(key, kind.names);
      const isOfTheCall = OF_THE_CALL.includes(key) || OF_THE_CALL.includes(name) || key === 'attribute' || key === 'attributeType';
      if (value === undefined || value === null || isOfTheCall || name === kind.id || naming.includes(name)) return [];
      const wrapped = isObject(value) && Object.keys(value).length === 1 ? value['value'] : undefined;
      return [[name, sdkValue(wrapped ?? value, kind.names, key.endsWith('Set'))] as const];
    }),
  );
}

function listAfter(life: Life, { does, list, by }: Modification & { does: 'add' | 'remove' }, item: JsonObject): JsonValue {
  const [there, key] = [listIn(life, list), keyOf(item, by)];
  if (key === undefined) return [...there];
  const place = there.findIndex((other) => keyOf(other, by) === key);
  if (does === 'remove') return there.filter((_, n) => n !== place);
  return place < 0 ? [...there, item] : there.map((other, n) => (n === place ? { ...other, ...item } : other));
}

function listIn(life: Life, list: string): readonly JsonObject[] {
  const there = life.record[list];
  return Array.isArray(there) ? (there as readonly JsonValue[]).filter(isObject) : [];
}

/** What tells an element from others; `undefined`: it has none of these keys. */
function keyOf(item: JsonObject, by: readonly string[]): string | undefined {
  const values = by.map((key) => item[key] ?? null);
  return values.every((value) => value === null) ? undefined : JSON.stringify(values.map(String));
}

/** The record of a resource as configuration queries see it, with its tags and rules as they are. */
export function recordIn(kind: ResourceKind, { record, tags, rules, since, seen }: Life): JsonObject {
  const key = kind.tags ?? 'tags';
  const hasTags = tags.size > 0 || Object.hasOwn(record, key);
  return {
    ...record,
    ...(hasTags && { [key]: Array.from(tags, ([name, value]) => ({ key: name, value })) }),
    ...(kind.type === GROUP && permissionsOf(rules, since !== undefined || seen === true)),
  };
}

function without(record: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
