import { STRENGTHS, type Chain } from '../../src/domain/chain';
import { textAt } from '../../src/domain/json';
import { isReference } from '../../src/domain/resource';
import { birthOf } from '../../src/provenance/chain/births';
import { LookUps } from '../../src/provenance/chain/look-ups';
import { leavesOf } from '../../src/provenance/chain/traced';
import type { Tracer } from '../../src/provenance/chain/tracer';
import { RECORDS } from '../../src/store/schema';
import type { Store } from '../../src/store/store';
import { aligned } from './table';

/** S3's calls that are about objects: they are many, and none is about a resource of its own. */
const ABOUT_OBJECTS = /^(?:Put|Delete|Copy|Restore|Get|Head|Select|Post)Object|^DeleteObjects$|MultipartUpload|^UploadPart/;

export const LINKS = [
  ...STRENGTHS.map((strength) => `linked, ${strength}` as const),
  'the caller is named',
  'a service',
  'before the log',
  'unknown',
] as const;
type Link = (typeof LINKS)[number];

/** Some events, and the chains that begin with them. */
export interface Covered {
  readonly what: string;
  readonly chains: readonly Chain[];
}

/** What a chain comes to: how its event is linked to another, else how it ends where it stands. */
export function linkOf({ hops, root }: Chain): Link {
  if (hops.length > 1) return `linked, ${root.strength}`;
  if (root.kind === 'human') return 'the caller is named';
  if (root.kind === 'service') return 'a service';
  return root.kind === 'before-log' ? 'before the log' : 'unknown';
}

/** The ids of all successful writes, those about objects left out; each event once. */
export async function writesOf(store: Store): Promise<readonly string[]> {
  const rows = await recordsOf(store);
  return rows.filter(({ record }) => isWrite(record)).map(({ id }) => id);
}

/** The ids of all calls with a temporary key. */
export async function temporaryOf(store: Store): Promise<readonly string[]> {
  const rows = await recordsOf(store);
  return rows.filter(({ record }) => textAt(record, 'userIdentity', 'accessKeyId')?.startsWith('ASIA') === true).map(({ id }) => id);
}

function isWrite(record: object): boolean {
  const { readOnly, errorCode, eventSource, eventName } = record as Readonly<Record<string, unknown>>;
  if (readOnly !== false || errorCode !== undefined) return false;
  return eventSource !== 's3.amazonaws.com' || typeof eventName !== 'string' || !ABOUT_OBJECTS.test(eventName);
}

async function recordsOf(store: Store) {
  const rows = await store.reader.rows(`SELECT DISTINCT event_id AS id, record FROM ${RECORDS} ORDER BY event_id`, []);
  return rows.map(({ id, record }) => ({ id: String(id), record: JSON.parse(String(record)) as Parameters<typeof textAt>[0] & object }));
}

/** How many of these name something in what they ask for that an earlier call answered with: the least of all links, K1 alone. */
export async function linkedById(store: Store, ids: readonly string[]): Promise<number> {
  const look = new LookUps(store);
  let linked = 0;
  for (const traced of (await look.events(ids)).values()) {
    const given = new Set(leavesOf(traced.request).map(({ text }) => text));
    for (const token of [...given].filter(isReference)) {
      const birth = await birthOf(look, token, traced.event.time);
      if (birth === undefined || birth === traced) continue;
      linked += 1;
      break;
    }
  }
  return linked;
}

/** Chains of all of these, with one tracer, as the product asks. */
export async function chainsOf(tracer: Tracer, ids: readonly string[]): Promise<readonly Chain[]> {
  const chains: Chain[] = [];
  for (const id of ids) {
    const chain = await tracer.trace(id);
    if (chain !== undefined) chains.push(chain);
  }
  return chains;
}

/** How the chains go, as lines: of each kind of link how many, and the share that is linked or ends with a name or the log's beginning. */
export function coverageTable(covered: readonly Covered[]): readonly string[] {
  const head = ['what', 'events', ...LINKS, 'linked or rooted'];
  const rows = covered.map(({ what, chains }) => {
    const counts = LINKS.map((link) => chains.filter((chain) => linkOf(chain) === link).length);
    const open = counts.at(-1) ?? 0;
    return [what, chains.length, ...counts, share(chains.length - open, chains.length)].map(String);
  });
  return aligned([head, ...rows], new Set([0])).split('\n');
}

export function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}
