import type { Limit } from './measure';

interface Bounds {
  readonly limit: Limit;
  /** The bound of ten million records, where it is another; `undefined`: none is set there. Left out: the same. */
  readonly ten?: number | undefined;
  /** Set for two million and more alone: over fewer records the start of a process or the planning of a statement outweighs the work. */
  readonly large?: true;
}

const most = (on: Limit['on'], value: number): Limit => ({ on, bound: 'most', value });
const least = (on: Limit['on'], value: number): Limit => ({ on, bound: 'least', value });

/** A question that comes down to few events: milliseconds. */
const SELECTIVE: Bounds = { limit: most('p95', 15), ten: 40 };

/**
 * What the store is held to at two million records; corpora of fewer have to keep most of it all the more. Times are milliseconds,
 * memory is MB (10⁶ bytes).
 */
const LIMITS = {
  /** `gzip -dc` ÷ load. */
  load: { limit: least('ratio', 0.75), large: true },
  firstEvents: { limit: most('median', 1_500) },
  loadMemory: { limit: most('worst', 700) },
  oneFileMemory: { limit: most('worst', 150) },
  bytesPerEvent: { limit: most('median', 200) },
  search: SELECTIVE,
  firstPage: SELECTIVE,
  byResource: SELECTIVE,
  byPath: SELECTIVE,
  top: SELECTIVE,
  histogram: { limit: most('p95', 50), ten: 200 },
  /** Whoever asks for a chain waits no longer than a second, though nothing is known yet. */
  trace: { limit: most('p95', 1_000), ten: undefined },
  substring: { limit: most('p95', 300), ten: undefined },
  /** Peer ÷ ours. */
  peer: { limit: least('ratio', 1_000), large: true },
  /** Events per second, all rules together. */
  rules: { limit: least('median', 4_700_000), large: true },
  loopDelay: { limit: most('worst', 20) },
  /** The first list, from the key to the items. */
  completion: { limit: most('p95', 50), ten: undefined },
  /** The editor is not held up any longer by one text. */
  diagnostics: { limit: most('p95', 50) },
  /** The quota of LookupEvents ÷ the time of a whole sync, from the start of its process to its end. */
  liveTime: { limit: least('ratio', 0.85) },
  liveMemory: { limit: most('worst', 700) },
  /** Calls made ÷ the fewest possible. */
  inventoryCalls: { limit: most('ratio', 1) },
  /** A branch of the tree. */
  inventoryList: { limit: most('p95', 200) },
  inventoryMemory: { limit: most('worst', 700) },
  coldOpen: { limit: most('p95', 150), ten: undefined },
} as const satisfies Record<string, Bounds>;

export type Held = keyof typeof LIMITS;

/** Above this many records the bounds of ten million hold. */
const TWO_MILLION = 2_000_000;

/** As a part of a row: nothing where nothing is set for that many records. */
export function heldTo(what: Held, records = 0): { readonly limit?: Limit } {
  const bounds: Bounds = LIMITS[what];
  if (bounds.large === true && records < TWO_MILLION) return {};
  if (records <= TWO_MILLION || !('ten' in bounds)) return { limit: bounds.limit };
  return bounds.ten === undefined ? {} : { limit: { ...bounds.limit, value: bounds.ten } };
}
