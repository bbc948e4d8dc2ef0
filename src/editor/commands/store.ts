import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { resolveRange, type TimeRange, type TimeWindow } from '../../domain/time';
import { EngineError, type StoreStatus } from '../../engine/api';
import { signalOf } from '../failures';
import { COMMANDS } from '../ids';
import { withoutLinks } from '../markdown';
import { bytesText, dayText, numberText, rangeText } from '../text';
import { watchedFolders } from '../watched-folders';
import { tellExported } from '../exported';
import { hasData } from './data';
import type { CommandDeps, Handler } from './deps';

type Deps = Pick<CommandDeps, 'session' | 'filter' | 'loading' | 'log'>;

/** Commands about what the store keeps. */
export function storeCommands(deps: Deps) {
  return {
    [COMMANDS.exportEvents]: async () => {
      if (await hasData(deps)) await exportEvents(deps, deps.filter.state.range);
    },
    [COMMANDS.clearStore]: () => clearStore(deps),
  } satisfies Record<string, Handler>;
}

async function clearStore({ session, log }: Deps): Promise<void> {
  if (session.kind === 'sample') {
    const close = vscode.l10n.t('Close the Sample Investigation');
    const message = vscode.l10n.t('The sample investigation is removed by closing it.');
    if ((await vscode.window.showInformationMessage(message, close)) === close) await session.closeSample();
    return;
  }
  const status = await legibleStatus(session);
  if (status?.events === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The store is empty.'));
    return;
  }
  const message =
    status === undefined
      ? vscode.l10n.t('Clear the store? What it holds could not be read.')
      : vscode.l10n.t('Clear the store of its {0} events?', numberText(status.events));
  const detail = [
    vscode.l10n.t('They are gone for every window. The log files themselves stay untouched: you can load them again.'),
    ...(watchedFolders().length > 0 ? [vscode.l10n.t('Watched folders bring only what is new from now on.')] : []),
  ].join(' ');
  const clear = vscode.l10n.t('Clear');
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, clear)) !== clear) return;
  // A load in another window is waited for, which may take long.
  const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Clearing the store'), cancellable: true };
  const dropped = await vscode.window.withProgress(options, (_, token) => session.clear(signalOf(token)));
  log.info(`Store cleared: ${dropped.events ?? 'an unknown number of'} events, ${dropped.bytes} bytes.`);
}

/** `undefined`: the store is damaged, which is a reason to clear it. */
async function legibleStatus(session: Deps['session']): Promise<StoreStatus | undefined> {
  try {
    return await session.status();
  } catch (error) {
    if (EngineError.is(error, 'store')) return undefined;
    throw error;
  }
}

async function exportEvents(deps: Deps, range: TimeRange): Promise<void> {
  const { session } = deps;
  const window = resolveRange(range, session.now());
  const span = common(window, await session.status());
  if (span === undefined) {
    const allTime = vscode.l10n.t('Export All Time');
    const message = vscode.l10n.t('There are no events to export in the time range: {0}.', rangeText(range));
    if ((await vscode.window.showInformationMessage(message, allTime)) === allTime) await exportEvents(deps, { kind: 'all' });
    return;
  }
  const target = await askTarget(range, span);
  if (target === undefined) return;
  if (target.scheme !== 'file') {
    void vscode.window.showWarningMessage(vscode.l10n.t('Events can be exported to files of this machine only.'));
    return;
  }
  const title = vscode.l10n.t('Exporting events: {0}', rangeText(range));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const report = await vscode.window.withProgress(options, (progress, token) => {
    let percent = 0;
    const onProgress = ({ events, eventsTotal }: { readonly events: number; readonly eventsTotal: number }): void => {
      const now = eventsTotal === 0 ? 100 : (100 * events) / eventsTotal;
      const message = vscode.l10n.t('{0} of {1} events', numberText(events), numberText(eventsTotal));
      progress.report({ message, increment: now - percent });
      percent = now;
    };
    return session.engine.export(target.fsPath, { window }, { signal: signalOf(token), onProgress });
  });
  await tellExported(
    target,
    vscode.l10n.t('{0} events exported ({1}): {2}', numberText(report.events), bytesText(report.bytes), withoutLinks(target.fsPath)),
  );
}

/** Where the window and the events overlap, both ends included; `undefined` where they don't. */
function common({ from, to }: TimeWindow, status: StoreStatus): { readonly from: number; readonly to: number } | undefined {
  if (status.from === undefined || status.to === undefined) return undefined;
  const span = { from: Math.max(from ?? -Infinity, status.from), to: Math.min(to === undefined ? Infinity : to - 1, status.to) };
  return span.from <= span.to ? span : undefined;
}

/** The name chosen says the form: lines or a log file, compressed or not. */
function askTarget(range: TimeRange, { from, to }: { readonly from: number; readonly to: number }): Thenable<vscode.Uri | undefined> {
  const days = dayText(from) === dayText(to) ? dayText(from) : `${dayText(from)}-to-${dayText(to)}`;
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? homedir();
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Events: {0}', rangeText(range)),
    saveLabel: vscode.l10n.t('Export'),
    defaultUri: vscode.Uri.file(join(folder, `cloudtrail-${days}.json.gz`)),
    filters: {
      [vscode.l10n.t('CloudTrail log, compressed')]: ['json.gz'],
      [vscode.l10n.t('CloudTrail log')]: ['json'],
      [vscode.l10n.t('One event per line, compressed')]: ['ndjson.gz'],
      [vscode.l10n.t('One event per line')]: ['ndjson'],
    },
  });
}
