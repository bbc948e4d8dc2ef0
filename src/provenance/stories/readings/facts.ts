import type { Chain } from '../../../domain/chain';
import { at, isObject, textAt, type JsonValue } from '../../../domain/json';
import { shortName } from '../../../domain/resource';
import { DAY, HOUR } from '../../../domain/time';
import type { LookUps } from '../../chain/look-ups';
import type { Traced } from '../../chain/traced';

/** What the records say of an ECS service whose doings are to be explained: what the rules weigh. */
export interface Facts {
  /** The call that made the service, or changed it, before what is asked about. */
  readonly call: Traced;
  readonly name: string;
  /** The moment of the event asked about, epoch milliseconds. */
  readonly end: number;
  readonly desiredCount: number | undefined;
  readonly publicAddress: boolean;
  /** What its tasks are made of; absent where the log doesn't hold it. */
  readonly definition: Definition | undefined;
  /** The definition of the same family before that one. */
  readonly formerDefinition: Definition | undefined;
  /** The call that made the service, where {@link call} only changed it. */
  readonly creation: Traced | undefined;
  /** What the same principal set going in this account in the day before and the day after, in other regions. */
  readonly elsewhere: readonly Traced[];
  /** The call that made the long-lived key that {@link call} was made with. */
  readonly keyBirth: Traced | undefined;
  /** What others than that principal changed in the region; the newest only. */
  readonly byOthers: readonly Traced[];
  /** The newest call that looked at the service since. */
  readonly look: Traced | undefined;
}

export interface Definition {
  readonly traced: Traced;
  readonly images: readonly string[];
  /** CPU units: 1,024 are one processor. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
}

const ECS = 'ecs.amazonaws.com';
/** Calls that set something going that computes. */
const STARTS = ['CreateService', 'RunTask', 'RunInstances', 'CreateAutoScalingGroup'] as const;
/** Looks in the first hour are those of whoever made it. */
const FIRST_LOOKS = HOUR;
/** Calls that are read for one fact. */
const MOST = 200;

/** The facts behind a chain that leads to an ECS service; `undefined`: it leads to none. @throws what the store throws */
export async function factsOf(chain: Chain, look: LookUps, signal?: AbortSignal): Promise<Facts | undefined> {
  const hop = chain.hops.find(({ service, operation }, n) => n > 0 && service === ECS && /^(?:Create|Update)Service$/.test(operation));
  const call = hop === undefined ? undefined : (await look.events([hop.eventId], signal)).get(hop.eventId);
  const name = call && nameOf(call);
  if (call === undefined || name === undefined) return undefined;
  const end = chain.hops[0]?.time ?? call.event.time;
  const { account, region, time, accessKey } = call.event;
  const place = { account, region, service: ECS };
  const family = valueOf(call, 'taskDefinition')?.replace(/:\d+$/, '');
  const naming = JSON.stringify(name);
  const [definitions, creations, starts, keys, writes, looks] = await Promise.all([
    family === undefined
      ? []
      : look.calls(
          { ...place, operations: ['RegisterTaskDefinition'], naming: JSON.stringify(family), until: end, newestFirst: true, limit: 20 },
          signal,
        ),
    call.event.operation === 'CreateService'
      ? []
      : look.calls({ ...place, operations: ['CreateService'], naming, until: time, newestFirst: true, limit: 1 }, signal),
    look.calls({ account, operations: STARTS, byPeople: true, from: time - DAY, until: time + DAY, limit: MOST }, signal),
    accessKey?.startsWith('AKIA') === true ? look.carriers(accessKey, { until: time, cruds: ['create'], limit: 1 }, signal) : [],
    look.calls({ account, region, cruds: ['create', 'update', 'delete'], byPeople: true, newestFirst: true, limit: MOST }, signal),
    look.calls(
      { ...place, cruds: ['read'], byPeople: true, naming, from: time + FIRST_LOOKS, until: end, newestFirst: true, limit: 1 },
      signal,
    ),
  ]);
  const principal = principalOf(call);
  const [definition, formerDefinition] = definitionsOf(definitions, call);
  return {
    call,
    name,
    end,
    desiredCount: numberIn(at(call.request, 'desiredCount')) ?? numberIn(at(call.response, 'service', 'desiredCount')),
    publicAddress: [...assigned(call.request), ...assigned(at(call.response, 'service'))].includes('ENABLED'),
    definition,
    formerDefinition,
    creation: creations[0],
    elsewhere: starts.filter((start) => start.event.region !== region && principalOf(start) === principal),
    keyBirth: keys[0]?.traced,
    byOthers: writes.filter((write) => principalOf(write) !== principal),
    look: looks[0],
  };
}

function nameOf({ request, response }: Traced): string | undefined {
  const given = textAt(request, 'serviceName') ?? textAt(request, 'service') ?? textAt(response, 'service', 'serviceName');
  return given === undefined ? undefined : shortName(given);
}

/** A value of the service, as asked for or else as answered; of an ARN its end. */
function valueOf({ request, response }: Traced, key: string): string | undefined {
  const value = textAt(request, key) ?? textAt(response, 'service', key);
  return value === undefined ? undefined : shortName(value);
}

function assigned(value: JsonValue | undefined): readonly (string | undefined)[] {
  return [textAt(value, 'networkConfiguration', 'awsvpcConfiguration', 'assignPublicIp')];
}

/** The definition in force and the one before it. The call may name the family alone: then the newest by then counts. */
function definitionsOf(newestFirst: readonly Traced[], call: Traced): readonly (Definition | undefined)[] {
  const wanted = valueOf(call, 'taskDefinition');
  const answered = textAt(call.response, 'service', 'taskDefinition');
  const names = [wanted, answered === undefined ? undefined : shortName(answered)];
  const named = newestFirst.findIndex((made) =>
    names.includes(shortName(textAt(made.response, 'taskDefinition', 'taskDefinitionArn') ?? '')),
  );
  const place = named === -1 ? newestFirst.findIndex(({ event }) => event.time <= call.event.time) : named;
  return place === -1 ? [] : newestFirst.slice(place, place + 2).map(definitionOf);
}

function definitionOf(traced: Traced): Definition {
  const { request } = traced;
  const list = at(request, 'containerDefinitions');
  const containers: readonly JsonValue[] = Array.isArray(list) ? (list as readonly JsonValue[]) : [];
  const sum = (key: string): number => containers.reduce<number>((total, container) => total + (numberIn(at(container, key)) ?? 0), 0);
  return {
    traced,
    images: containers.flatMap((container) => textAt(container, 'image') ?? []),
    cpu: numberIn(at(request, 'cpu')) ?? sum('cpu'),
    memory: numberIn(at(request, 'memory')) ?? sum('memory'),
  };
}

/** The log has numbers as such and as texts. */
function numberIn(value: JsonValue | undefined): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  return number !== undefined && Number.isFinite(number) ? number : undefined;
}

/** Who called: a session of another day is of the same principal. */
export function principalOf({ identity, event }: Traced): string {
  const name = event.user ?? textAt(identity, 'arn') ?? event.subject ?? '';
  return isObject(identity) ? `${event.role ?? ''}/${name}` : name;
}
