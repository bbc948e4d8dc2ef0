import { isObject, textAt } from '../domain/json';
import { resourceType, shortName } from '../domain/resource';
import type { Change } from '../store/changes';
import type { Store } from '../store/store';
import { callsIn, touchesOf, type Touch } from '../store/touches';
import { principalOf } from './chain/caller';
import { tracedOf, type Traced } from './chain/traced';
import { ask, type ResourceKind } from './effects';
import { genericKind, sourceIn } from './generic-kind';
import { verbless } from './life';
import { take, type Lives } from './replay';
import { kindOf, operationsOf, sourceOf } from './resource-kinds';

/** Calls of one resource that are replayed, the newest: few have more. */
export const MOST_CALLS = 2_000;
/** Calls without a row of their own that are looked at. */
const MOST_OTHERS = 200;
const OBJECT = 'AWS::S3::Object';
/** Attachments and the like of one resource that calls are looked up by. */
const MOST_HANDLES = 20;

/** A call with who made it, as in the record. */
export interface Call extends Change {
  readonly principal: string;
  readonly crud: string;
}

/** The calls that may have made, changed or ended a resource, and how to read them. */
export interface CallsAbout {
  readonly kind: ResourceKind;
  /** Operations of which no table tells what they do. */
  readonly guessed: ReadonlySet<string>;
  /** Oldest first. */
  readonly calls: readonly Call[];
  /** There are more, older ones. */
  readonly cut: boolean;
}

/**
 * Looks them up by the id or ARN, and by the name where calls go by names: postings and rows of a few operations, never all records.
 * @param until epoch milliseconds; later records don't count
 */
export async function callsAbout(store: Store, token: string, until: number | undefined, signal?: AbortSignal): Promise<CallsAbout> {
  const known = kindOf(resourceType(token));
  return known === undefined ? genericCalls(store, token, until, signal) : knownCalls(store, token, known, until, signal);
}

async function knownCalls(
  store: Store,
  token: string,
  kind: ResourceKind,
  until: number | undefined,
  signal: AbortSignal | undefined,
): Promise<CallsAbout> {
  const operations = operationsOf(kind);
  const newest = { until, newestFirst: true } as const;
  const touched = await touchesOf(store.reader, token, { ...newest, operations, limit: MOST_CALLS }, signal);
  const others = await touchesOf(store.reader, token, { ...newest, cruds: ['update'], side: 'request', limit: MOST_OTHERS }, signal);
  const noun = kind.type.slice(kind.type.lastIndexOf(':') + 1).toLowerCase();
  const unlisted = others.filter(
    ({ service, operation }) => service === sourceOf(kind) && !operations.includes(operation) && verbless(operation).startsWith(noun),
  );
  const guessed = new Set(unlisted.map(({ operation }) => operation));
  const named = await namedCalls(store, token, kind, touched, until, signal);
  const handled = await handledCalls(store, kind, touched, until, signal);
  return {
    kind: { ...kind, calls: { ...Object.fromEntries([...guessed].map((operation) => [operation, [ask()]])), ...kind.calls } },
    guessed,
    calls: inOrder([...touched, ...unlisted, ...named, ...handled]),
    cut: touched.length === MOST_CALLS || named.length === MOST_CALLS,
  };
}

/** Calls that go by the name that the resource was given. */
async function namedCalls(
  store: Store,
  token: string,
  kind: ResourceKind,
  touched: readonly Touch[],
  until: number | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly Touch[]> {
  const name = kind.arn === undefined ? nameOf(token, kind, touched) : undefined; // the names of buckets are looked up as their ARNs
  const [, , , region = '', account = ''] = token.startsWith('arn:')
    ? token.split(':')
    : ['', '', '', touched[0]?.region, touched[0]?.account];
  if (name === undefined || account === '') return [];
  const naming = { account, ...(region !== '' && { region }), service: sourceOf(kind), naming: JSON.stringify(name) };
  const operations = operationsOf(kind);
  return callsIn(store.reader, { ...naming, operations, until, newestFirst: true, limit: MOST_CALLS }, signal);
}

function nameOf(token: string, kind: ResourceKind, touched: readonly Touch[]): string | undefined {
  if (kind.name === undefined) return undefined;
  const lives: Lives = new Map();
  for (const call of inOrder(touched)) take(kind, lives, call);
  const life = lives.get(token);
  return textAt(life?.record, kind.name) ?? textAt(life?.asked, kind.name) ?? (token.startsWith('arn:') ? shortName(token) : undefined);
}

/** Calls that go by an attachment or association of the resource. */
async function handledCalls(
  store: Store,
  kind: ResourceKind,
  touched: readonly Touch[],
  until: number | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly Touch[]> {
  const { handles } = kind;
  if (handles === undefined) return [];
  const id = new RegExp(`"(${handles.prefix}-[0-9a-f]+)"`, 'g');
  const ids = new Set(touched.flatMap(({ record }) => Array.from(record.matchAll(id), ([, found = '']) => found)));
  const request = { until, newestFirst: true, operations: operationsOf(kind), limit: MOST_OTHERS } as const;
  const found = await Promise.all([...ids].slice(-MOST_HANDLES).map((handle) => touchesOf(store.reader, handle, request, signal)));
  return found.flat();
}

async function genericCalls(store: Store, token: string, until: number | undefined, signal: AbortSignal | undefined): Promise<CallsAbout> {
  const cruds = ['create', 'update', 'delete'];
  const touched = await touchesOf(store.reader, token, { until, newestFirst: true, cruds, limit: MOST_CALLS }, signal);
  const births = await store.lifeEvents(token, until, MOST_OTHERS); // of much that is named often the beginning lies far back
  const service = `${sourceIn(token)}.amazonaws.com`;
  const [, , , region = '', account = ''] = token.startsWith('arn:') ? token.split(':') : [];
  const place = { account, ...(region !== '' && { region }), service, naming: JSON.stringify(shortName(token)) };
  const goesByName = account !== '' && resourceType(token) !== OBJECT;
  const named = goesByName
    ? await callsIn(store.reader, { ...place, cruds: ['update', 'delete'], until, newestFirst: true, limit: MOST_OTHERS }, signal)
    : [];
  const all = [...touched, ...births, ...named].filter((touch) => touch.service === service);
  const calls = inOrder(all);
  const kind = genericKind(token, calls);
  const guessed = new Set(
    Object.entries(kind.calls).flatMap(([operation, effects]) => (effects.some(({ does }) => does === 'ask') ? [operation] : [])),
  );
  return { kind, guessed, calls, cut: touched.length === MOST_CALLS };
}

/** Read, each once, oldest first. A call that two accounts have in their logs is one. */
function inOrder(touches: readonly Touch[]): readonly Call[] {
  const calls = new Map<string, Call>();
  for (const touch of touches) {
    const traced = tracedOf(touch);
    const key = textAt(traced.record, 'sharedEventID') ?? touch.eventId;
    if (!calls.has(key)) calls.set(key, callOf(touch, traced));
  }
  return [...calls.values()].sort((one, other) => one.time - other.time || (one.eventId < other.eventId ? -1 : 1));
}

function callOf({ eventId, account, region, time, service, operation, crud }: Touch, traced: Traced): Call {
  const request = isObject(traced.request) ? traced.request : {};
  const response = isObject(traced.response) ? traced.response : {};
  return { eventId, account, region, time, service, operation, crud, principal: principalOf(traced), request, response };
}
