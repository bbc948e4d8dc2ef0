import { createHash } from 'node:crypto';
import type { Alert } from '../../domain/alert';
import { severityRank, type Severity } from '../../domain/severity';
import type { Moment, Story } from '../../domain/story';
import { MINUTE } from '../../domain/time';
import type { Causes, Placed } from './causes';
import { titleOf } from './titles';

/** Bars of a sparkline. */
const BARS = 24;
/** So many things that lived so short are tries that failed: what a task needs stays while the task runs. */
const TRIES = 10;
const SHORT_LIFE = 15 * MINUTE;

/**
 * Alerts folded by their causes: every alert is in exactly one story. Worst story first, then the one with most alerts.
 * @param alerts in the order in which a story lists them
 * @param moments the events behind them; of other alerts there may be some
 * @throws what finding causes throws, also when the signal fires
 */
export async function tellStories(
  causes: Causes,
  alerts: readonly Alert[],
  moments: Iterable<Moment>,
  signal?: AbortSignal,
): Promise<readonly Story[]> {
  const drafts = draftsOf(alerts, await causes.of(alerts, signal));
  const byAlert = new Map([...drafts].flatMap((draft) => draft.alerts.map(({ id }) => [id, draft] as const)));
  for (const { alert, eventId, time } of moments) byAlert.get(alert)?.events.set(eventId, time);
  const stories: Story[] = [];
  for (const draft of drafts) stories.push(await storyOf(draft, causes, signal));
  return stories.sort(worstThenLargest);
}

interface Draft extends Placed {
  readonly alerts: Alert[];
  /** Times of the events by their ids: one event may stand behind several alerts. */
  readonly events: Map<string, number>;
}

function draftsOf(alerts: readonly Alert[], placed: readonly Placed[]): readonly Draft[] {
  const drafts = new Map<string, Draft>();
  for (const [index, alert] of alerts.entries()) {
    const { cause, key } = placed[index] ?? { cause: { kind: 'unknown' }, key: [alert.id] };
    const name = JSON.stringify(key);
    const draft = drafts.get(name);
    if (draft === undefined) drafts.set(name, { cause, key, alerts: [alert], events: new Map() });
    else draft.alerts.push(alert);
  }
  return [...drafts.values()];
}

async function storyOf({ cause, key, alerts, events }: Draft, causes: Causes, signal: AbortSignal | undefined): Promise<Story> {
  const newest = alerts.reduce((latest, alert) => (alert.lastSeen > latest.lastSeen ? alert : latest));
  const firstSeen = alerts.reduce((first, alert) => Math.min(first, alert.firstSeen), newest.firstSeen);
  const root = await causes.root(newest.eventId, signal);
  const { account, region, lastSeen, eventId } = newest;
  const title = titleOf({
    cause,
    root,
    account,
    region,
    policies: [...new Set(alerts.map((alert) => alert.title))],
    resource: newest.resource,
    actor: newest.actor,
    alerts: alerts.length,
    events: events.size,
    period: lastSeen - firstSeen,
    retried: isRetry([...events.keys()].map((event) => causes.lifeBefore(event))),
  });
  return {
    id: createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 16),
    title,
    severity: worstOf(alerts),
    account,
    region,
    alerts: alerts.map(({ id }) => id),
    events: events.size,
    firstSeen,
    lastSeen,
    sparkline: sparklineOf([...events.values()], firstSeen, lastSeen),
    root,
    eventId,
  };
}

/** Most of the things, and enough of them, were gone soon after they were made. */
function isRetry(lives: readonly (number | undefined)[]): boolean {
  const known = lives.filter((life) => life !== undefined);
  const short = known.filter((life) => life <= SHORT_LIFE);
  return short.length >= TRIES && short.length * 2 > known.length;
}

function worstOf(alerts: readonly Alert[]): Severity {
  return alerts.reduce<Severity>(
    (worst, { severity }) => (severityRank(severity) < severityRank(worst) ? severity : worst),
    'informational',
  );
}

/** Events in equal spans from the first to the last; one bar where all are of one moment. */
function sparklineOf(times: readonly number[], from: number, to: number): readonly number[] {
  if (to <= from) return [times.length];
  const bars = Array.from({ length: BARS }, () => 0);
  for (const time of times) {
    const bar = Math.min(BARS - 1, Math.max(0, Math.floor(((time - from) / (to - from)) * BARS)));
    bars[bar] = (bars[bar] ?? 0) + 1;
  }
  return bars;
}

function worstThenLargest(a: Story, b: Story): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    b.alerts.length - a.alerts.length ||
    b.lastSeen - a.lastSeen ||
    (a.id < b.id ? -1 : 1)
  );
}
