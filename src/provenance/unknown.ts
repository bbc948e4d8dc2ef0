import { isObject, type JsonObject, type JsonValue } from '../domain/json';
import type { Source, Unknown } from '../domain/version';

/** Why something can't be known of a configuration. Every text has its translation. */
export const UNKNOWN_TEXTS = {
  beforeLog: 'No record tells of its creation: what no later call says is not known.',
  moreCalls: 'More than {0} calls name it: older ones are not taken in.',
  hidden: 'CloudTrail leaves this value out.',
  passing: 'A passing state, as the call answered it: no later record says what it became.',
  guessed: 'The records don’t say the result of {0}: shown is what it asked for.',
  withheld: 'It might be a secret: such values are not kept.',
  refused: 'It could not be asked for: {0}',
  sameSecond: 'Calls of the same second changed this: in which order is not recorded.',
} as const;

/** What CloudTrail writes in place of a value. */
const HIDDEN: readonly string[] = ['HIDDEN_DUE_TO_SECURITY_REASONS', '<sensitiveDataRemoved>', 'sensitiveDataRemoved', '***', '****'];
/** Keys of states, and states that nothing stays in. */
const STATES: readonly string[] = ['state', 'status', 'dbinstanceStatus', 'keyState', 'lastUpdateStatus', 'tableStatus'];
const PASSING = /^(?:pending|creating|modifying|provisioning|updating|inprogress|in-progress|stopping|starting|associating|backing-up)$/i;
/** More of one kind are no help to anybody. */
const MOST = 20;

/** What the configuration itself shows not to be known. `seen`: it is no call that tells it. */
export function unknownIn(
  configuration: JsonObject,
  sources: readonly Source[],
  { deleted, seen }: { readonly deleted: boolean; readonly seen: boolean },
): readonly Unknown[] {
  const hidden = seen ? UNKNOWN_TEXTS.withheld : UNKNOWN_TEXTS.hidden;
  const found: Unknown[] = [];
  const queue: { readonly value: JsonValue | undefined; readonly path: string }[] = [{ value: configuration, path: '$' }];
  for (const { value, path } of queue) {
    // the list grows while it is walked: breadth first
    if (found.length >= MOST) break;
    if (typeof value === 'string' && HIDDEN.includes(value)) found.push({ path, reason: { text: hidden, args: [] } });
    else if (Array.isArray(value))
      for (const [n, item] of (value as readonly JsonValue[]).entries()) queue.push({ value: item, path: `${path}[${n}]` });
    else if (isObject(value)) {
      if (value['omitted'] === true) found.push({ path, reason: { text: hidden, args: [] } });
      for (const [key, item] of Object.entries(value)) queue.push({ value: item, path: `${path}${step(key)}` });
    }
  }
  return deleted || seen ? found : [...found, ...passing(configuration, sources)];
}

function passing(configuration: JsonObject, sources: readonly Source[]): readonly Unknown[] {
  return STATES.flatMap((key) => {
    const state = configuration[key];
    const name = isObject(state) ? state['name'] : state;
    if (typeof name !== 'string' || !PASSING.test(name)) return [];
    const path = `$.${key}`;
    const eventId = (sources.find((source) => source.path === path) ?? sources.find((source) => source.path === '$'))?.eventId;
    return [{ path, ...(eventId !== undefined && { eventId }), reason: { text: UNKNOWN_TEXTS.passing, args: [] } }];
  });
}

const PLAIN = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** A member, in a path as queries write it. */
export function step(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return PLAIN.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
