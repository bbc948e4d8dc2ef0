import { createHash } from 'node:crypto';
import { regionCode } from '../domain/regions';
import type { Reader, SegmentTable } from '../store/reader';
import type { Evidence } from './alert-book';
import type { CompiledPolicy } from './compile';
import { collectEvidence, type PlacedPolicy } from './evidence';

/**
 * Segments in one statement. Each statement is planned anew, so one for each of a hundred small files would mostly be planning; and each
 * policy holds blocks of each of its segments in memory: of eight, as a sync of live accounts leaves them, more than the store's 512 MB.
 */
const AT_ONCE = 3;

/** By the names of segments: what policies found there. */
type Findings = ReadonlyMap<string, readonly Evidence[]>;

/** Findings, and what they are the findings of. */
interface Shelf {
  readonly key: string;
  readonly findings: Findings;
}

/** Policies that are asked together, and what their findings depend on besides the segment. */
interface Inquiry {
  readonly policies: readonly PlacedPolicy[];
  readonly regionsInUse: readonly string[];
}

const EMPTY: Shelf = { key: '', findings: new Map() };

/**
 * Evidence kept by segment. A segment never changes, so it is evaluated once, and after a load only what is new. Policies that look at
 * the regions in use are kept apart: another choice of regions evaluates those few again and no others.
 */
export class EvidenceCache {
  private readonly shelves: Record<'anywhere' | 'unusedRegions', Shelf> = { anywhere: EMPTY, unusedRegions: EMPTY };

  /**
   * The evidence of all segments in force, in lists that are each in order of time.
   * @param regionsInUse codes or display names
   * @throws what the reader throws
   */
  async evidence(
    reader: Reader,
    compiled: readonly CompiledPolicy[],
    regionsInUse: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly (readonly Evidence[])[]> {
    const placed = compiled.map((policy, place): PlacedPolicy => ({ ...policy, place }));
    const scoped = ({ policy }: PlacedPolicy): boolean => policy.scope === 'unused-regions';
    const regions = [...new Set(regionsInUse.map(regionCode))].sort();
    const inquiries = {
      anywhere: { policies: placed.filter((policy) => !scoped(policy)), regionsInUse: [] },
      unusedRegions: { policies: placed.filter(scoped), regionsInUse: regions },
    };
    for (;;) {
      const segments = reader.segments();
      try {
        const anywhere = await this.findings('anywhere', inquiries.anywhere, reader, segments, signal);
        const unusedRegions = await this.findings('unusedRegions', inquiries.unusedRegions, reader, segments, signal);
        return [...anywhere.values(), ...unusedRegions.values()];
      } catch (error) {
        // A segment that was let go of meanwhile has no table any more: its events are in others now, or in none.
        const now = new Set(reader.segments().map(({ name }) => name));
        if (signal?.aborted === true || segments.every(({ name }) => now.has(name))) throw error;
      }
    }
  }

  /** Of every segment of the list, and of no other; what is found is kept even where a later segment fails. */
  private async findings(
    name: keyof EvidenceCache['shelves'],
    inquiry: Inquiry,
    reader: Reader,
    segments: readonly SegmentTable[],
    signal: AbortSignal | undefined,
  ): Promise<Findings> {
    const key = keyOf(inquiry);
    const known = this.shelves[name].key === key ? this.shelves[name].findings : EMPTY.findings;
    // A map of its own: two evaluations may run at once, over lists that differ, and neither may take from what the other has found.
    const findings = new Map<string, readonly Evidence[]>();
    for (const segment of segments) {
      const found = known.get(segment.name);
      if (found !== undefined) findings.set(segment.name, found);
    }
    const fresh = segments.filter((segment) => !findings.has(segment.name));
    try {
      for (let start = 0; start < fresh.length; start += AT_ONCE) {
        const asked = fresh.slice(start, start + AT_ONCE);
        const found = await collectEvidence(reader, asked, inquiry.policies, inquiry.regionsInUse, signal);
        asked.forEach((segment, place) => findings.set(segment.name, found[place] ?? []));
      }
    } finally {
      this.shelves[name] = { key, findings };
    }
    return findings;
  }
}

function keyOf(inquiry: Inquiry): string {
  return createHash('sha256').update(JSON.stringify(inquiry)).digest('hex');
}
