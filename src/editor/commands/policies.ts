import * as vscode from 'vscode';
import { COMMANDS } from '../ids';
import { locate, placeOf } from '../language/query-place';
import { policyId, policyText } from '../policy-text';
import type { Handler } from './deps';

/** Where a workspace has its policies; package.json says by it what is checked while typing. */
const FOLDER = ['.nephoscope', 'policies'];

/** Commands that make policies. */
export function policyCommands() {
  return { [COMMANDS.makePolicy]: makePolicy } satisfies Record<string, Handler>;
}

/** Opens a new policy that counts what the query there finds, with its title selected. Nothing is written before it is saved. */
async function makePolicy(uri: unknown, offset: unknown): Promise<void> {
  const place = await placeOf(uri, offset);
  const found = place && (await locate(place));
  const condition = found?.query.tree.condition;
  if (place === undefined || found?.query.predicate === undefined || condition === undefined) {
    void vscode.window.showWarningMessage(reasonAgainst(found?.query.resources !== undefined, found !== undefined));
    return;
  }
  const { query } = found;
  const { format } = await import('../../rql/format'); // the language is loaded when somebody uses it
  const text = policyText(query, format(place.document.getText().slice(query.range.start, condition.end)), {
    note: vscode.l10n.t('Fill in what the policy is called and how bad it is. A time range, a limit and columns are not part of it.'),
    title: vscode.l10n.t('What happened, in a few words'),
    description: vscode.l10n.t('What it means, and when it is harmless.'),
    remediation: vscode.l10n.t('What to do about it.'),
  });
  const document = await newDocument(policyId(query.name), text);
  const title = /^title: "(.*)"$/m.exec(document.getText());
  const start = (title?.index ?? 0) + 'title: "'.length;
  const selection = new vscode.Range(document.positionAt(start), document.positionAt(start + (title?.[1]?.length ?? 0)));
  await vscode.window.showTextDocument(document, { selection, preview: false });
}

function reasonAgainst(isAboutResources: boolean, isThere: boolean): string {
  if (isAboutResources) return vscode.l10n.t('A policy is made of a query about audit events; this one is about resources.');
  return isThere ? vscode.l10n.t('The query has faults: no policy can be made of it.') : vscode.l10n.t('There is no query here.');
}

/** An unsaved document: with a place of its own among the policies of a trusted workspace, where no other file is. */
async function newDocument(id: string, text: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined || !vscode.workspace.isTrusted) return vscode.workspace.openTextDocument({ language: 'yaml', content: text });
  const uri = await freeUri(vscode.Uri.joinPath(folder.uri, ...FOLDER), id.replace('workspace.', ''));
  const document = await vscode.workspace.openTextDocument(uri.with({ scheme: 'untitled' }));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
  return document;
}

async function freeUri(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.path));
  for (let number = 1; ; number++) {
    const uri = vscode.Uri.joinPath(folder, `${name}${number === 1 ? '' : `-${number}`}.yaml`);
    if (!open.has(uri.path) && !(await exists(uri))) return uri;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
