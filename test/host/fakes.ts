import * as vscode from 'vscode';
import type { Alert } from '../../src/domain/alert';
import { NO_COUNTS } from '../../src/domain/severity';
import type { AlertsSource } from '../../src/editor/alerts-model';
import type { Engine, Live, LiveState, RegionSummary } from '../../src/engine/api';

/** 12:00 on some day. */
export const NOW = Date.UTC(2026, 0, 10, 12);

/** An engine that answers what a test gives it; any other question fails the test. */
export function fakeEngine(answers: Partial<Engine>): Engine {
  return new Proxy(answers as Engine, {
    get: (engine, question: keyof Engine) => {
      if (question in engine) return Reflect.get(engine, question) as unknown;
      throw new Error(`This test has no answer to ${question}.`);
    },
  });
}

/** What a test says of live accounts. */
interface LiveAnswers {
  readonly state: Partial<LiveState>;
  readonly resources: Live['resources'];
}

/** A session of hand-made data. */
export function fakeSession(
  answers: Partial<Engine>,
  events = 1,
  live?: LiveAnswers,
): AlertsSource & { readonly changed: vscode.EventEmitter<void> } {
  const changed = new vscode.EventEmitter<void>();
  const status = () => Promise.resolve({ events, from: NOW - 1000, to: NOW, bytes: 1, accounts: ['111111111111'], generation: 1 });
  const engine = fakeEngine({ status, radar: () => Promise.resolve([]), ...answers });
  const liveState = () => Promise.resolve({ connections: [], coverage: [], collected: [], ...live?.state });
  const asked = live === undefined ? undefined : ({ resources: live.resources } as Partial<Live> as Live);
  return { kind: 'own', engine, live: asked, liveState, status, now: () => NOW, onDidChange: changed.event, changed };
}

export function memento(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, fallback?: T) => (values.has(key) ? (values.get(key) as T) : fallback),
    update: (key: string, value: unknown) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

export function alert(id: string, overrides: Partial<Alert> = {}): Alert {
  return {
    id,
    policy: 'nephoscope.network-interface-churn',
    title: 'Network interfaces come and go',
    type: 'audit-event',
    severity: 'high',
    status: 'open',
    account: '111111111111',
    region: 'us-east-2',
    resource: `eni-${id}`,
    actor: 'AWSServiceRoleForECS',
    operation: 'DeleteNetworkInterface',
    firstSeen: NOW - 2000,
    lastSeen: NOW - 1000,
    events: 2,
    eventId: `event-${id}`,
    ...overrides,
  };
}

export function region(code: string, overrides: Partial<RegionSummary> = {}): RegionSummary {
  return {
    region: code,
    counts: NO_COUNTS,
    events: 10,
    writes: 1,
    resources: 0,
    lastEvent: NOW - 1000,
    unusedButInhabited: false,
    ...overrides,
  };
}
