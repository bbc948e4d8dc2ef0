import * as vscode from 'vscode';
import type { TimeRange } from '../../domain/time';
import { answered, inLanguage, isAccessKey, type Question, type ReadyMade } from '../investigations/ready-made';
import { searchText } from '../investigations/search-text';
import { COMMANDS, LANGUAGE } from '../ids';
import { visible, withoutIcons } from '../markdown';
import { rangeText } from '../text';
import { isSearchNode, type SearchNode } from '../tree/investigation-nodes';
import type { CommandDeps, Handler } from './deps';
import { runQuery } from './search';

/** Commands about the rows of the Investigations view. */
export function investigationCommands(deps: CommandDeps) {
  return {
    [COMMANDS.runSearch]: async (argument) => {
      if (isSearchNode(argument)) await run(deps, argument);
    },
    [COMMANDS.openSearch]: async (argument) => {
      if (!isSearchNode(argument)) return;
      if (argument.kind === 'readyMade') await openReadyMade(argument.search);
      else if (argument.kind === 'saved') await showAt(argument.search.uri, argument.search.offset);
      else await showText(await searchText(argument.search));
    },
    [COMMANDS.copySearch]: async (argument) => {
      if (isSearchNode(argument)) await vscode.env.clipboard.writeText(await textOf(deps, argument));
    },
    [COMMANDS.startInvestigation]: async () => {
      const chosen = await pickReadyMade(await deps.shipped.searches());
      if (chosen !== undefined) await run(deps, { kind: 'readyMade', id: chosen.id, search: chosen });
    },
  } satisfies Record<string, Handler>;
}

/** The text of a row's search, ready to be pasted or saved. What a ready-made one asks for is left as it is. */
export async function textOf({ filter }: Pick<CommandDeps, 'filter'>, node: SearchNode): Promise<string> {
  if (node.kind === 'readyMade') return readyMadeText(node.search, node.search.query);
  const range: TimeRange = node.search.range ?? filter.state.range;
  return node.kind === 'saved' ? node.search.query : searchText({ ...node.search, range });
}

/** A ready-made search is opened as a query, so that a person sees it and can change it, and run from there. */
async function run(deps: CommandDeps, node: SearchNode): Promise<void> {
  if (node.kind === 'readyMade') {
    const document = await openReadyMade(node.search);
    if (document !== undefined) await runQuery(deps, document, document.getText().length);
    return;
  }
  if (node.kind === 'saved') {
    await runQuery(deps, await vscode.workspace.openTextDocument(node.search.uri), node.search.offset);
    return;
  }
  const { query, range, title } = node.search;
  deps.showResults({ query, range, title });
}

async function openReadyMade(search: ReadyMade): Promise<vscode.TextDocument | undefined> {
  const answer = search.ask === undefined ? '' : await ask(search.ask, inLanguage(search.name, vscode.env.language));
  if (answer === undefined) return undefined;
  const { quoteText } = await import('../../rql/reader');
  return showText(await readyMadeText(search, answered(search, answer, quoteText)));
}

async function readyMadeText({ name, about, lookFor, range }: ReadyMade, query: string): Promise<string> {
  const said = (text: ReadyMade['name']): string => inLanguage(text, vscode.env.language);
  const comments = [`// ${said(about)}`, `// ${vscode.l10n.t('Look for:')} ${said(lookFor)}`];
  return searchText({ query: [...comments, query].join('\n'), range, name: said(name) });
}

/** `undefined`: dismissed. */
async function ask(question: Question, title: string): Promise<string | undefined> {
  const asked = {
    accessKey: {
      prompt: vscode.l10n.t('Access key id, such as AKIAIOSFODNN7EXAMPLE'),
      fault: vscode.l10n.t('An access key id begins with AKIA or ASIA, and capital letters and digits follow.'),
      isUsable: isAccessKey,
    },
    resource: {
      prompt: vscode.l10n.t('Id, ARN or name of the resource'),
      fault: vscode.l10n.t('Enter the id, ARN or name of one resource, on one line.'),
      isUsable: (text: string) => text !== '' && visible(text) === text,
    },
  }[question];
  const text = await vscode.window.showInputBox({
    title,
    prompt: asked.prompt,
    validateInput: (value) => (asked.isUsable(value.trim()) ? undefined : asked.fault),
  });
  return text?.trim();
}

async function pickReadyMade(searches: readonly ReadyMade[]): Promise<ReadyMade | undefined> {
  const items = searches.map((search) => ({
    label: withoutIcons(inLanguage(search.name, vscode.env.language)),
    description: rangeText(search.range),
    detail: withoutIcons(inLanguage(search.about, vscode.env.language)),
    search,
  }));
  const choice = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('What do you want to know?'),
    matchOnDetail: true,
  });
  return choice?.search;
}

async function showText(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: `${content}\n` });
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

async function showAt(uri: vscode.Uri, offset: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const at = document.positionAt(offset);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
}
