import type { ColumnFilter, ResultsAction, ResultsCalls, ResultsEvents, Sort, SortColumn } from '../../src/protocol/results';
import type { Params, Result } from '../../src/protocol/wire';
import type { Column } from '../grid/cells';
import type { Grid } from '../grid/grid';
import { choosing, layoutOf, ordered, shownColumns, USUAL, type Layout } from '../grid/layout';
import { t } from '../localise';
import type { Page } from '../page';
import { isEvent, isResource, valueAt, type Head, type ResultRow } from './columns';
import { MOST_COPIED, rowsAsJson, rowsAsText } from './copying';
import { isFilterable, withFilter } from './narrowing';
import type { Pages } from './pages';
import type { View } from './view';

/** What the commands work on: the results as they are shown at the moment. */
export interface Desk {
  readonly page: Page<ResultsCalls, ResultsEvents>;
  readonly grid: Grid<ResultRow>;
  readonly pages: Pages<ResultRow>;
  readonly head: Head;
  readonly columns: readonly Column<ResultRow>[];
  readonly view: View;
  readonly layout: Layout;
  sort(sort: Sort): void;
  filter(filters: readonly ColumnFilter[]): void;
  arrange(layout: Layout): void;
  open(): void;
  /** Says something in passing. */
  tell(text: string): void;
}

/** What the editor's menu, palette and keys ask for, about the active cell and what is chosen. */
export class Commands {
  private copying = new AbortController();

  constructor(private readonly desk: Desk) {}

  run(name: ResultsAction): void {
    this.table[name]();
  }

  private readonly table: Readonly<Record<ResultsAction, () => void>> = {
    copy: () => this.copy(this.grid.shown.slice(this.grid.chosen.left, this.grid.chosen.right + 1)),
    copyRows: () => this.copy(this.grid.shown),
    copyRowsAsJson: () => this.copyJson(),
    searchForValue: () => this.narrow(false),
    excludeValue: () => this.narrow(true),
    openRecord: () => this.desk.open(),
    openConfiguration: () => this.openConfiguration(),
    traceCause: () => this.traceCause(),
    sortAscending: () => this.desk.sort({ column: this.column, descending: false }),
    sortDescending: () => this.desk.sort({ column: this.column, descending: true }),
    filterColumn: () => void this.askFilter(),
    clearFilters: () => this.desk.filter([]),
    pinColumn: () => this.grid.pin(this.column, true),
    unpinColumn: () => this.grid.pin(this.column, false),
    hideColumn: () => this.hideColumn(),
    moveColumnLeft: () => this.grid.move(this.column, -1),
    moveColumnRight: () => this.grid.move(this.column, 1),
    fitColumn: () => this.grid.fit(this.column),
    chooseColumns: () => void this.chooseColumns(),
    resetColumns: () => {
      this.desk.arrange(USUAL);
      this.call('saveLayout', {});
    },
    saveColumns: () => {
      // What a query adds is called by its place, and another query adds something else there.
      this.call('saveLayout', { layout: layoutOf(this.desk.layout, (key) => !key.startsWith('column ')) });
      this.desk.tell(t('Searches begin with these columns from now on'));
    },
    exportRows: () => this.exportRows(),
  };

  private get grid(): Grid<ResultRow> {
    return this.desk.grid;
  }

  /** The column of the active cell. */
  private get column(): SortColumn {
    return this.grid.activeColumn.key as SortColumn;
  }

  private async askFilter(): Promise<void> {
    const { key, title } = this.grid.activeColumn;
    if (!isFilterable(key)) return;
    const filter = this.desk.view.filters.find(({ column }) => column === key);
    const wanted = await this.request('askFilter', { column: key, title, ...(filter !== undefined && { filter }) });
    if (wanted !== null) this.desk.filter(withFilter(this.desk.view.filters, key, wanted));
  }

  private hideColumn(): void {
    const { columns, layout } = this.desk;
    const others = shownColumns(columns, layout).flatMap(({ key }) => (key === this.column ? [] : [key]));
    this.desk.arrange(choosing(columns, layout, others));
  }

  private async chooseColumns(): Promise<void> {
    const { columns, layout } = this.desk;
    const shown = shownColumns(columns, layout);
    const choices = ordered(columns, layout).map((column) => ({ key: column.key, title: column.title, shown: shown.includes(column) }));
    const keys = await this.request('chooseColumns', { columns: choices });
    if (keys !== null) this.desk.arrange(choosing(this.desk.columns, this.desk.layout, keys));
  }

  /** Of what the active cell names. */
  private openConfiguration(): void {
    const row = this.grid.active;
    const resource = row === undefined ? null : valueAt(row, this.column);
    if (resource !== null && resource !== '') this.desk.page.act({ kind: 'openConfiguration', resource });
  }

  /** Of the active row: an event, or a resource. */
  private traceCause(): void {
    const row = this.grid.active;
    if (row === undefined) return;
    if (isEvent(row)) this.desk.page.act({ kind: 'traceCause', subject: row.eventId });
    else if (isResource(row)) this.desk.page.act({ kind: 'traceCause', subject: row.resource });
  }

  private narrow(exclude: boolean): void {
    const row = this.grid.active;
    if (row === undefined || !isFilterable(this.column)) return;
    const event = isEvent(row) ? { eventId: row.eventId } : {};
    this.call('narrow', { column: this.column, exclude, text: valueAt(row, this.column), ...event });
  }

  private exportRows(): void {
    const { sort, filters } = this.desk.view;
    const columns = this.grid.shown.map(({ key }) => key as SortColumn);
    this.call('exportRows', { filters, columns, ...(sort !== undefined && { sort }) });
  }

  private copy(columns: readonly Column<ResultRow>[]): void {
    void this.chosenRows().then((rows) => this.put(rowsAsText(rows, columns), rows.length));
  }

  private copyJson(): void {
    void this.chosenRows().then((rows) => this.put(rowsAsJson(rows, this.desk.head), rows.length));
  }

  /** The chosen rows, also those that were chosen without being looked at. */
  private async chosenRows(): Promise<readonly ResultRow[]> {
    const { first, last } = this.grid.chosen;
    this.copying.abort();
    this.copying = new AbortController();
    if (this.grid.onHeader) return [];
    return this.desk.pages.stretch(first, Math.min(last, first + MOST_COPIED - 1), this.copying.signal).catch(() => []);
  }

  private put(text: string, rows: number): void {
    if (text === '') return;
    this.desk.page.act({ kind: 'copy', text });
    const all = this.grid.chosen.last - this.grid.chosen.first + 1;
    if (rows < all) this.desk.tell(t('Copied the first {0} of {1} rows. Export gives all of them.', rows, all));
    else this.desk.tell(rows === 1 ? t('Copied') : t('Copied {0} rows', rows));
  }

  /** Asks the host for what a person decides there; `null`: nothing, or it failed, and that is told there. */
  private async request<M extends 'chooseColumns' | 'askFilter'>(
    method: M,
    params: Params<ResultsCalls, M>,
  ): Promise<Result<ResultsCalls, M> | null> {
    return this.desk.page.client.request(method, params).catch(() => null);
  }

  private call<M extends 'narrow' | 'exportRows' | 'saveLayout'>(method: M, params: Params<ResultsCalls, M>): void {
    this.desk.page.client.request(method, params).catch(() => undefined);
  }
}
