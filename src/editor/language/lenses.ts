import * as vscode from 'vscode';
import type { AnalysedQuery } from '../../rql/query';
import type { AlertFilter } from '../filter';
import { COMMANDS } from '../ids';
import { rangeText } from '../text';
import { analyseDocument, rangeIn } from './document';

/** Above each query: run it, the time range in force, which a click changes, explain it, save it, and make a policy of it. */
export class QueryLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly filter: AlertFilter) {
    this.subscription = filter.onDidChange(() => this.changed.fire());
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const { queries } = await analyseDocument(document);
    return queries.flatMap((query) => this.lensesOf(document, query));
  }

  private lensesOf(document: vscode.TextDocument, query: AnalysedQuery): readonly vscode.CodeLens[] {
    const { start } = query.range;
    const place = rangeIn(document, { start, end: start });
    const args = [document.uri.toString(), start];
    const run = { title: `$(play) ${vscode.l10n.t('Run')}`, command: COMMANDS.runQuery, arguments: args };
    const time = {
      title: `$(clock) ${this.timeTitle(query)}`,
      tooltip: vscode.l10n.t('Change the time range of this query'),
      command: COMMANDS.changeQueryTime,
      arguments: args,
    };
    const explain = {
      title: `$(filter) ${vscode.l10n.t('Explain')}`,
      tooltip: vscode.l10n.t('The query in plain words, and how many events each condition lets through'),
      command: COMMANDS.explainQuery,
      arguments: args,
    };
    const save = {
      title: `$(save) ${vscode.l10n.t('Save')}`,
      tooltip: vscode.l10n.t('Keep this query among the saved searches'),
      command: COMMANDS.saveSearch,
      arguments: args,
    };
    const policy = {
      title: `$(shield) ${vscode.l10n.t('Make a Policy')}`,
      tooltip: vscode.l10n.t('Open a new policy that counts what this query finds'),
      command: COMMANDS.makePolicy,
      arguments: args,
    };
    const about = query.predicate === undefined ? [] : [policy];
    return [run, time, explain, save, ...about].map((command) => new vscode.CodeLens(place, command));
  }

  /** A directive that says no range has a fault of its own; the lens is then the way to put it right. */
  private timeTitle({ timeRange, timeDirective }: AnalysedQuery): string {
    if (timeRange === undefined && timeDirective !== undefined) return vscode.l10n.t('Choose a time range');
    return rangeText(timeRange ?? this.filter.state.range);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
