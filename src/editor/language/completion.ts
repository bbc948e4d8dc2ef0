import * as vscode from 'vscode';
import { resolveRange, type TimeRange } from '../../domain/time';
import type { CompletionItem, CompletionKind, ValueSource } from '../../rql/completion';
import { signalOf } from '../failures';
import type { Session } from '../session';
import { numberText } from '../text';
import { analyseDocument, localised } from './document';

/** Values asked of the store at once: more than anybody reads, few enough to be there at once. */
const MOST_VALUES = 200;
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
    const offset = document.offsetAt(position);
    const source = await this.valuesFor(document, offset);
    const items = await complete(document.getText(), offset, source, signalOf(token));
    // Incomplete: the core ranks by what is typed, so it is asked again with every key.
    return new vscode.CompletionList(
      items.flatMap((item) => shown(document, position, item)),
      true,
    );
  }

  private async valuesFor(document: vscode.TextDocument, offset: number): Promise<ValueSource> {
    const { queries } = await analyseDocument(document);
    const query = queries.findLast(({ range }) => range.start <= offset);
    const window = resolveRange(query?.timeRange ?? this.rangeInForce(), this.session.now());
    return {
      values: (field, prefix, signal) =>
        this.session.engine.values({ field, window, prefix, limit: MOST_VALUES }, signal === undefined ? {} : { signal }),
    };
  }
}

function shown(document: vscode.TextDocument, position: vscode.Position, item: CompletionItem): readonly vscode.CompletionItem[] {
  const range = new vscode.Range(document.positionAt(item.start), document.positionAt(item.end));
  if (!range.isSingleLine) return []; // editors replace within a line only
  const description = [item.about ?? [], item.count === undefined ? [] : vscode.l10n.t('{0} events', numberText(item.count))].flat();
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
