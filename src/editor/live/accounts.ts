import * as vscode from 'vscode';
import type { Connection } from '../../domain/live';
import type { Live } from '../../engine/api';
import { withoutIcons } from '../markdown';
import type { Session } from '../session';
import { timeText } from '../text';
import { tellUntrusted, type Connecting } from './connecting';
import { lookedAt } from './due';
import { accountText } from './problem-text';
import type { Syncing } from './syncing';

export interface AccountsDeps {
  readonly session: Pick<Session, 'live'>;
  readonly connecting: Pick<Connecting, 'connect'>;
  readonly syncing: Pick<Syncing, 'state'>;
}

/** Asks which accounts, unless one is given or there is but one; `many`: several at once, which is what is meant where it is absent. */
export type ChooseAccounts = (title: string, options?: { readonly given?: string; readonly many?: boolean }) => Promise<readonly string[]>;

/** Does something with the accounts that are connected; says so where there is none, or none may be asked. */
export async function withAccounts(
  { session, connecting, syncing }: AccountsDeps,
  work: (live: Live, choose: ChooseAccounts, connections: readonly Connection[]) => Promise<void>,
): Promise<void> {
  if (!vscode.workspace.isTrusted) return tellUntrusted();
  const { live } = session;
  const connections = live === undefined ? [] : await live.connections();
  if (live === undefined || connections.length === 0) return offerConnect(connecting);
  const choose: ChooseAccounts = async (title, { given, many = true } = {}) => {
    const [only] = connections;
    if (given !== undefined && connections.some(({ account }) => account === given)) return [given];
    if (connections.length === 1 && only !== undefined) return [only.account];
    const items = connections.map((connection) => {
      const at = lookedAt(syncing.state, connection.account);
      const description = at === undefined ? vscode.l10n.t('not fetched yet') : vscode.l10n.t('as of {0}', timeText(at));
      return { label: withoutIcons(accountText(connection)), description, account: connection.account };
    });
    const chosen = many
      ? await vscode.window.showQuickPick(items, { title, canPickMany: true })
      : [await vscode.window.showQuickPick(items, { title })];
    return (chosen ?? []).flatMap((item) => item?.account ?? []);
  };
  await work(live, choose, connections);
}

async function offerConnect(connecting: AccountsDeps['connecting']): Promise<void> {
  const connect = vscode.l10n.t('Connect Account…');
  const choice = await vscode.window.showInformationMessage(vscode.l10n.t('No account is connected yet.'), connect);
  if (choice === connect) await connecting.connect();
}
