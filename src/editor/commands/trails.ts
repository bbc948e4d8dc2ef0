import * as vscode from 'vscode';
import type { PrefixReport, ValidateReport } from '../../engine/api';
import { signalOf } from '../failures';
import { COMMANDS } from '../ids';
import { withAccounts } from '../live/accounts';
import { reasonText } from '../live/problem-text';
import { visible, withoutLinks } from '../markdown';
import { showDetails } from '../rejected';
import { numberText } from '../text';
import type { CommandDeps, Handler } from './deps';

type Deps = Pick<CommandDeps, 'session' | 'connecting' | 'syncing' | 'log'>;

const DAY_MS = 86_400_000;
/** Faults beyond this are counted and not listed. */
const LISTED = 1000;

/** Commands about log files that lie in S3. */
export function trailCommands(deps: Deps) {
  const { session, log } = deps;
  return {
    [COMMANDS.loadPrefix]: () =>
      withAccounts(deps, async (live, choose) => {
        const url = await askUrl();
        const [account] = url === undefined ? [] : await choose(vscode.l10n.t('Load Logs from S3'), { many: false });
        if (url === undefined || account === undefined) return;
        const title = vscode.l10n.t('Loading CloudTrail logs');
        const report = await vscode.window.withProgress(cancellable(title), (progress, token) =>
          session.loadPrefix(
            live,
            { account, url },
            {
              signal: signalOf(token),
              onProgress: ({ objects, events }) =>
                progress.report({ message: vscode.l10n.t('{0} files, {1} events', numberText(objects), numberText(events)) }),
            },
          ),
        );
        tellLoaded(log, url, report);
      }),
    [COMMANDS.validateTrail]: () =>
      withAccounts(deps, async (live, choose) => {
        const [account] = await choose(vscode.l10n.t('Validate Logs of a Trail'), { many: false });
        const days = account === undefined ? undefined : await askDays();
        if (account === undefined || days === undefined) return;
        const to = session.now();
        const report = await vscode.window.withProgress(cancellable(vscode.l10n.t('Validating the logs of the trail')), (progress, token) =>
          live.validate(
            { account, from: to - days * DAY_MS, to },
            {
              signal: signalOf(token),
              onProgress: ({ digests, files }) =>
                progress.report({ message: vscode.l10n.t('{0} digests, {1} files', numberText(digests), numberText(files)) }),
            },
          ),
        );
        tellValidated(log, account, report);
      }),
  } satisfies Record<string, Handler>;
}

function cancellable(title: string): vscode.ProgressOptions {
  return { location: vscode.ProgressLocation.Notification, title, cancellable: true };
}

async function askUrl(): Promise<string | undefined> {
  const url = await vscode.window.showInputBox({
    title: vscode.l10n.t('Load Logs from S3'),
    prompt: vscode.l10n.t('Bucket and prefix of CloudTrail logs; all files below it are loaded'),
    placeHolder: 's3://my-trail-bucket/AWSLogs/111111111111/CloudTrail/us-east-2/2026/11/',
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/.*)?$/.test(text.trim())
        ? undefined
        : vscode.l10n.t('An address such as s3://bucket/prefix.'),
  });
  return url?.trim();
}

async function askDays(): Promise<number | undefined> {
  const choices = [
    { label: vscode.l10n.t('past 24 hours'), days: 1 },
    { label: vscode.l10n.t('past 7 days'), days: 7 },
    { label: vscode.l10n.t('past 30 days'), days: 30 },
  ];
  const placeHolder = vscode.l10n.t('Log files delivered in this time are held against the digests that CloudTrail signed');
  return (await vscode.window.showQuickPick(choices, { title: vscode.l10n.t('Validate Logs of a Trail'), placeHolder }))?.days;
}

function tellLoaded(log: vscode.LogOutputChannel, url: string, report: PrefixReport): void {
  const { problems, cancelled } = report;
  log.info(`Loaded ${visible(url)}: ${report.objects} files, ${report.events} events, ${report.new} new, ${report.duplicates} duplicates.`);
  for (const { operation, message } of problems) log.warn(`Not read: ${operation ?? ''} ${visible(message)}`);
  const counts = vscode.l10n.t('{0} new events, {1} duplicates.', numberText(report.new), numberText(report.duplicates));
  const text = cancelled ? vscode.l10n.t('Cancelled. Kept: {0}', counts) : counts;
  const [first] = problems;
  if (first === undefined) void vscode.window.showInformationMessage(text);
  else offerDetails(log, `${text} ${vscode.l10n.t('Not all could be read: {0}.', withoutLinks(reasonText(first, vscode.l10n.t)))}`);
}

function tellValidated(log: vscode.LogOutputChannel, account: string, { digests, valid, faults, cancelled }: ValidateReport): void {
  log.info(`Validated the trail of ${account}: ${digests} digests, ${valid} files as delivered, ${faults.length} faults.`);
  for (const { file, fault, reason } of faults.slice(0, LISTED)) log.warn(`${fault}: ${visible(file)}: ${visible(reason)}`);
  if (faults.length > LISTED) log.warn(`… and ${faults.length - LISTED} more.`);
  const checked = vscode.l10n.t(
    '{0} log files are as CloudTrail delivered them, by {1} signed digests.',
    numberText(valid),
    numberText(digests),
  );
  const text = cancelled ? vscode.l10n.t('Cancelled. So far: {0}', checked) : checked;
  if (faults.length > 0) {
    const message = vscode.l10n.t('{0} log files or digests are not: changed, missing or unsigned.', numberText(faults.length));
    offerDetails(log, `${message} ${text}`);
  } else if (digests === 0)
    void vscode.window.showWarningMessage(vscode.l10n.t('There are no digests in this time: nothing can be said of the log files.'));
  else void vscode.window.showInformationMessage(text);
}

function offerDetails(log: vscode.LogOutputChannel, message: string): void {
  void vscode.window.showWarningMessage(message, showDetails()).then((choice) => {
    if (choice === showDetails()) log.show();
  });
}
