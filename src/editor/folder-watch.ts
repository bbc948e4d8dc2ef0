import * as vscode from 'vscode';
import { EngineError, type Rejected } from '../engine/api';
import { DisposableStore } from './disposables';
import { tellFailure } from './failures';
import { CONTEXTS, SETTINGS } from './ids';
import { logRejected, showDetails } from './rejected';
import { Settled, type SettledTimes } from './settled';
import { numberText } from './text';
import { watchedFolders } from './watched-folders';
import type { Loaded, WindowSession } from './window-session';

export interface FolderWatchDeps {
  readonly session: Pick<WindowSession, 'kind' | 'loadNew' | 'onDidChange'>;
  readonly log: vscode.LogOutputChannel;
  readonly times?: SettledTimes;
}

/** What the status bar shows of it. */
export interface WatchState {
  readonly folders: readonly string[];
  /** New events are on their way into the store. */
  readonly loading: boolean;
  readonly onDidChange: vscode.Event<void>;
}

const TIMES: SettledTimes = { quiet: 1_500, most: 15_000, poll: 5 * 60_000 };
/** Beyond this the list of what was named is begun anew. */
const MOST_NAMED = 10_000;

/**
 * Loads what is new below the watched folders, quietly. The editor's own watcher tells when to look: unlike Node's it is recursive on all
 * systems, watches a folder once for all windows, and in a process of its own. It only ever tells when: what is new is what the engine
 * has not read yet, and it is looked for from time to time in any case, since drives on the network tell nothing and systems run out of watches.
 */
export class FolderWatch implements WatchState, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions = new DisposableStore();
  private readonly named = new Set<string>();
  private watching: { readonly folders: readonly string[]; readonly parts: DisposableStore; readonly stop: AbortController } | undefined;
  private busy = false;
  private started = false;

  constructor(private readonly deps: FolderWatchDeps) {
    this.subscriptions.add(this.changed);
    this.subscriptions.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.watchedFolders)) this.changeFolders();
      }),
    );
    this.subscriptions.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.changeFolders()));
    this.changeFolders();
  }

  /** Until then nothing is looked for. */
  start(): void {
    this.started = true;
    this.begin();
  }

  get folders(): readonly string[] {
    return this.watching?.folders ?? [];
  }

  get loading(): boolean {
    return this.busy;
  }

  dispose(): void {
    this.end();
    this.subscriptions.dispose();
  }

  /** Watches the folders of the settings, and no others any more. */
  private begin(): void {
    this.end();
    const folders = watchedFolders();
    if (folders.length > 0) {
      const parts = new DisposableStore();
      const stop = new AbortController();
      this.watching = { folders, parts, stop };
      const settled = parts.add(new Settled(this.deps.times ?? TIMES, () => this.look(folders, stop.signal)));
      for (const folder of folders) {
        // All of it and not the names of logs: a folder that is moved in is told as itself on some systems.
        const watcher = parts.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), '**')));
        parts.add(watcher.onDidCreate(() => settled.ask()));
        parts.add(watcher.onDidChange(() => settled.ask()));
      }
      // The sample's window doesn't look; back with the user's own data it catches up.
      let { kind } = this.deps.session;
      parts.add(
        this.deps.session.onDidChange(() => {
          const back = kind === 'sample' && this.deps.session.kind === 'own';
          ({ kind } = this.deps.session);
          if (back) settled.ask();
        }),
      );
      settled.ask(); // what came while no window was open
    }
    this.changed.fire();
  }

  private changeFolders(): void {
    void vscode.commands.executeCommand('setContext', CONTEXTS.watching, watchedFolders().length > 0);
    if (this.started) this.begin();
  }

  private end(): void {
    this.watching?.stop.abort();
    this.watching?.parts.dispose();
    this.watching = undefined;
  }

  private async look(folders: readonly string[], signal: AbortSignal): Promise<void> {
    const { session, log } = this.deps;
    if (session.kind === 'sample') return;
    try {
      this.tell(await session.loadNew(folders, { signal, onProgress: () => this.setBusy(!signal.aborted) }));
    } catch (error) {
      // The engine is started anew by the next look.
      if (EngineError.is(error, 'cancelled') || EngineError.is(error, 'engine-stopped')) log.info('Watched folders: not loaded this time.');
      else if (this.isNew(String(error))) tellFailure(log, error);
    } finally {
      this.setBusy(false);
    }
  }

  private setBusy(busy: boolean): void {
    if (busy === this.busy) return;
    this.busy = busy;
    this.changed.fire();
  }

  private tell(report: Loaded): void {
    const { log } = this.deps;
    if (report.files > 0)
      log.info(`Watched folders: ${report.files} files read, ${report.new} new events, ${report.duplicates} duplicates.`);
    const rejected = report.rejected.filter((part) => this.isNew(nameOf(part)));
    if (rejected.length === 0) return;
    logRejected(log, rejected);
    const message = vscode.l10n.t('{0} files, folders or records of watched folders could not be read.', numberText(rejected.length));
    void vscode.window.showWarningMessage(message, showDetails()).then((choice) => {
      if (choice === showDetails()) log.show();
    });
  }

  /** Whether this was not named before: a drive that is away is away at every look. */
  private isNew(name: string): boolean {
    if (this.named.has(name)) return false;
    if (this.named.size >= MOST_NAMED) this.named.clear();
    this.named.add(name);
    return true;
  }
}

function nameOf({ file, record, reason }: Rejected): string {
  return JSON.stringify([file, record, reason]);
}
