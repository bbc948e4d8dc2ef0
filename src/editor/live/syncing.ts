import * as vscode from 'vscode';
import { EngineError, type Live, type LiveState, type SyncProgress, type SyncReport, type SyncRequest } from '../../engine/api';
import { DisposableStore } from '../disposables';
import { tellFailure } from '../failures';
import { CONTEXTS, SETTINGS } from '../ids';
import type { WindowSession } from '../window-session';
import { dueAccounts } from './due';
import { sumOf } from './progress-text';

export type SyncSession = Pick<WindowSession, 'kind' | 'live' | 'liveState' | 'sync' | 'refresh' | 'onDidChange'>;

export interface SyncingDeps {
  readonly session: SyncSession;
  readonly log: vscode.LogOutputChannel;
  /** How often it is looked whether a time has come, milliseconds. */
  readonly lookEveryMs?: number;
}

/** `first`: right after an account was connected; `asked`: by a person; `quiet`: by itself. */
export type SyncOccasion = 'first' | 'asked' | 'quiet';

export interface SyncEnd {
  readonly occasion: SyncOccasion;
  readonly report: SyncReport;
}

interface Run {
  readonly accounts: readonly string[];
  readonly stop: AbortController;
  progress?: SyncProgress;
}

const LOOK_EVERY_MS = 60_000;
const NOTHING: LiveState = { connections: [], coverage: [], collected: [] };
const SOURCES = ['events', 'trails', 'inventory'] as const;

/**
 * Keeps the connected accounts in step with AWS: when asked, and from time to time by itself while Nephoscope is in use in this window.
 * Several windows share the work: what another has looked at lately is not due, and what it is at is left to it.
 */
export class Syncing implements vscode.Disposable {
  private readonly parts = new DisposableStore();
  private readonly changed = this.parts.add(new vscode.EventEmitter<void>());
  /** Of what is connected, of its freshness or of the progress. */
  readonly onDidChange = this.changed.event;
  private readonly ended = this.parts.add(new vscode.EventEmitter<SyncEnd>());
  readonly onDidEnd = this.ended.event;
  private readonly runs = new Set<Run>();
  private known: LiveState = NOTHING;
  private tried = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly deps: SyncingDeps) {
    this.parts.add(deps.session.onDidChange(() => void this.look()));
    this.parts.add({ dispose: () => clearInterval(this.timer) });
    this.parts.add({ dispose: () => this.stop() });
  }

  /** Until then nothing is looked at. */
  start(): void {
    this.timer ??= setInterval(() => void this.refresh(), this.deps.lookEveryMs ?? LOOK_EVERY_MS);
    void this.refresh();
  }

  /** What is connected and how fresh it is, when it was looked at last. */
  get state(): LiveState {
    return this.known;
  }

  /** Of all that this window fetches at present; `undefined`: nothing. */
  get progress(): SyncProgress | undefined {
    return sumOf([...this.runs].flatMap(({ progress }) => progress ?? []));
  }

  get running(): boolean {
    return this.runs.size > 0;
  }

  /** Accounts that are being fetched by this window. */
  get accounts(): readonly string[] {
    return [...this.runs].flatMap(({ accounts }) => accounts);
  }

  /**
   * Fetches what is new of these accounts, or of all; those that are being fetched already are left to who does it. `undefined`: nothing
   * was to be done, or it could not be done, which a person was told.
   */
  async sync(occasion: SyncOccasion, accounts?: readonly string[]): Promise<SyncReport | undefined> {
    const { live } = this.deps.session;
    if (live === undefined) return undefined;
    try {
      const asked = accounts ?? (await live.connections()).map(({ account }) => account);
      const free = asked.filter((account) => !this.accounts.includes(account));
      return free.length === 0 ? undefined : await this.run(live, { sources: SOURCES, accounts: free }, free, occasion);
    } catch (error) {
      this.deps.log.warn(`Sync: ${String(error)}`);
      // By itself it goes on at the next time; nobody waits for it.
      if (occasion !== 'quiet') tellFailure(this.deps.log, error);
      return undefined;
    }
  }

  /** Ends what this window fetches, or what it fetches of these accounts, with what else is fetched along with them; what was fetched stays. */
  stop(accounts?: readonly string[]): void {
    for (const { stop, accounts: fetched } of this.runs)
      if (accounts === undefined || fetched.some((account) => accounts.includes(account))) stop.abort();
  }

  /** Looks again at what is connected. */
  async look(): Promise<void> {
    const { session, log } = this.deps;
    try {
      this.known = await session.liveState();
    } catch (error) {
      if (!EngineError.is(error, 'engine-stopped')) log.warn(`Live accounts: ${String(error)}`);
      return;
    }
    void vscode.commands.executeCommand('setContext', CONTEXTS.connected, this.known.connections.length > 0);
    this.changed.fire();
  }

  dispose(): void {
    this.parts.dispose();
  }

  private async run(live: Live, request: SyncRequest, accounts: readonly string[], occasion: SyncOccasion): Promise<SyncReport> {
    const { session, log } = this.deps;
    const run: Run = { accounts, stop: new AbortController() };
    this.runs.add(run);
    this.tell();
    try {
      const onProgress = (progress: SyncProgress): void => {
        run.progress = progress;
        this.changed.fire();
      };
      const report = await session.sync(live, request, { signal: run.stop.signal, onProgress });
      log.info(
        `Sync of ${accounts.join(', ')}: ${report.events} events, ${report.new} new, ${report.resources} resources, ${report.calls} calls, ` +
          `${report.problems.length} problems, ${report.seconds.toFixed(1)} s${report.cancelled ? ', stopped' : ''}.`,
      );
      this.runs.delete(run);
      await this.look();
      this.ended.fire({ occasion, report });
      return report;
    } finally {
      this.runs.delete(run);
      this.tell();
    }
  }

  private tell(): void {
    void vscode.commands.executeCommand('setContext', CONTEXTS.syncing, this.running);
    this.changed.fire();
  }

  /** Fetches what is due, and shows what another window has fetched. */
  private async refresh(): Promise<void> {
    const before = newest(this.known);
    await this.look();
    const { session } = this.deps;
    if (before > 0 && newest(this.known) > before && !this.running) session.refresh();
    const minutes: unknown = vscode.workspace.getConfiguration().get(SETTINGS.refreshMinutes);
    const every = typeof minutes === 'number' && Number.isFinite(minutes) ? minutes * 60_000 : 0;
    const due = dueAccounts(this.known, every, Date.now(), this.tried);
    if (due.length === 0 || session.live === undefined) return;
    this.tried = Date.now();
    await this.sync('quiet', due);
  }
}

function newest({ coverage, collected }: LiveState): number {
  return [...coverage, ...collected].reduce((most, { at = 0 }) => Math.max(most, at), 0);
}
