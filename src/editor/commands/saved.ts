import * as vscode from 'vscode';
import type { TimeRange } from '../../domain/time';
import { appended, fileNameOf, nameIn, searchText } from '../investigations/search-text';
import { COMMANDS, LANGUAGE } from '../ids';
import { placeOf } from '../language/query-place';
import { visible, withoutIcons, withoutLinks } from '../markdown';
import { isSearchNode } from '../tree/investigation-nodes';
import type { CommandDeps, Handler } from './deps';
import { queryAt } from './query-at';
import { textOf } from './searches';

/**
 * Where new searches go: a folder that people see, open and review, as they do with queries. The hidden `.nephoscope` is for what the product
 * itself keeps for a team.
 */
const FOLDER = 'searches';
const SHOWN_MS = 5000;

/** A search to save. */
interface Unsaved {
  /** With its directives and comments. */
  readonly text: string;
  readonly range?: TimeRange;
  /** Offered as its name where it has none. */
  readonly title: string;
}

/** The command that keeps a search in a file of the workspace. */
export function savedCommands(deps: CommandDeps) {
  return {
    [COMMANDS.saveSearch]: async (argument, offset) => {
      if (await savedInPlace(argument, offset)) return;
      const search = await unsaved(deps, argument, offset);
      if (search !== undefined) await save(deps, search);
      else void vscode.window.showWarningMessage(vscode.l10n.t('There is no query here.'));
    },
  } satisfies Record<string, Handler>;
}

/** What is to be saved: a row, the query of a CodeLens, the results a person is at, else the query at the cursor. */
async function unsaved(deps: CommandDeps, argument: unknown, offset: unknown): Promise<Unsaved | undefined> {
  if (isSearchNode(argument)) return { text: await textOf(deps, argument), title: titleOf(argument.search) };
  const shown = typeof offset === 'number' ? undefined : deps.shownSearch();
  if (shown !== undefined) return { text: shown.query, range: shown.range, title: shown.title };
  const place = await placeOf(argument, offset);
  if (place?.document.languageId !== LANGUAGE) return undefined;
  const { analyse } = await import('../../rql/query');
  const text = place.document.getText();
  const found = queryAt(text, analyse(text), place.offset);
  if (found === undefined) return undefined;
  return { text: found.text, title: found.title, ...(found.query.timeRange === undefined && { range: deps.filter.state.range }) };
}

/** A query of a file stays in it: it is given a name where it has none, and the file is saved. */
async function savedInPlace(argument: unknown, offset: unknown): Promise<boolean> {
  const place = typeof offset === 'number' ? await placeOf(argument, offset) : undefined;
  if (place === undefined || place.document.isUntitled) return false;
  const { document } = place;
  const { analyse } = await import('../../rql/query');
  const found = queryAt(document.getText(), analyse(document.getText()), place.offset);
  if (found === undefined) return false;
  if (found.query.name === undefined) {
    const name = await askName(found.title);
    if (name === undefined) return true;
    const edit = new vscode.WorkspaceEdit();
    const line = document.positionAt(found.query.range.start).line;
    edit.insert(document.uri, new vscode.Position(line, 0), `// name: ${name}\n`);
    await vscode.workspace.applyEdit(edit);
  }
  await document.save();
  vscode.window.setStatusBarMessage(vscode.l10n.t('Saved in {0}', withoutIcons(vscode.workspace.asRelativePath(document.uri))), SHOWN_MS);
  return true;
}

/** `undefined`: dismissed. */
async function askName(offered: string): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Save Search'),
    prompt: vscode.l10n.t('Name of the search'),
    value: visible(offered),
    validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('A saved search needs a name.') : undefined),
  });
  return name?.replace(/\s+/g, ' ').trim();
}

function titleOf(search: { readonly title: string } | { readonly name: unknown }): string {
  return 'title' in search ? search.title : '';
}

async function save(deps: CommandDeps, { text, range, title }: Unsaved): Promise<void> {
  const name = await askName(nameIn(text) ?? title);
  if (name === undefined) return;
  const target = await pickTarget(deps, name);
  if (target === undefined) return;
  await keep(target, range === undefined ? renamed(text, name) : await searchText({ query: text, range, name }));
}

/** The text under another name, its time range left as it is written. */
function renamed(text: string, name: string): string {
  const lines = text.split('\n').filter((line) => nameIn(line) === undefined);
  return [`// name: ${name}`, ...lines].join('\n');
}

/** Which file: a new one, one of those that are there, to whose end it is added, or any other. `undefined`: dismissed. */
async function pickTarget({ saved }: CommandDeps, name: string): Promise<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) return askFile(undefined, name);
  const fresh = await freeUri(vscode.Uri.joinPath(folder.uri, FOLDER), fileNameOf(name));
  const item = (uri: vscode.Uri, icon: string, description: string) => ({
    label: withoutIcons(vscode.workspace.asRelativePath(uri)),
    iconPath: new vscode.ThemeIcon(icon),
    description,
    uri,
  });
  const files = await saved.files();
  const other = { label: vscode.l10n.t('Another file…'), iconPath: new vscode.ThemeIcon('folder-opened') };
  const items: readonly (vscode.QuickPickItem & { readonly uri?: vscode.Uri })[] = [
    item(fresh, 'new-file', vscode.l10n.t('a new file')),
    ...files.map(({ uri }) => item(uri, 'file-code', vscode.l10n.t('added at its end'))),
    other,
  ];
  const choice = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Where to save the search') });
  return choice === other ? askFile(folder.uri, name) : choice?.uri;
}

function askFile(folder: vscode.Uri | undefined, name: string): Thenable<vscode.Uri | undefined> {
  return vscode.window.showSaveDialog({
    filters: { RQL: [LANGUAGE] },
    ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(folder, `${fileNameOf(name)}.rql`) }),
    saveLabel: vscode.l10n.t('Save Search'),
  });
}

/** A name that no file has yet. */
async function freeUri(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const uri = vscode.Uri.joinPath(folder, `${name}${number === 1 ? '' : `-${number}`}.rql`);
    if ((await textIn(uri)) === undefined) return uri;
  }
}

/** Writes a search to a file and shows it there. What is in the file stays: the search is added at its end. */
export async function keep(uri: vscode.Uri, search: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const before = await textIn(uri);
  // What a person has typed there and not saved is not saved for them.
  const isTyped = vscode.workspace.textDocuments.some((open) => open.isDirty && open.uri.toString() === uri.toString());
  if (before === undefined)
    edit.createFile(uri, { overwrite: false, ignoreIfExists: false, contents: new TextEncoder().encode(appended('', search)) });
  else edit.replace(uri, new vscode.Range(0, 0, Number.MAX_SAFE_INTEGER, 0), appended(before, search));
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Error(vscode.l10n.t('The search could not be written to {0}.', withoutLinks(uri.fsPath)));
  const document = await vscode.workspace.openTextDocument(uri);
  if (before !== undefined && !isTyped) await document.save();
  const end = document.positionAt(document.getText().trimEnd().length);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(end, end), preview: false });
}

/** The text of a file, with what is typed there and not saved yet; `undefined`: there is none. */
async function textIn(uri: vscode.Uri): Promise<string | undefined> {
  try {
    await vscode.workspace.fs.stat(uri);
  } catch {
    return undefined;
  }
  return (await vscode.workspace.openTextDocument(uri)).getText();
}
