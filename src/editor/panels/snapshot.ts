import { NO_COUNTS } from '../../domain/severity';
import { resolveRange, type TimeWindow } from '../../domain/time';
import type { AlertRequest, Dashboard, Engine, StoreStatus } from '../../engine/api';
import type { DashboardData, DashboardFilter } from '../../protocol/dashboard';
import { allBars, bucketsFor, closedWindow, type Buckets } from './buckets';

/** More rows than this nobody reads; the webview says how many there are beyond. */
const ALERT_LIMIT = 5000;

/** Where the answers come from. The state of the store is known without an engine where there is no store. */
export interface SnapshotSource {
  readonly engine: Engine;
  status(): Promise<StoreStatus>;
}

export interface SnapshotQuestion {
  readonly filter: DashboardFilter;
  /** What the lists ask under this filter: `alertRequest(filter, now)`. */
  readonly request: AlertRequest;
  readonly now: number;
  readonly timeZone: string;
}

/**
 * Asks the engine all that the dashboard shows. The headline keeps counting the whole range while severities narrow the chart,
 * and severities, types and chosen hours narrow what stands below it: what can be toggled must stay visible.
 */
export async function dashboardSnapshot(source: SnapshotSource, question: SnapshotQuestion, signal: AbortSignal): Promise<DashboardData> {
  const { filter, now, timeZone } = question;
  const status = await source.status();
  const window = closedWindow(resolveRange(filter.range, now), status, now);
  if (status.events === 0) return emptySnapshot(window);
  const { engine } = source;
  const buckets = bucketsFor(window, timeZone);
  const { severities, types, account, region, story, regionsInUse } = question.request;
  const whole: AlertRequest = {
    window,
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(story !== undefined && { story }),
    ...(regionsInUse !== undefined && { regionsInUse }),
  };
  const narrow = severities !== undefined || types !== undefined || filter.brush !== undefined;
  const ask = asker(engine, buckets, signal);
  const [headline, chart, narrowed, alerts] = await Promise.all([
    ask(whole),
    ask(severities === undefined ? whole : { ...whole, severities }),
    ask(narrow ? question.request : whole), // the same question is asked once
    engine.alerts(question.request, { signal }),
  ]);
  return {
    window,
    total: headline.total,
    counts: headline.counts,
    bars: allBars(window, buckets, chart.bars),
    topPolicies: narrowed.topPolicies,
    topActors: narrowed.topActors,
    regions: narrowed.regions,
    matching: alerts.length,
    alerts: alerts.toSorted((a, b) => b.lastSeen - a.lastSeen).slice(0, ALERT_LIMIT),
    events: status.events,
    ...(status.to !== undefined && { newestEvent: status.to }),
    allOlder: status.to !== undefined && status.to < window.from,
  };
}

function emptySnapshot(window: Required<TimeWindow>): DashboardData {
  const nothing = { topPolicies: [], topActors: [], regions: [], matching: 0, alerts: [] };
  return { window, total: 0, counts: NO_COUNTS, bars: [], ...nothing, events: 0, allOlder: false };
}

function asker(engine: Engine, buckets: Buckets, signal: AbortSignal): (request: AlertRequest) => Promise<Dashboard> {
  const asked = new Map<AlertRequest, Promise<Dashboard>>();
  return (request) => {
    const answer = asked.get(request) ?? engine.dashboard({ ...request, bucket: buckets.width, bucketOffset: buckets.offset }, { signal });
    asked.set(request, answer);
    return answer;
  };
}
