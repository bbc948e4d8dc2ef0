import * as vscode from 'vscode';
import type { Connection, Profile } from '../../domain/live';
import { regionLabel } from '../../domain/regions';
import { withoutIcons } from '../markdown';
import { accountsIn, isRoleName } from './account-list';
import { accountText, kindText } from './problem-text';

/** What a person wants to connect. */
export type Wanted =
  | { readonly kind: 'profiles'; readonly profiles: readonly Profile[] }
  | { readonly kind: 'role'; readonly profile: Profile; readonly role: string; readonly accounts: readonly string[] };

type Item = vscode.QuickPickItem & { readonly profile?: Profile };

/** Asks which profiles, several at once, or for a role in several accounts. `undefined`: none. */
export async function askWanted(profiles: readonly Profile[], connections: readonly Connection[]): Promise<Wanted | undefined> {
  const chosen = await pickProfiles(profiles, connections);
  if (chosen === undefined) return undefined;
  return chosen === 'role' ? askRole(profiles, connections) : { kind: 'profiles', profiles: chosen };
}

function pickProfiles(profiles: readonly Profile[], connections: readonly Connection[]): Promise<readonly Profile[] | 'role' | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  const role: Item = {
    label: `$(organization) ${vscode.l10n.t('Assume a Role in Several Accounts…')}`,
    detail: vscode.l10n.t('A role of the same name in each account of a list, taken with the credentials of a profile'),
    alwaysShow: true,
  };
  // The row may be far below many profiles.
  pick.buttons = [{ iconPath: new vscode.ThemeIcon('organization'), tooltip: vscode.l10n.t('Assume a Role in Several Accounts…') }];
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.title = vscode.l10n.t('Connect Account');
  pick.placeholder = vscode.l10n.t('Profiles of this machine; all calls only read');
  pick.items = [
    ...profiles.map((profile) => profileItem(profile, connections)),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    role,
  ];
  return new Promise((resolve) => {
    const end = (chosen: readonly Profile[] | 'role' | undefined): void => {
      resolve(chosen); // a later one changes nothing
      pick.hide();
    };
    pick.onDidTriggerButton(() => end('role'));
    pick.onDidChangeSelection((items) => {
      if (items.includes(role)) end('role'); // it asks on: there is nothing to tick it with
    });
    pick.onDidAccept(() => {
      const items = pick.selectedItems.length > 0 ? pick.selectedItems : pick.activeItems; // Enter means the row a person is at
      if (items.includes(role)) end('role');
      else end(items.flatMap(({ profile }) => profile ?? []));
    });
    pick.onDidHide(() => {
      end(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function profileItem(profile: Profile, connections: readonly Connection[]): Item {
  const { name, kind, account, region, role, ssoSession } = profile;
  const connected = connections.filter(({ access }) => access.profile === name);
  const description = [kindText(kind, vscode.l10n.t), account, region === undefined ? undefined : regionLabel(region)];
  const detail = [
    ...(role === undefined ? [] : [vscode.l10n.t('role {0}', role)]),
    ...(ssoSession === undefined ? [] : [vscode.l10n.t('session {0}', ssoSession)]),
    ...(connected.length === 0
      ? []
      : [`$(check) ${vscode.l10n.t('connected: {0}', connected.map((one) => withoutIcons(accountText(one))).join(', '))}`]),
  ];
  const label = name === '' ? vscode.l10n.t('Environment of the Editor') : withoutIcons(name);
  return {
    label,
    description: withoutIcons(description.flatMap((part) => part ?? []).join(' · ')),
    ...(detail.length > 0 && { detail: detail.join(' · ') }),
    profile,
  };
}

async function askRole(profiles: readonly Profile[], connections: readonly Connection[]): Promise<Wanted | undefined> {
  const title = vscode.l10n.t('Assume a Role in Several Accounts');
  const role = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Name of the role, the same in each account'),
    placeHolder: 'SecurityAudit',
    ignoreFocusOut: true,
    validateInput: (text) =>
      isRoleName(text.trim()) ? undefined : vscode.l10n.t('A role’s name has letters, digits and + = , . @ - _, perhaps a path before it.'),
  });
  if (role === undefined) return undefined;
  const list = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Paste the accounts: twelve digits each, separated by anything'),
    placeHolder: '111111111111, 222222222222',
    ignoreFocusOut: true,
    validateInput: accountsMessage,
  });
  if (list === undefined) return undefined;
  const profile = await askProfile(profiles, connections);
  return profile === undefined ? undefined : { kind: 'role', profile, role: role.trim(), accounts: accountsIn(list).accounts };
}

/** What is amiss with the list; where nothing is, how many accounts are in it. */
function accountsMessage(text: string): vscode.InputBoxValidationMessage | undefined {
  const { accounts, faulty } = accountsIn(text);
  if (faulty[0] !== undefined) {
    const message = vscode.l10n.t('{0} has {1} digits: an account has twelve.', faulty[0], String(faulty[0].length));
    return { message, severity: vscode.InputBoxValidationSeverity.Error };
  }
  if (accounts.length === 0) return { message: vscode.l10n.t('No account yet.'), severity: vscode.InputBoxValidationSeverity.Error };
  const message = accounts.length === 1 ? vscode.l10n.t('1 account') : vscode.l10n.t('{0} accounts', String(accounts.length));
  return { message, severity: vscode.InputBoxValidationSeverity.Info };
}

async function askProfile(profiles: readonly Profile[], connections: readonly Connection[]): Promise<Profile | undefined> {
  if (profiles.length === 1) return profiles[0];
  const chosen = await vscode.window.showQuickPick(
    profiles.map((profile) => profileItem(profile, connections)),
    {
      title: vscode.l10n.t('Assume a Role in Several Accounts'),
      placeHolder: vscode.l10n.t('The profile whose credentials take the role'),
      matchOnDescription: true,
      ignoreFocusOut: true,
    },
  );
  return chosen?.profile;
}
