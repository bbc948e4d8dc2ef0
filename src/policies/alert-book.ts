import { createHash } from 'node:crypto';
import type { Alert } from '../domain/alert';
import type { Policy } from '../domain/policy';
import { lowered, SEVERITIES, severityRank, type Severity } from '../domain/severity';
import { HOUR, type TimeWindow } from '../domain/time';

/** One event that a policy counts, as read from the store. */
export interface Evidence {
  /** Place of its policy in the list that was evaluated. */
  readonly policy: number;
  readonly eventId: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly account: string;
  readonly region: string;
  readonly role: string;
  /** What the alert is about. */
  readonly resource: string;
  readonly actor: string;
  readonly operation: string;
  readonly serviceDriven: boolean;
}

/** What alerts have in common over all time ranges: one per policy, account, region and resource. */
interface Group {
  readonly id: string;
  readonly policy: Policy;
  readonly account: string;
  readonly region: string;
  readonly resource: string;
}

/**
 * The evidence of all policies over the whole store, in order of time: made once per state of the store, from which the alerts of any
 * time range are counted in memory. Bursts are found over all time, so that a short range doesn't cut one in two.
 */
export class AlertBook {
  private readonly evidence: readonly Evidence[];
  private readonly groups: readonly Group[];
  /** Of each piece of evidence: its group, and how bad it is (rank). Arrays of numbers keep a hundred thousand rows quick. */
  private readonly groupOf: Uint32Array;
  private readonly rankOf: Uint8Array;

  constructor(policies: readonly Policy[], evidence: readonly Evidence[]) {
    this.evidence = inBursts(policies, evidence.toSorted(byTime));
    this.groupOf = new Uint32Array(this.evidence.length);
    this.rankOf = new Uint8Array(this.evidence.length);
    const groups: Group[] = [];
    const places = new Map<string, number>();
    this.evidence.forEach((piece, index) => {
      const policy = policyOf(policies, piece);
      const key = keyOf(policy.id, piece.account, piece.region, piece.resource);
      let place = places.get(key);
      if (place === undefined) {
        place = groups.length;
        places.set(key, place);
        groups.push({ id: alertId(key), policy, account: piece.account, region: piece.region, resource: piece.resource });
      }
      this.groupOf[index] = place;
      this.rankOf[index] = severityRank(severityOf(policy, piece.serviceDriven));
    });
    this.groups = groups;
  }

  /** Number of pieces of evidence over all time. */
  get size(): number {
    return this.evidence.length;
  }

  /** The alerts with evidence in the window, worst first, then newest; their counts and times are those of the window. */
  alerts(window: TimeWindow): readonly Alert[] {
    const from = window.from === undefined ? 0 : this.firstAt(window.from);
    const to = window.to === undefined ? this.evidence.length : this.firstAt(window.to);
    const first = new Int32Array(this.groups.length).fill(-1);
    const last = new Int32Array(this.groups.length);
    const count = new Uint32Array(this.groups.length);
    const rank = new Uint8Array(this.groups.length).fill(SEVERITIES.length - 1);
    for (let index = from; index < to; index++) {
      const group = this.groupOf[index] ?? 0;
      if (first[group] === -1) first[group] = index;
      last[group] = index;
      count[group] = (count[group] ?? 0) + 1;
      rank[group] = Math.min(rank[group] ?? 0, this.rankOf[index] ?? 0);
    }
    const alerts = this.groups.flatMap((group, place): readonly Alert[] => {
      const oldest = this.evidence[first[place] ?? -1];
      const newest = this.evidence[last[place] ?? -1];
      if (oldest === undefined || newest === undefined) return [];
      return [
        {
          id: group.id,
          policy: group.policy.id,
          title: group.policy.title,
          type: group.policy.type,
          severity: SEVERITIES[rank[place] ?? 0] ?? group.policy.severity,
          status: 'open',
          account: group.account,
          region: group.region,
          resource: group.resource,
          actor: newest.actor,
          operation: newest.operation,
          firstSeen: oldest.time,
          lastSeen: newest.time,
          events: count[place] ?? 0,
          eventId: newest.eventId,
        },
      ];
    });
    return alerts.sort(worstThenNewest);
  }

  /** Index of the first piece of evidence at or after a time. */
  private firstAt(time: number): number {
    let low = 0;
    let high = this.evidence.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.evidence[middle]?.time ?? Infinity) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The same over evaluations, loads and machines. The parts are kept apart so that no name can pass for two others. */
function alertId(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function severityOf(policy: Policy, serviceDriven: boolean): Severity {
  return serviceDriven && policy.serviceDriven === 'lower' ? lowered(policy.severity) : policy.severity;
}

function policyOf(policies: readonly Policy[], { policy }: Evidence): Policy {
  const found = policies[policy];
  if (found === undefined) throw new RangeError(`Evidence of policy ${policy}, but only ${policies.length} were evaluated`);
  return found;
}

/** Evidence of policies with a burst is kept only where it lies in one. `evidence` is in order of time, and so is what is returned. */
function inBursts(policies: readonly Policy[], evidence: readonly Evidence[]): readonly Evidence[] {
  const rows = new Map<string, number[]>();
  evidence.forEach((piece, index) => {
    if (policyOf(policies, piece).burst === undefined) return;
    const key = keyOf(String(piece.policy), piece.account, piece.region, piece.role);
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [index]);
    else row.push(index);
  });
  if (rows.size === 0) return evidence;
  const kept = new Uint8Array(evidence.length);
  for (const row of rows.values()) markBursts(policies, evidence, row, kept);
  return evidence.filter((piece, index) => kept[index] === 1 || policyOf(policies, piece).burst === undefined);
}

/** Marks what lies in a span with enough events: the span slides over the row, and each event is marked once. */
function markBursts(policies: readonly Policy[], evidence: readonly Evidence[], row: readonly number[], kept: Uint8Array): void {
  const pieces = row.map((index) => ({ index, time: evidence[index]?.time ?? 0 }));
  const burst = policies[evidence[row[0] ?? 0]?.policy ?? -1]?.burst;
  if (burst === undefined) return;
  let start = 0;
  let marked = 0;
  pieces.forEach(({ time }, end) => {
    while (time - (pieces[start]?.time ?? time) > burst.hours * HOUR) start++;
    if (end - start + 1 < burst.events) return;
    for (let place = Math.max(start, marked); place <= end; place++) kept[pieces[place]?.index ?? 0] = 1;
    marked = end + 1;
  });
}

function byTime(a: Evidence, b: Evidence): number {
  return a.time - b.time || compareText(a.eventId, b.eventId);
}

function worstThenNewest(a: Alert, b: Alert): number {
  return severityRank(a.severity) - severityRank(b.severity) || b.lastSeen - a.lastSeen || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
