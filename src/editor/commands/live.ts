import * as vscode from 'vscode';
import type { Connection } from '../../domain/live';
import { regionLabel } from '../../domain/regions';
import type { Live } from '../../engine/api';
import { liveStatusUri } from '../documents/addresses';
import { COMMANDS } from '../ids';
import { tellUntrusted } from '../live/connecting';
import { lookedAt } from '../live/due';
import { accountText } from '../live/problem-text';
import { withoutIcons, withoutLinks } from '../markdown';
import { timeText } from '../text';
import type { AnyNode } from '../tree/nodes';
import { nodeOf } from './arguments';
import type { CommandDeps, Handler } from './deps';

type Deps = Pick<CommandDeps, 'session' | 'connecting' | 'syncing'>;

/** Commands about live accounts. */
export function liveCommands({ session, connecting, syncing }: Deps) {
  /** Does something with the accounts that are connected; says so where there is none. */
  const withAccounts = async (work: (live: Live, connections: readonly Connection[]) => Promise<void>): Promise<void> => {
    if (!vscode.workspace.isTrusted) return tellUntrusted();
    const { live } = session;
    const connections = live === undefined ? [] : await live.connections();
    if (live === undefined || connections.length === 0) await offerConnect(() => connecting.connect());
    else await work(live, connections);
  };
  return {
    [COMMANDS.connectAccount]: () => connecting.connect(),
    [COMMANDS.syncNow]: () =>
      withAccounts(async () => {
        await syncing.sync('asked');
      }),
    [COMMANDS.syncAccount]: (argument) =>
      withAccounts(async (_, connections) => {
        const accounts = await chosenAccounts(argument, connections, vscode.l10n.t('Sync Account'));
        if (accounts.length > 0) await syncing.sync('asked', accounts);
      }),
    [COMMANDS.stopSyncing]: () => syncing.stop(),
    [COMMANDS.chooseAccountRegions]: (argument) =>
      withAccounts(async (live, connections) => {
        const [account] = await chosenAccounts(argument, connections, vscode.l10n.t('Choose Regions of an Account'), false);
        const connection = connections.find((one) => one.account === account);
        if (connection === undefined || !(await chooseRegions(live, connection))) return;
        await syncing.look();
        session.refresh();
        await syncing.sync('asked', [connection.account]);
      }),
    [COMMANDS.disconnectAccount]: (argument) =>
      withAccounts(async (live, connections) => {
        const accounts = await chosenAccounts(argument, connections, vscode.l10n.t('Disconnect Account'));
        if (accounts.length === 0 || !(await confirmDisconnect(accounts))) return;
        for (const account of accounts) await live.disconnect(account);
        await syncing.look();
        session.refresh();
      }),
    [COMMANDS.showSyncStatus]: async () => {
      const document = await vscode.workspace.openTextDocument(liveStatusUri());
      await vscode.window.showTextDocument(document, { preview: true });
    },
  } satisfies Record<string, Handler>;

  /** The account of the row a command was called on, else those that a person picks. */
  async function chosenAccounts(
    argument: unknown,
    connections: readonly Connection[],
    title: string,
    many = true,
  ): Promise<readonly string[]> {
    const account = accountOf(nodeOf(argument, undefined));
    if (connections.some((one) => one.account === account) && account !== undefined) return [account];
    const [only] = connections;
    if (connections.length === 1 && only !== undefined) return [only.account];
    const items = connections.map((connection) => {
      const at = lookedAt(syncing.state, connection.account);
      return {
        label: withoutIcons(accountText(connection)),
        description: at === undefined ? vscode.l10n.t('not fetched yet') : vscode.l10n.t('as of {0}', timeText(at)),
        account: connection.account,
      };
    });
    if (!many) {
      const chosen = await vscode.window.showQuickPick(items, { title });
      return chosen === undefined ? [] : [chosen.account];
    }
    return ((await vscode.window.showQuickPick(items, { title, canPickMany: true })) ?? []).map((item) => item.account);
  }
}

function accountOf(node: AnyNode | undefined): string | undefined {
  return node !== undefined && 'account' in node && typeof node.account === 'string' ? node.account : undefined;
}

async function offerConnect(connect: () => Promise<void>): Promise<void> {
  const choice = vscode.l10n.t('Connect Account…');
  if ((await vscode.window.showInformationMessage(vscode.l10n.t('No account is connected yet.'), choice)) === choice) await connect();
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
