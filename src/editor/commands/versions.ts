import * as vscode from 'vscode';
import type { Root } from '../../domain/chain';
import { versionKey, type Version } from '../../domain/version';
import { idOf, recordUri, versionPlace, versionUri } from '../documents/addresses';
import { resourceLabel } from '../documents/versions';
import { COMMANDS, SCHEMES } from '../ids';
import { withoutIcons, withoutLinks } from '../markdown';
import { timeText } from '../text';
import { authorText, versionTitle } from '../version-text';
import { nodeOf, resourceOf, textOf } from './arguments';
import type { CommandDeps, Handler } from './deps';
import { askResource } from './documents';

const ICONS: Readonly<Record<Version['change'], string>> = { created: '$(add)', changed: '$(edit)', deleted: '$(trash)', seen: '$(eye)' };

interface Item extends vscode.QuickPickItem {
  readonly at: number;
}

/** Commands about what a resource was before: the list of its versions, and steps from one to the next. */
export function versionCommands(deps: CommandDeps) {
  const step = (by: -1 | 1) => async (argument?: unknown) => {
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    const resource = uri === undefined ? undefined : resourceOfDocument(uri);
    if (uri !== undefined && resource !== undefined) await stepFrom(deps, resource, versionPlace(uri)?.key, by);
  };
  return {
    [COMMANDS.showHistory]: async (argument) => {
      const given =
        argument instanceof vscode.Uri ? resourceOfDocument(argument) : (textOf(argument) ?? resourceOf(nodeOf(argument, undefined)));
      const open = vscode.window.activeTextEditor?.document.uri;
      const resource = given ?? (open === undefined ? undefined : resourceOfDocument(open)) ?? (await askResource(deps));
      if (resource !== undefined) await showHistory(deps, resource);
    },
    [COMMANDS.compareWithPrevious]: step(-1),
    [COMMANDS.compareWithNext]: step(1),
  } satisfies Record<string, Handler>;
}

/** The resource whose configuration, or version, a document shows. */
function resourceOfDocument(uri: vscode.Uri): string | undefined {
  return uri.scheme === SCHEMES.configuration ? idOf(uri) : versionPlace(uri)?.resource;
}

/** Newest first, for that is what people ask about. Who stands behind each change is filled in as it becomes known. */
async function showHistory(deps: CommandDeps, resource: string): Promise<void> {
  const versions = await deps.histories.of(resource);
  if (versions.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No record tells of a change of {0}.', withoutLinks(resource)));
    return;
  }
  const pick = vscode.window.createQuickPick<Item>();
  const closed = new AbortController();
  const roots = new Map<number, Root>();
  const show = (): void => {
    const active = pick.activeItems[0]?.at ?? versions.length - 1;
    pick.items = versions.map((version, at) => itemOf(version, at, roots.get(at))).reverse();
    pick.activeItems = pick.items.filter(({ at }) => at === active);
  };
  pick.title = vscode.l10n.t('History of {0}', withoutIcons(resourceLabel(resource)));
  pick.placeholder = vscode.l10n.t('Choose a version to compare it with the one before');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.onDidAccept(() => {
    const at = pick.activeItems[0]?.at;
    pick.hide();
    if (at !== undefined) void compare(deps, resource, versions, at);
  });
  pick.onDidTriggerItemButton(({ item }) => {
    const version = versions[item.at];
    pick.hide();
    if (version?.kind === 'call') void vscode.window.showTextDocument(recordUri(version.eventId));
  });
  pick.onDidHide(() => {
    closed.abort();
    pick.dispose();
  });
  show();
  pick.show();
  await authors(deps, versions, closed.signal, (at, root) => {
    roots.set(at, root);
    show();
  });
}

function itemOf(version: Version, at: number, root: Root | undefined): Item {
  return {
    at,
    label: `${ICONS[version.change]} ${withoutIcons(versionTitle(version, vscode.l10n.t))}`,
    description: timeText(version.time),
    detail: withoutIcons(authorText(version, root, vscode.l10n.t)),
    buttons: version.kind === 'call' ? [{ iconPath: new vscode.ThemeIcon('file-code'), tooltip: vscode.l10n.t('Open Record') }] : [],
  };
}

/** Asks for one cause after the other, newest first, until the list is closed. */
async function authors(
  { session }: CommandDeps,
  versions: readonly Version[],
  signal: AbortSignal,
  tell: (at: number, root: Root) => void,
): Promise<void> {
  for (let at = versions.length - 1; at >= 0; at--) {
    if (signal.aborted) return;
    const root = await rootOf(session.engine, versions[at], signal); // of one that is cancelled there is none
    if (root !== undefined) tell(at, root);
  }
}

/** `undefined`: the records don't tell, or nobody waits any more. */
async function rootOf(
  engine: CommandDeps['session']['engine'],
  version: Version | undefined,
  signal?: AbortSignal,
): Promise<Root | undefined> {
  if (version?.kind !== 'call') return undefined;
  const chain = await engine.trace(version.eventId, signal === undefined ? {} : { signal }).catch(() => undefined);
  return chain?.root;
}

/** The diff editor with a version and the one before it. */
async function compare({ session }: CommandDeps, resource: string, versions: readonly Version[], at: number): Promise<void> {
  const version = versions[at];
  if (version === undefined) return;
  const author = authorText(version, await rootOf(session.engine, version), vscode.l10n.t);
  const title = `${resourceLabel(resource)}: ${versionTitle(version, vscode.l10n.t)}, ${timeText(version.time)}, ${author}`;
  const [before, after] = [versionUri(resource, versions[at - 1]), versionUri(resource, version)];
  await vscode.commands.executeCommand('vscode.diff', before, after, title, { preview: true });
}

/** From a version to the one before or after it; from the configuration to its newest change. */
async function stepFrom(deps: CommandDeps, resource: string, key: string | undefined, by: -1 | 1): Promise<void> {
  const versions = await deps.histories.of(resource);
  const here = key === undefined ? versions.length : versions.findIndex((version) => versionKey(version) === key);
  const there = here + by;
  if (versions[there] !== undefined) {
    await compare(deps, resource, versions, there);
    return;
  }
  const message =
    by < 0
      ? vscode.l10n.t('No version of {0} is known before this one.', withoutLinks(resource))
      : vscode.l10n.t('This is the newest version of {0}.', withoutLinks(resource));
  void vscode.window.showInformationMessage(message);
}
