import { setTimeout as after } from 'node:timers/promises';
import { shortName } from '../domain/resource';
import { countBySeverity } from '../domain/severity';
import type { AlertBook, AlertPlace } from '../policies/alert-book';
import { kindOf, recorded } from '../provenance/about';
import type { Store } from '../store/store';
import type { About, AlertsAbout, MentionsPage, MentionsRequest, PolicyAlerts } from './api';

/** Nobody waits longer for the alerts of a first look; they are there for the next. */
const PATIENCE_MS = 400;
/** Policies whose alerts are named; all alerts are counted. */
const NAMED = 5;

/** Asks the records for a token, and meanwhile the alerts. */
export async function answerAbout(
  store: Store,
  asked: string,
  book: () => Promise<AlertBook>,
  signal: AbortSignal | undefined,
): Promise<About | undefined> {
  const found = await recorded(store, asked, signal);
  if (found === undefined) return undefined;
  const alerts = await Promise.race([book().then((made) => alertsAbout(made, found)), after(PATIENCE_MS, undefined, { ref: false })]);
  return { ...found, ...(alerts !== undefined && { alerts }) };
}

/** The newest events that name a token, and how many there are. */
export async function answerMentions(
  store: Store,
  { token, limit }: MentionsRequest,
  signal: AbortSignal | undefined,
): Promise<MentionsPage> {
  const kind = kindOf(token);
  const mentions = await store.mentionsOf(token, kind, signal);
  return { events: mentions === undefined ? [] : await store.mentioning(token, kind, limit, signal), total: mentions?.events ?? 0 };
}

function alertsAbout(book: AlertBook, { token, account, region }: Pick<About, 'token' | 'account' | 'region'>): AlertsAbout {
  const name = shortName(token);
  const isAsked = (place: AlertPlace): boolean =>
    kindOf(token) === 'account'
      ? place.account === token
      : place.resource === token || (place.resource === name && place.account === account && place.region === region);
  const alerts = book.alerts({}, isAsked);
  const policies = new Map<string, PolicyAlerts>();
  for (const { policy, title, severity, lastSeen } of alerts) {
    const before = policies.get(policy) ?? { title, severity, lastSeen, count: 0 }; // the worst comes first
    policies.set(policy, { ...before, lastSeen: Math.max(before.lastSeen, lastSeen), count: before.count + 1 });
  }
  return { counts: countBySeverity(alerts), worst: [...policies.values()].slice(0, NAMED) };
}
