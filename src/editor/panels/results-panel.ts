import * as vscode from 'vscode';
import { resolveRange, type TimeRange, type TimeWindow } from '../../domain/time';
import { EngineError } from '../../engine/api';
import type {
  ChartLook,
  HitsOverTime,
  NarrowRequest,
  PageRequest,
  ResultsAction,
  ResultsCalls,
  ResultsEvents,
  SearchPage,
} from '../../protocol/results';
import { LANGUAGE } from '../ids';
import { visible, withoutLinks } from '../markdown';
import { textWithTime, writeCondition, writeQueryTime } from '../language/query-in-document';
import type { Session } from '../session';
import { rangeText } from '../text';
import { act } from './actions';
import { hitsOverTime } from './hits';
import { conditionOfCell } from './cell-condition';
import { exportRows } from './results-export';
import { askFilter, chooseColumns } from './results-questions';
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
  /** Of the user, in all windows. */
  readonly memento: vscode.Memento;
  /** Is told of every search that a person has run, once its first rows are there. */
  readonly onSearched: (search: Search, end: SearchEnd) => void;
}

/** How a search ended. */
export interface SearchEnd {
  /** Until then, in milliseconds. */
  readonly duration: number;
  readonly outcome: { readonly kind: 'answered'; readonly rows: number } | { readonly kind: 'failed' | 'cancelled' };
}

/** The arrangement of columns that searches begin with, as a webview wrote it. */
const LAYOUT_KEY = 'nephoscope.results.layout';
const CHART_KEY = 'nephoscope.results.chart';
const CHART_LOOKS: readonly ChartLook[] = ['bars', 'table', 'folded'];

export class ResultsPanel implements vscode.Disposable {
  private readonly host: Host<ResultsCalls, ResultsEvents>;
  private readonly changes: vscode.Disposable;
  private window: TimeWindow;
  private runs = 1;
  private current: Search;
  /** A person has asked for the run, and its end is still to be told. */
  private untold: boolean;
  /** The time ranges that stretches were chosen from on the chart, the last one last. */
  private before: readonly TimeRange[] = [];

  constructor(
    readonly panel: vscode.WebviewPanel,
    search: Search,
    private readonly deps: ResultsDeps,
    isNew: boolean,
  ) {
    this.current = ownPart(search);
    this.untold = isNew;
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
      searchWithin: (stretch) => this.searchWithin(stretch),
      searchBefore: () => this.searchBefore(),
      showChart: async (look) => {
        await deps.memento.update(CHART_KEY, look);
        return undefined;
      },
      narrow: (cell) => told(() => this.narrow(cell)),
      exportRows: (order) =>
        told(async () => {
          const { query, title } = this.current;
          await exportRows(deps.session.engine, { query, title, window: this.window }, order);
        }),
      runAgain: () => this.askAgain(),
      searchAllTime: () => {
        this.current = { ...this.current, range: { kind: 'all' } };
        this.askAgain();
        return undefined;
      },
      editQuery: () => this.edit(),
      chooseColumns: ({ columns }) => chooseColumns(columns),
      askFilter,
      saveLayout: async ({ layout }) => {
        await deps.memento.update(LAYOUT_KEY, layout);
        return undefined;
      },
    });
    this.changes = deps.session.onDidChange(() => this.again());
    panel.title = vscode.l10n.t('Search: {0}', search.title);
    panel.webview.options = webviewOptions(deps.extensionUri);
    panel.webview.html = webviewHtml(panel.webview, deps.extensionUri, 'results', search.title);
  }

  get search(): Search {
    return this.current;
  }

  run(search: Search): void {
    this.current = search;
    this.before = [];
    this.panel.reveal();
    this.askAgain();
  }

  act(name: ResultsAction): void {
    this.host.tell('action', { name });
  }

  dispose(): void {
    this.changes.dispose();
    this.host.dispose();
  }

  private askAgain(): undefined {
    this.untold = true;
    this.again();
    return undefined;
  }

  /** The window stands still within a run, so that its pages belong together. */
  private again(): undefined {
    this.window = this.resolve();
    this.runs += 1;
    this.tell();
    return undefined;
  }

  private page({ run, offset, limit, sort, filters }: PageRequest, signal: AbortSignal): Promise<SearchPage> {
    if (run !== this.runs) throw replaced();
    const answer = this.deps.session.engine.search(
      { query: this.current.query, window: this.window, offset, limit, filters, ...(sort !== undefined && { sort }) },
      { signal, onProgress: ({ total }) => this.host.tell('counted', { run, total }) },
    );
    if (this.untold && filters.length === 0) this.tellEnd(answer, signal);
    return answer;
  }

  private tellEnd(answer: Promise<SearchPage>, signal: AbortSignal): void {
    const [search, start] = [this.current, performance.now()];
    const end = (outcome: SearchEnd['outcome']): void => this.deps.onSearched(search, { duration: performance.now() - start, outcome });
    this.untold = false;
    answer.then(
      ({ total }) => end({ kind: 'answered', rows: total }),
      () => end({ kind: signal.aborted ? 'cancelled' : 'failed' }),
    );
  }

  private histogram({ run, timeZone }: { readonly run: number; readonly timeZone: string }, signal: AbortSignal): Promise<HitsOverTime> {
    if (run !== this.runs) throw replaced();
    const { engine } = this.deps.session;
    return hitsOverTime({ engine, now: this.deps.session.now() }, { query: this.current.query, window: this.window, timeZone }, signal);
  }

  /** A bar at the edge reaches beyond the window, and counts what lies within. Nothing lies after now, and a past range ends there. */
  private async searchWithin({ from, to }: Required<TimeWindow>): Promise<undefined> {
    const { range } = this.current;
    const { from: first = from, to: last = to } = this.window;
    this.before = [...this.before, range];
    await this.searchIn({ kind: 'between', from: Math.max(from, first), to: range.kind === 'past' ? to : Math.min(to, last) });
    return undefined;
  }

  private async searchBefore(): Promise<undefined> {
    const range = this.before.at(-1);
    this.before = this.before.slice(0, -1);
    if (range !== undefined) await this.searchIn(range);
    return undefined;
  }

  /** The query says the range too where it still stands in its document; where it was changed meanwhile, the panel alone goes there. */
  private async searchIn(range: TimeRange): Promise<void> {
    const { query, documentUri, offset = 0 } = this.current;
    const written = documentUri === undefined ? undefined : await writeQueryTime({ query, documentUri, offset }, range);
    this.current = { ...this.current, range, ...written };
    this.askAgain();
  }

  /** The query says what it is narrowed to, in its document or in a new one. */
  private async narrow(cell: NarrowRequest): Promise<undefined> {
    const { query, range } = this.current;
    const condition = await conditionOfCell(this.deps.session.engine, query, cell);
    const written = condition === undefined ? undefined : await writeCondition(this.current, condition, range);
    if (written === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No query can ask for this value: the cell holds several values, or parts.'));
      return undefined;
    }
    this.current = { ...this.current, ...written, title: visible(written.title) };
    this.panel.title = vscode.l10n.t('Search: {0}', this.current.title);
    this.askAgain();
    return undefined;
  }

  private resolve(): TimeWindow {
    return resolveRange(this.current.range, this.deps.session.now());
  }

  private tell(): void {
    const { query, range } = this.current;
    const { memento } = this.deps;
    const [before, layout, chart] = [this.before.at(-1), memento.get(LAYOUT_KEY), memento.get(CHART_KEY)];
    this.host.tell('search', {
      run: this.runs,
      query,
      range: rangeText(range),
      allTime: range.kind === 'all',
      ...(before !== undefined && { before: rangeText(before) }),
      chart: CHART_LOOKS.find((look) => look === chart) ?? 'bars',
      restore: this.current,
      ...(layout !== undefined && { layout }),
    });
  }

  private async edit(): Promise<undefined> {
    const { query, range, documentUri, offset } = this.current;
    const document =
      documentUri === undefined
        ? await vscode.workspace.openTextDocument({ language: LANGUAGE, content: `${await textWithTime(query, range)}\n` })
        : await vscode.workspace.openTextDocument(vscode.Uri.parse(documentUri, true));
    const at = document.positionAt(offset ?? 0);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at), preview: false });
    return undefined;
  }
}

function replaced(): EngineError {
  return new EngineError('cancelled', 'These results have been replaced by those of a later run.');
}

/** A person asked for it here and not in the page: what fails is told here. */
async function told(work: () => Promise<unknown>): Promise<undefined> {
  try {
    await work();
  } catch (error) {
    if (EngineError.is(error, 'cancelled')) return undefined;
    const message = withoutLinks(error instanceof Error ? error.message : String(error));
    void vscode.window.showErrorMessage(vscode.l10n.t('Nephoscope: {0}', message));
  }
  return undefined;
}

/** Without what a webview keeps beside it. */
function ownPart({ query, range, title, documentUri, offset }: Search): Search {
  return { query, range, title, ...(documentUri !== undefined && { documentUri }), ...(offset !== undefined && { offset }) };
}
