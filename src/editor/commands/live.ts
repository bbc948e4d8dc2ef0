import * as vscode from 'vscode';
import type { Connection } from '../../domain/live';
import { regionLabel } from '../../domain/regions';
import type { Live } from '../../engine/api';
import { liveStatusUri } from '../documents/addresses';
import { COMMANDS } from '../ids';
import { withAccounts } from '../live/accounts';
import type { Syncing } from '../live/syncing';
import { withoutIcons, withoutLinks } from '../markdown';
import type { AnyNode } from '../tree/nodes';
import { nodeOf } from './arguments';
import type { CommandDeps, Handler } from './deps';

type Deps = Pick<CommandDeps, 'session' | 'connecting' | 'syncing'>;

/** Commands about live accounts. */
export function liveCommands(deps: Deps) {
  const { session, connecting, syncing } = deps;
  return {
    [COMMANDS.connectAccount]: () => connecting.connect(),
    [COMMANDS.syncNow]: () =>
      withAccounts(deps, async () => {
        await sync(syncing);
      }),
    [COMMANDS.syncAccount]: (argument) =>
      withAccounts(deps, async (_, choose) => {
        const accounts = await choose(vscode.l10n.t('Sync Account'), givenBy(argument));
        if (accounts.length > 0) await sync(syncing, accounts);
      }),
    [COMMANDS.stopSyncing]: () => syncing.stop(),
    [COMMANDS.chooseAccountRegions]: (argument) =>
      withAccounts(deps, async (live, choose, connections) => {
        const [account] = await choose(vscode.l10n.t('Choose Regions of an Account'), { ...givenBy(argument), many: false });
        const connection = connections.find((one) => one.account === account);
        if (connection === undefined || !(await chooseRegions(live, connection))) return;
        session.refresh();
        await syncing.sync('asked', [connection.account]);
      }),
    [COMMANDS.disconnectAccount]: (argument) =>
      withAccounts(deps, async (live, choose) => {
        const accounts = await choose(vscode.l10n.t('Disconnect Account'), givenBy(argument));
        if (accounts.length === 0 || !(await confirmDisconnect(accounts))) return;
        syncing.stop(accounts);
        for (const account of accounts) await live.disconnect(account);
        session.refresh();
      }),
    [COMMANDS.showSyncStatus]: async () => {
      const document = await vscode.workspace.openTextDocument(liveStatusUri());
      await vscode.window.showTextDocument(document, { preview: true });
    },
  } satisfies Record<string, Handler>;
}

/** Fetches what is new; says so where it is on its way already. */
async function sync(syncing: Syncing, accounts?: readonly string[]): Promise<void> {
  const before = syncing.running;
  if ((await syncing.sync('asked', accounts)) !== undefined || !before) return;
  const stop = vscode.l10n.t('Stop Syncing');
  const message = vscode.l10n.t('This is being fetched already. The status bar tells how far it is.');
  if ((await vscode.window.showInformationMessage(message, stop)) === stop) syncing.stop();
}

/** The account of the row that a command was called on. */
function givenBy(argument: unknown): { readonly given?: string } {
  const account = accountOf(nodeOf(argument, undefined));
  return account === undefined ? {} : { given: account };
}

function accountOf(node: AnyNode | undefined): string | undefined {
  return node !== undefined && 'account' in node && typeof node.account === 'string' ? node.account : undefined;
}

type RegionItem = vscode.QuickPickItem & { readonly code?: string };

/** Which regions of an account are asked. Those that are not opted in are shown so: nothing runs in them. `false`: nothing was chosen. */
async function chooseRegions(live: Live, { account, regions }: Connection): Promise<boolean> {
  const items = regions.map(({ region, optIn }): RegionItem => {
    const label = withoutIcons(regionLabel(region));
    return optIn === 'not-opted-in' ? { label, description: vscode.l10n.t('not opted in: never asked') } : { label, code: region };
  });
  const open = items.filter(({ code }) => code !== undefined);
  const inUse = regions.filter(({ chosen }) => chosen).map(({ region }) => region);
  const codes = await pickRegions(vscode.l10n.t('Regions of {0}', account), items, inUse);
  if (codes.length === 0) return false;
  await (codes.length === open.length ? live.chooseRegions(account) : live.chooseRegions(account, codes));
  return true;
}

function pickRegions(title: string, items: readonly RegionItem[], picked: readonly string[]): Promise<readonly string[]> {
  const pick = vscode.window.createQuickPick<RegionItem>();
  pick.title = title;
  pick.placeholder = vscode.l10n.t('Events and resources of these regions are fetched; what is there of others stays');
  pick.canSelectMany = true;
  pick.items = items;
  pick.selectedItems = items.filter(({ code }) => code !== undefined && picked.includes(code));
  return new Promise((resolve) => {
    // One without a code can't be picked: it lets go of its tick.
    pick.onDidChangeSelection((selected) => {
      const allowed = selected.filter(({ code }) => code !== undefined);
      if (allowed.length < selected.length) pick.selectedItems = allowed;
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.flatMap(({ code }) => code ?? []));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve([]); // after an accept this changes nothing
      pick.dispose();
    });
    pick.show();
  });
}

async function confirmDisconnect(accounts: readonly string[]): Promise<boolean> {
  const disconnect = vscode.l10n.t('Disconnect');
  const message =
    accounts.length === 1
      ? vscode.l10n.t('Disconnect account {0}?', withoutLinks(accounts[0] ?? ''))
      : vscode.l10n.t('Disconnect {0} accounts?', String(accounts.length));
  const detail = vscode.l10n.t(
    'Nothing more is fetched of it. The events and resources that were fetched stay, and nothing changes in AWS.',
  );
  return (await vscode.window.showInformationMessage(message, { modal: true, detail }, disconnect)) === disconnect;
}
