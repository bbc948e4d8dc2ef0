import * as vscode from 'vscode';
import type { Alert } from '../domain/alert';
import type { Story } from '../domain/story';
import type { AlertRequest, StoreStatus } from '../engine/api';
import { alertRequest } from './alert-request';
import type { AlertFilter } from './filter';
import type { Session } from './session';

/** The alerts under the filter in force, and the store they were found in. */
export interface AlertsSnapshot {
  readonly status: StoreStatus;
  readonly alerts: readonly Alert[];
}

/** A session that knows whether there is a store without starting an engine. */
export type AlertsSource = Session & { status(): Promise<StoreStatus> };

/** One question, and what is known of its answer. */
interface Asking {
  readonly request: AlertRequest;
  readonly controller: AbortController;
  answer?: Promise<AlertsSnapshot>;
  stories?: Promise<readonly Story[]>;
}

const NONE: readonly Alert[] = [];

/** Asks once for what both trees, the badge and the status bar show, and asks again when data or filter change. */
export class AlertsModel implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** What was known is out of date. */
  readonly onDidChange = this.changed.event;
  private readonly loaded = new vscode.EventEmitter<AlertsSnapshot>();
  readonly onDidLoad = this.loaded.event;
  private readonly subscriptions: readonly vscode.Disposable[];
  private asking: Asking | undefined;
  private disposed = false;

  constructor(
    private readonly session: AlertsSource,
    private readonly filter: AlertFilter,
  ) {
    this.subscriptions = [session.onDidChange(() => this.invalidate()), filter.onDidChange(() => this.invalidate())];
  }

  /** The alerts now; every caller shares one question. A question that a change overtakes answers with what replaced it. */
  current(): Promise<AlertsSnapshot> {
    const asking = this.inForce();
    return (asking.answer ??= this.ask(asking));
  }

  /** The stories of these alerts: only who looks at them has their causes traced. */
  stories(): Promise<readonly Story[]> {
    const asking = this.inForce();
    return (asking.stories ??= this.tell(asking));
  }

  dispose(): void {
    this.disposed = true;
    for (const subscription of this.subscriptions) subscription.dispose();
    this.asking?.controller.abort();
    this.changed.dispose();
    this.loaded.dispose();
  }

  private inForce(): Asking {
    return (this.asking ??= { request: alertRequest(this.filter.state, this.session.now()), controller: new AbortController() });
  }

  private invalidate(): void {
    const before = this.asking;
    this.asking = undefined;
    before?.controller.abort();
    this.changed.fire();
    // Once somebody has looked, badge and status bar keep up although the trees may be hidden.
    if (before !== undefined) this.current().catch(() => undefined); // a tree that is shown tells the error
  }

  private async ask({ request, controller: { signal } }: Asking): Promise<AlertsSnapshot> {
    try {
      const status = await this.session.status();
      const alerts = status.events === 0 ? NONE : await this.session.engine.alerts(request, { signal });
      if (signal.aborted) return await this.current();
      const snapshot = { status, alerts };
      this.loaded.fire(snapshot);
      return snapshot;
    } catch (error) {
      if (signal.aborted && !this.disposed) return this.current(); // cancelled, or its engine was replaced
      this.asking = undefined;
      throw error;
    }
  }

  private async tell(asking: Asking): Promise<readonly Story[]> {
    const { signal } = asking.controller;
    try {
      return await this.session.engine.stories(asking.request, { signal });
    } catch (error) {
      if (signal.aborted && !this.disposed) return this.stories();
      delete asking.stories;
      throw error;
    }
  }
}
