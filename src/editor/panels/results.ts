import * as vscode from 'vscode';
import { resolveRange, type TimeRange, type TimeWindow } from '../../domain/time';
import { EngineError } from '../../engine/api';
import type { HitsOverTime, PageRequest, ResultsCalls, ResultsEvents, SearchPage } from '../../protocol/results';
import { LANGUAGE } from '../ids';
import { textWithTime, writeQueryTime } from '../language/query-in-document';
import type { Session } from '../session';
import { rangeText } from '../text';
import { act } from './actions';
import { hitsOverTime } from './hits';
import { Host } from './rpc';
import { initialise, webviewHtml, webviewOptions } from './webview';

/** A search as a person wrote it. */
export interface Search {
  readonly query: string;
  readonly range: TimeRange;
  /** Names the panel: a saved search's name, or a line of the query. */
  readonly title: string;
  /** Where the query stands, as `Uri.toString()`, and from which character on: what "Edit Query" goes to. */
  readonly documentUri?: string;
  readonly offset?: number;
}

export interface ResultsDeps {
  readonly session: Session;
  readonly extensionUri: vscode.Uri;
}

const VIEW_TYPE = 'nephoscope.results';

/** One panel per search; running the same search of the same document again shows the panel it has. */
export class ResultsPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly open = new Set<ResultsPanel>();
  private readonly registration = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this);

  constructor(private readonly deps: ResultsDeps) {}

  /** Shows the results of a search, beside the query where that is an open document. */
  run(search: Search): void {
    const panel = [...this.open].find((other) => isSame(other.shown, search));
    if (panel !== undefined) {
      panel.run(search);
      return;
    }
    const column = search.documentUri === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    this.fill(vscode.window.createWebviewPanel(VIEW_TYPE, search.title, column, { enableFindWidget: false }), search);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    if (isSearch(state)) this.fill(panel, state);
    else panel.dispose();
    return Promise.resolve();
  }

  dispose(): void {
    this.registration.dispose();
    for (const panel of [...this.open]) panel.panel.dispose();
  }

  private fill(panel: vscode.WebviewPanel, search: Search): void {
    const results = new ResultsPanel(panel, search, this.deps);
    this.open.add(results);
    panel.onDidDispose(() => {
      results.dispose();
      this.open.delete(results);
    });
  }
}

/** The same query of the same document. A time range, chosen on the chart or written by hand, makes it no other. */
function isSame(a: Search, b: Search): boolean {
  return a.documentUri === b.documentUri && withoutTime(a.query) === withoutTime(b.query);
}

function withoutTime(query: string): string {
  return query.replace(/^[^\S\n]*\/\/[^\S\n]*time[^\S\n]*:[^\n]*\n/gim, '');
}

/** What a webview kept over a reload: our own state, but an older version may have written it. */
function isSearch(state: unknown): state is Search {
  if (typeof state !== 'object' || state === null) return false;
  const { query, range, title } = state as Partial<Record<keyof Search, unknown>>;
  return typeof query === 'string' && typeof title === 'string' && typeof range === 'object' && range !== null && 'kind' in range;
}

function replaced(): EngineError {
  return new EngineError('cancelled', 'These results have been replaced by those of a later run.');
}

class ResultsPanel implements vscode.Disposable {
  private readonly host: Host<ResultsCalls, ResultsEvents>;
  private readonly changes: vscode.Disposable;
  private window: TimeWindow;
  private runs = 1;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private search: Search,
    private readonly deps: ResultsDeps,
  ) {
    this.window = this.resolve();
    this.host = new Host<ResultsCalls, ResultsEvents>(panel.webview, {
      init: initialise,
      act,
      ready: () => {
        this.tell();
        return undefined;
      },
      page: (request, signal) => this.page(request, signal),
      histogram: (request, signal) => this.histogram(request, signal),
      searchWithin: ({ from, to }) => this.searchWithin({ kind: 'between', from, to }),
      runAgain: () => this.again(),
      searchAllTime: () => {
        this.search = { ...this.search, range: { kind: 'all' } };
        this.again();
        return undefined;
      },
      editQuery: () => this.edit(),
    });
    this.changes = deps.session.onDidChange(() => this.again());
    panel.title = vscode.l10n.t('Search: {0}', search.title);
    panel.webview.options = webviewOptions(deps.extensionUri);
    panel.webview.html = webviewHtml(panel.webview, deps.extensionUri, 'results', search.title);
  }

  /** What it shows now. */
  get shown(): Search {
    return this.search;
  }

  run(search: Search): void {
    this.search = search;
    this.panel.reveal();
    this.again();
  }

  dispose(): void {
    this.changes.dispose();
    this.host.dispose();
  }

  /** The window stands still within a run, so that its pages belong together. */
  private again(): undefined {
    this.window = this.resolve();
    this.runs += 1;
    this.tell();
    return undefined;
  }

  private page({ run, offset, limit, sort }: PageRequest, signal: AbortSignal): Promise<SearchPage> {
    if (run !== this.runs) throw replaced();
    return this.deps.session.engine.search(
      { query: this.search.query, window: this.window, offset, limit, ...(sort !== undefined && { sort }) },
      { signal },
    );
  }

  private histogram({ run, timeZone }: { readonly run: number; readonly timeZone: string }, signal: AbortSignal): Promise<HitsOverTime> {
    if (run !== this.runs) throw replaced();
    const { engine } = this.deps.session;
    return hitsOverTime({ engine, now: this.deps.session.now() }, { query: this.search.query, window: this.window, timeZone }, signal);
  }

  /** The query says the range too where it still stands in its document; where it was changed meanwhile, the panel alone goes there. */
  private async searchWithin(range: TimeRange): Promise<undefined> {
    const { query, documentUri, offset = 0 } = this.search;
    const written = documentUri === undefined ? undefined : await writeQueryTime({ query, documentUri, offset }, range);
    this.search = { ...this.search, range, ...written };
    this.again();
    return undefined;
  }

  private resolve(): TimeWindow {
    return resolveRange(this.search.range, this.deps.session.now());
  }

  private tell(): void {
    const { query, range } = this.search;
    this.host.tell('search', { run: this.runs, query, range: rangeText(range), allTime: range.kind === 'all', restore: this.search });
  }

  private async edit(): Promise<undefined> {
    const { query, range, documentUri, offset } = this.search;
    const document =
      documentUri === undefined
        ? await vscode.workspace.openTextDocument({ language: LANGUAGE, content: `${await textWithTime(query, range)}\n` })
        : await vscode.workspace.openTextDocument(vscode.Uri.parse(documentUri, true));
    const at = document.positionAt(offset ?? 0);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at), preview: false });
    return undefined;
  }
}
