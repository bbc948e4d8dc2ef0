import { createHash } from 'node:crypto';
import type { Alert } from '../domain/alert';
import type { Policy } from '../domain/policy';
import type { Moment } from '../domain/story';
import { lowered, SEVERITIES, severityRank, type Severity } from '../domain/severity';
import type { TimeWindow } from '../domain/time';
import type { Anomaly, EventList } from '../rql/given';
import { Breath } from '../store/breath';
import { inBursts } from './bursts';
import { merged } from './merge';
import { under } from './nested';

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

/** The order of evidence in a book. */
export function byTime(a: Evidence, b: Evidence): number {
  return a.time - b.time || compareText(a.eventId, b.eventId);
}

/** What an alert is about. */
export interface AlertPlace {
  readonly account: string;
  readonly region: string;
  readonly resource: string;
}

/** What alerts have in common over all time ranges: one per policy, account, region and resource. */
interface Group extends AlertPlace {
  readonly id: string;
  readonly policy: Policy;
}

/** Pieces of evidence between two looks at the clock. */
const STEPS = 1024;

/**
 * The evidence of all policies over the whole store, in order of time: made once per state of the store, from which the alerts of any
 * time range are counted in memory. Bursts are found over all time, so that a short range doesn't cut one in two.
 */
export class AlertBook {
  private readonly groups: Group[] = [];
  /** Of each piece of evidence: its group, and how bad it is (rank). Arrays of numbers keep a hundred thousand rows quick. */
  private readonly groupOf: Uint32Array;
  private readonly rankOf: Uint8Array;

  private constructor(private readonly evidence: readonly Evidence[]) {
    this.groupOf = new Uint32Array(evidence.length);
    this.rankOf = new Uint8Array(evidence.length);
  }

  /**
   * Gives the thread away now and then: half a million pieces of evidence take a second.
   * @param lists evidence in any number of lists, each in the order of {@link byTime}
   */
  static async make(policies: readonly Policy[], lists: readonly (readonly Evidence[])[]): Promise<AlertBook> {
    const breath = new Breath();
    const all = await merged(lists, byTime, breath);
    const book = new AlertBook(inBursts(policies, all));
    await book.group(policies, breath);
    return book;
  }

  private async group(policies: readonly Policy[], breath: Breath): Promise<void> {
    const places = policies.map(() => new Map<string, Map<string, Map<string, number>>>());
    for (const [index, { policy: number, account, region, resource, serviceDriven }] of this.evidence.entries()) {
      const [policy, accounts] = [policies[number], places[number]];
      if (policy === undefined || accounts === undefined)
        throw new RangeError(`Evidence of policy ${number}, but only ${policies.length} were evaluated`);
      const resources = under(under(accounts, account), region);
      let place = resources.get(resource);
      if (place === undefined) {
        place = this.groups.length;
        resources.set(resource, place);
        this.groups.push({ id: alertId(policy.id, account, region, resource), policy, account, region, resource });
      }
      this.groupOf[index] = place;
      this.rankOf[index] = severityRank(severityOf(policy, serviceDriven));
      if (index % STEPS === 0) await breath.take();
    }
  }

  /** Number of pieces of evidence over all time. */
  get size(): number {
    return this.evidence.length;
  }

  /**
   * The alerts with evidence in the window, worst first, then newest; their counts and times are those of the window.
   * @param isAsked of what some are asked for only; absent: all
   */
  alerts(window: TimeWindow, isAsked: (about: AlertPlace) => boolean = () => true): readonly Alert[] {
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
      if (oldest === undefined || newest === undefined || !isAsked(group)) return [];
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

  /** Every piece of evidence in the window, oldest first: the event, and the alert that it stands behind. */
  *moments(window: TimeWindow): Generator<Moment> {
    const to = window.to === undefined ? this.evidence.length : this.firstAt(window.to);
    for (let index = window.from === undefined ? 0 : this.firstAt(window.from); index < to; index++) {
      const [piece, group] = [this.evidence[index], this.groups[this.groupOf[index] ?? 0]];
      if (piece !== undefined && group !== undefined) yield { alert: group.id, eventId: piece.eventId, time: piece.time };
    }
  }

  /** The events behind some alerts, over all time. */
  behind(meant: (alert: { readonly id: string; readonly policy: Policy }) => boolean): readonly EventList[] {
    const wanted = this.groups.map(meant);
    const lists = new Map<string, string[]>();
    for (const [index, { account, eventId }] of this.evidence.entries()) {
      if (wanted[this.groupOf[index] ?? 0] !== true) continue;
      const ids = lists.get(account);
      if (ids === undefined) lists.set(account, [eventId]);
      else ids.push(eventId);
    }
    return [...lists].map(([account, ids]) => ({ account, ids }));
  }

  /** The events behind each policy of type anomaly that has alerts. */
  anomalies(): readonly Anomaly[] {
    const policies = new Set(this.groups.map(({ policy }) => policy).filter(({ type }) => type === 'anomaly'));
    return [...policies].map((policy) => ({
      names: [policy.id.toLowerCase(), policy.title.toLowerCase()],
      events: this.behind((alert) => alert.policy === policy),
    }));
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
function alertId(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

function severityOf(policy: Policy, serviceDriven: boolean): Severity {
  return serviceDriven && policy.serviceDriven === 'lower' ? lowered(policy.severity) : policy.severity;
}

function worstThenNewest(a: Alert, b: Alert): number {
  return severityRank(a.severity) - severityRank(b.severity) || b.lastSeen - a.lastSeen || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
