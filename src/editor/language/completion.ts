import * as vscode from 'vscode';
import type { TimeRange } from '../../domain/time';
import { completionSource } from '../../engine/completion-source';
import type { CompletionItem, CompletionKind } from '../../rql/completion';
import { signalOf } from '../failures';
import type { Session } from '../session';
import { numberText } from '../text';
import { localised } from './document';

const SUGGEST: vscode.Command = { command: 'editor.action.triggerSuggest', title: '' };
const KINDS: Readonly<Record<CompletionKind, vscode.CompletionItemKind>> = {
  keyword: vscode.CompletionItemKind.Keyword,
  attribute: vscode.CompletionItemKind.Field,
  operator: vscode.CompletionItemKind.Operator,
  value: vscode.CompletionItemKind.Value,
  snippet: vscode.CompletionItemKind.Snippet,
  directive: vscode.CompletionItemKind.Property,
};

/** Characters after which the list opens by itself. */
export const TRIGGERS = [' ', "'", '"', '(', ',', '.', '$', '=', '/'];

/** Completion out of the language core, with values of the store in the time range of the query. */
export class QueryCompletion implements vscode.CompletionItemProvider {
  constructor(
    private readonly session: Session,
    private readonly rangeInForce: () => TimeRange,
  ) {}

  async provideCompletionItems(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken) {
    const { complete } = await import('../../rql/completion');
    const source = completionSource(this.session.engine, this.rangeInForce(), this.session.now());
    const items = await complete(document.getText(), document.offsetAt(position), source, signalOf(token));
    // Incomplete: the core ranks by what is typed, so it is asked again with every key.
    return new vscode.CompletionList(
      items.flatMap((item) => shown(document, position, item)),
      true,
    );
  }
}

function shown(document: vscode.TextDocument, position: vscode.Position, item: CompletionItem): readonly vscode.CompletionItem[] {
  const range = new vscode.Range(document.positionAt(item.start), document.positionAt(item.end));
  if (!range.isSingleLine) return []; // editors replace within a line only
  const description = [item.about ?? [], countText(item), item.note === undefined ? [] : localised(item.note)].flat();
  const label = description.length === 0 ? item.label : { label: item.label, description: description.join(' · ') };
  const found = new vscode.CompletionItem(label, KINDS[item.kind]);
  found.range = range;
  found.insertText = item.snippet === undefined ? item.insertText : new vscode.SnippetString(item.snippet);
  found.sortText = item.sortText;
  found.filterText = document.getText(range.with({ end: position })); // the core has filtered; the editor keeps them all, in our order
  if (item.kind === 'value') return [found];
  if (item.detail !== undefined) found.detail = localised(item.detail);
  if (item.documentation !== undefined) found.documentation = localised(item.documentation);
  if (/[ (]$/.test(item.insertText)) found.command = SUGGEST;
  return [found];
}

function countText({ count, atLeast }: CompletionItem): string | readonly [] {
  if (count === undefined) return [];
  if (count === 1 && atLeast !== true) return vscode.l10n.t('1 event');
  return vscode.l10n.t('{0} events', atLeast === true ? `${numberText(count)}+` : numberText(count));
}
