import * as vscode from 'vscode';
import type { LoadProgress } from '../engine/api';
import { signalOf } from './failures';
import { COMMANDS } from './ids';
import { numberText } from './text';
import type { Loaded, WindowSession } from './window-session';

/** Rejected files beyond this are counted and not listed. */
const LISTED = 1000;

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

  async load(uris: readonly vscode.Uri[]): Promise<void> {
    const files = uris.filter(({ scheme }) => scheme === 'file');
    if (files.length < uris.length) {
      void vscode.window.showWarningMessage(vscode.l10n.t('Only files and folders of this machine can be loaded.'));
    }
    if (files.length === 0) return;
    const paths = files.map(({ fsPath }) => fsPath);
    const report = await withProgress(vscode.l10n.t('Loading CloudTrail logs'), (progress, signal) =>
      this.session.load(paths, { signal, onProgress: progress }),
    );
    this.tell(report);
  }

  private async makeSample(): Promise<void> {
    const report = await withProgress(vscode.l10n.t('Making the sample investigation'), (onLoading, signal) =>
      this.session.openSample({ signal, onLoading }),
    );
    if (report !== undefined) this.log.info(`Sample investigation: ${report.events} events in ${report.seconds.toFixed(1)} s.`);
  }

  private tell(report: Loaded): void {
    const { rejected, cancelled, dropped } = report;
    if (dropped !== undefined) tellDropped(dropped.events ?? 0);
    const counts = vscode.l10n.t('{0} new events, {1} duplicates.', numberText(report.new), numberText(report.duplicates));
    const message = cancelled ? vscode.l10n.t('Loading was cancelled. What had been read is kept: {0}', counts) : counts;
    this.log.info(`Loaded ${report.files} files: ${report.events} events, ${report.new} new, ${report.duplicates} duplicates.`);
    if (rejected.length === 0) {
      void vscode.window.showInformationMessage(message);
      return;
    }
    for (const { file, record, reason } of rejected.slice(0, LISTED)) {
      this.log.warn(`Not read: ${file}${record === undefined ? '' : `, record ${record}`}: ${reason}`);
    }
    if (rejected.length > LISTED) this.log.warn(`… and ${rejected.length - LISTED} more.`);
    const showDetails = vscode.l10n.t('Show Details');
    const problem = vscode.l10n.t('{0} files or records could not be read; the rest is loaded.', numberText(rejected.length));
    void vscode.window.showWarningMessage(`${message} ${problem}`, showDetails).then((choice) => {
      if (choice === showDetails) this.log.show();
    });
  }
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
    return work((at) => {
      const now = at === undefined || at.bytesTotal === 0 ? 0 : (100 * at.bytesDone) / at.bytesTotal;
      progress.report({ message: progressText(at), increment: Math.max(0, now - percent) });
      percent = Math.max(percent, now);
    }, signalOf(token));
  });
}

function progressText(at: LoadProgress | undefined): string {
  if (at === undefined) return vscode.l10n.t('loading');
  return vscode.l10n.t('{0} of {1} files, {2} events', numberText(at.filesDone), numberText(at.filesTotal), numberText(at.events));
}
