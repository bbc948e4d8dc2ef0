import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { LoadProgress } from '../engine/api';
import { signalOf, tellFailure } from './failures';
import { COMMANDS } from './ids';
import { withoutLinks } from './markdown';
import { Pace, type Speed } from './pace';
import { logRejected, showDetails } from './rejected';
import { durationText, numberText } from './text';
import { isWatched, watchFolders } from './watched-folders';
import type { Loaded, WindowSession } from './window-session';

/** Loading as a person sees it: a progress that can be cancelled, then what came of it. */
export class Loading {
  private makingSample: Promise<void> | undefined;

  constructor(
    private readonly session: WindowSession,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Makes and opens the sample investigation; asked again meanwhile, it is the same one. */
  openSample(): Promise<void> {
    this.makingSample ??= this.makeSample().finally(() => (this.makingSample = undefined));
    return this.makingSample;
  }

  /** Asks for files or a folder, and loads them. */
  async openLogs(): Promise<void> {
    const kind = await askKind();
    if (kind === undefined) return;
    const uris = await vscode.window.showOpenDialog({
      canSelectFiles: kind === 'files',
      canSelectFolders: kind === 'folder',
      canSelectMany: true,
      title: vscode.l10n.t('Open CloudTrail Log Files'),
      openLabel: vscode.l10n.t('Load'),
      filters: { [vscode.l10n.t('CloudTrail logs')]: ['json', 'gz'], [vscode.l10n.t('All files')]: ['*'] },
    });
    if (uris !== undefined) await this.load(uris);
  }

  /** Asks for a folder, loads it, and keeps it watched from then on. */
  async watchFolder(): Promise<void> {
    const uris = await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      title: vscode.l10n.t('Watch a Folder of CloudTrail Logs'),
      openLabel: vscode.l10n.t('Watch'),
    });
    if (uris !== undefined) await this.load(uris, { watch: true });
  }

  /** @param options `watch`: keeps the folders watched, unless loading them is cancelled */
  async load(uris: readonly vscode.Uri[], { watch = false } = {}): Promise<void> {
    const files = uris.filter(({ scheme }) => scheme === 'file');
    if (files.length < uris.length) {
      void vscode.window.showWarningMessage(vscode.l10n.t('Only files and folders of this machine can be loaded.'));
    }
    if (files.length === 0) return;
    const paths = files.map(({ fsPath }) => fsPath);
    const report = await withProgress(vscode.l10n.t('Loading CloudTrail logs'), (progress, signal) =>
      this.session.load(paths, { signal, onProgress: progress }),
    );
    const folders = vscode.workspace.isTrusted && !report.cancelled ? await foldersOf(paths) : [];
    if (watch && folders.length > 0) await watchFolders(folders);
    this.tell(report, { watched: watch ? folders : [], watchable: folders.filter((folder) => !isWatched(folder)) });
  }

  private async makeSample(): Promise<void> {
    const report = await withProgress(vscode.l10n.t('Making the sample investigation'), (onLoading, signal) =>
      this.session.openSample({ signal, onLoading }),
    );
    if (report !== undefined) this.log.info(`Sample investigation: ${report.events} events in ${report.seconds.toFixed(1)} s.`);
  }

  private tell(report: Loaded, { watched, watchable }: Folders): void {
    const { log } = this;
    const { rejected, cancelled, dropped } = report;
    if (dropped !== undefined) tellDropped(dropped.events ?? 0);
    const counts = vscode.l10n.t('{0} new events, {1} duplicates.', numberText(report.new), numberText(report.duplicates));
    const parts = [cancelled ? vscode.l10n.t('Cancelled. Kept: {0}', counts) : counts];
    log.info(`Loaded ${report.files} files: ${report.events} events, ${report.new} new, ${report.duplicates} duplicates.`);
    for (const folder of watched) parts.push(vscode.l10n.t('New log files in {0} will be loaded by themselves.', withoutLinks(folder)));
    const details = showDetails();
    const keepWatched = vscode.l10n.t('Watch for New Files');
    const buttons = watchable.length > 0 ? [keepWatched] : [];
    let choice: Thenable<string | undefined>;
    if (rejected.length === 0) choice = vscode.window.showInformationMessage(parts.join(' '), ...buttons);
    else {
      logRejected(log, rejected);
      parts.push(vscode.l10n.t('{0} files or records could not be read; the rest is loaded.', numberText(rejected.length)));
      choice = vscode.window.showWarningMessage(parts.join(' '), details, ...buttons);
    }
    void choice
      .then(async (chosen) => {
        if (chosen === details) log.show();
        if (chosen === keepWatched) await watchFolders(watchable);
      })
      .then(undefined, (error: unknown) => tellFailure(log, error));
  }
}

/** What was loaded: folders that are watched from now on, and those that may be. */
interface Folders {
  readonly watched: readonly string[];
  readonly watchable: readonly string[];
}

async function foldersOf(paths: readonly string[]): Promise<readonly string[]> {
  const folders = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        (info) => (info.isDirectory() ? [path] : []),
        () => [],
      ),
    ),
  );
  return folders.flat();
}

/** Logs older than the limits are gone as soon as they are loaded: who loads them must hear why. */
function tellDropped(events: number): void {
  const openSettings = vscode.l10n.t('Open Settings');
  const message = vscode.l10n.t('{0} events past the retention settings were dropped from the store.', numberText(events));
  void vscode.window.showInformationMessage(message, openSettings).then((choice) => {
    if (choice === openSettings) void vscode.commands.executeCommand(COMMANDS.openSettings);
  });
}

/** Windows and Linux have no dialog that takes both. */
async function askKind(): Promise<'files' | 'folder' | undefined> {
  const choices = [
    { label: vscode.l10n.t('A Folder of Logs…'), description: vscode.l10n.t('with all its subfolders'), what: 'folder' as const },
    { label: vscode.l10n.t('Log Files…'), description: '.json, .json.gz', what: 'files' as const },
  ];
  return (await vscode.window.showQuickPick(choices, { placeHolder: vscode.l10n.t('What to load into Nephoscope') }))?.what;
}

function withProgress<T>(title: string, work: (progress: (at?: LoadProgress) => void, signal: AbortSignal) => Promise<T>): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    let percent = 0;
    const pace = new Pace();
    return work((at) => {
      const now = at === undefined || at.bytesTotal === 0 ? 0 : (100 * at.bytesDone) / at.bytesTotal;
      progress.report({
        message: at === undefined ? vscode.l10n.t('loading') : progressText(at, pace.follow(at, performance.now())),
        increment: Math.max(0, now - percent),
      });
      percent = Math.max(percent, now);
    }, signalOf(token));
  });
}

/** `12 of 34 files, 5,678 events · 65,000 events/s · 28 sec left` */
function progressText(at: LoadProgress, speed: Speed | undefined): string {
  const done = vscode.l10n.t('{0} of {1} files, {2} events', numberText(at.filesDone), numberText(at.filesTotal), numberText(at.events));
  if (speed === undefined) return done;
  const { eventsPerSecond, secondsLeft } = speed;
  const rate = vscode.l10n.t('{0} events/s', numberText(Number(eventsPerSecond.toPrecision(2))));
  return [done, rate, ...(secondsLeft === undefined ? [] : [vscode.l10n.t('{0} left', durationText(secondsLeft))])].join(' · ');
}
