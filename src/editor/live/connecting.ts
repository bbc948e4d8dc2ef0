import * as vscode from 'vscode';
import { EngineError, type ConnectReport, type ConnectRequest, type Live } from '../../engine/api';
import { signalOf } from '../failures';
import { COMMANDS } from '../ids';
import { visible, withoutLinks } from '../markdown';
import { showDetails } from '../rejected';
import { numberText } from '../text';
import type { WindowSession } from '../window-session';
import { askWanted, type Wanted } from './ask-profiles';
import { openPage } from './links';
import { keyOf, needsOf, type Need } from './needs';
import { accountText, reasonText } from './problem-text';
import type { SignIns } from './sign-in';
import type { Syncing } from './syncing';

export interface ConnectingDeps {
  readonly session: Pick<WindowSession, 'kind' | 'live' | 'closeSample' | 'refresh'>;
  readonly syncing: Pick<Syncing, 'sync' | 'look'>;
  readonly signIns: SignIns;
  readonly log: vscode.LogOutputChannel;
}

/** Connecting accounts as a person meets it: which, then what came of it, and what is still needed of them. */
export class Connecting {
  constructor(private readonly deps: ConnectingDeps) {}

  async connect(): Promise<void> {
    if (!(await this.leaveSample())) return;
    const live = this.deps.session.live;
    if (live === undefined) return tellUntrusted();
    const [{ profiles, problems }, connections] = await Promise.all([live.profiles(), live.connections()]);
    for (const problem of problems) this.deps.log.warn(`AWS configuration: ${problem}`);
    if (problems.length > 0) this.tellFiles(problems);
    if (profiles.length === 0 && problems.length === 0) return tellNoProfile();
    if (profiles.length === 0) return;
    const wanted = await askWanted(profiles, connections);
    if (wanted !== undefined) await this.request(requestsOf(wanted));
  }

  /** Asks for the code and connects with it; the code is used for this and kept nowhere. `false`: nobody gave one, or it was refused. */
  async giveCode({ profile, mfaCode: refused, ...request }: ConnectRequest): Promise<boolean> {
    const mfaCode = await vscode.window.showInputBox({
      title: vscode.l10n.t('MFA Code'),
      prompt:
        refused === undefined
          ? vscode.l10n.t('Code of the MFA device for profile {0}', profile)
          : vscode.l10n.t('That code was not taken for profile {0}: wait for the next one', profile),
      placeHolder: '123456',
      password: false, // a code is of use once, and people compare what they type
      ignoreFocusOut: true,
      validateInput: (text) => (/^\d{6}$/.test(text.trim()) ? undefined : vscode.l10n.t('Six digits.')),
    });
    if (mfaCode === undefined) return false;
    return this.request([{ profile, ...request, mfaCode: mfaCode.trim() }]);
  }

  /** Connects, tells what came of it, fetches what is there. `false`: none could be connected. */
  private async request(requests: readonly ConnectRequest[]): Promise<boolean> {
    const { session, syncing } = this.deps;
    const { live } = session;
    if (live === undefined) return false;
    const report = await this.ask(live, requests);
    if (report === undefined) return false;
    const { connected, failed } = report;
    await syncing.look();
    if (connected.length > 0) {
      session.refresh();
      this.tellConnected(report);
      void syncing.sync(
        'first',
        connected.map(({ account }) => account),
      );
    }
    for (const need of needsOf(failed)) {
      const waits = failed.filter((one) => needsOf([one]).some((its) => keyOf(its) === keyOf(need))).map(({ profile }) => profile);
      await this.meet(
        need,
        requests.filter(({ profile }) => waits.includes(profile)),
      );
    }
    const others = failed.filter((one) => needsOf([one]).length === 0);
    if (others.length > 0) this.tellFailed(others);
    return connected.length > 0;
  }

  private async ask(live: Live, requests: readonly ConnectRequest[]): Promise<ConnectReport | undefined> {
    const count = requests.reduce((sum, { accounts }) => sum + (accounts?.length ?? 1), 0);
    const title = count === 1 ? vscode.l10n.t('Connecting an account') : vscode.l10n.t('Connecting {0} accounts', numberText(count));
    try {
      return await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (_, token) =>
        live.connect(requests, { signal: signalOf(token) }),
      );
    } catch (error) {
      if (EngineError.is(error, 'cancelled')) return undefined;
      throw error;
    }
  }

  /** A code is asked for at once, a sign-in is waited for; then it goes on by itself. */
  private async meet(need: Need, requests: readonly ConnectRequest[]): Promise<void> {
    if (need.kind === 'sign-in') await this.deps.signIns.need(need, () => this.request(requests));
    else for (const request of requests) await this.giveCode(request);
  }

  /** The sample's window has no accounts of its own: asks before it turns to the user's data. */
  private async leaveSample(): Promise<boolean> {
    const { session } = this.deps;
    if (session.kind === 'own') return true;
    const close = vscode.l10n.t('Close the Sample and Connect');
    const message = vscode.l10n.t('This window shows the sample investigation. To connect an account it turns to your own data.');
    const detail = vscode.l10n.t('The sample can be made again at any time.');
    if ((await vscode.window.showInformationMessage(message, { modal: true, detail }, close)) !== close) return false;
    await session.closeSample();
    return true;
  }

  private tellConnected({ connected }: ConnectReport): void {
    const status = vscode.l10n.t('Show Sync Status');
    const [only] = connected;
    const what =
      connected.length === 1 && only !== undefined
        ? vscode.l10n.t('Connected {0}.', withoutLinks(accountText(only)))
        : vscode.l10n.t('Connected {0} accounts.', numberText(connected.length));
    const message = `${what} ${vscode.l10n.t('Events and resources are being fetched, the newest first.')}`;
    void vscode.window.showInformationMessage(message, status).then((choice) => {
      if (choice === status) void vscode.commands.executeCommand(COMMANDS.showSyncStatus);
    });
  }

  /** One message for all that failed; each one with its reason in the log. */
  private tellFailed(failed: ConnectReport['failed']): void {
    const { log } = this.deps;
    const lines = failed.map(({ profile, account, problem }) => {
      const who = account ?? (profile === '' ? vscode.l10n.t('Environment of the Editor') : visible(profile));
      const call = problem.operation === undefined ? '' : ` (${problem.operation})`;
      log.warn(`Not connected: ${visible(account ?? profile)}${call}: ${visible(problem.message)}`);
      return `${who}: ${reasonText(problem, vscode.l10n.t)}${call}`;
    });
    const [first = ''] = lines;
    const message =
      failed.length === 1
        ? vscode.l10n.t('Not connected: {0}.', withoutLinks(first))
        : vscode.l10n.t('{0} accounts could not be connected. The first: {1}.', numberText(failed.length), withoutLinks(first));
    this.offerLog(vscode.window.showWarningMessage(message, showDetails()));
  }

  private tellFiles(problems: readonly string[]): void {
    const [first = ''] = problems;
    const message = vscode.l10n.t('A file of your AWS configuration could not be read: {0}', withoutLinks(first));
    this.offerLog(vscode.window.showWarningMessage(message, showDetails()));
  }

  private offerLog(choice: Thenable<string | undefined>): void {
    void choice.then((chosen) => {
      if (chosen === showDetails()) this.deps.log.show();
    });
  }
}

function requestsOf(wanted: Wanted): readonly ConnectRequest[] {
  if (wanted.kind === 'profiles') return wanted.profiles.map(({ name }) => ({ profile: name }));
  return [{ profile: wanted.profile.name, role: wanted.role, accounts: wanted.accounts }];
}

/** Also where a command is called that the palette leaves out. */
export async function tellUntrusted(): Promise<void> {
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const message = vscode.l10n.t('No AWS account is asked from a workspace that isn’t trusted.');
  const choice = await vscode.window.showInformationMessage(message, manage);
  if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}

async function tellNoProfile(): Promise<void> {
  const documentation = vscode.l10n.t('Open Documentation');
  const message = vscode.l10n.t(
    'There is no profile on this machine yet, neither in ~/.aws/config nor in the environment. `aws configure sso` makes one; then connect again.',
  );
  if ((await vscode.window.showInformationMessage(message, documentation)) === documentation) await openPage('profiles');
}
