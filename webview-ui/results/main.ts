import '../shared.css';
import '../grid/grid.css';
import './results.css';
import type { ResultsCalls, ResultsEvents, SearchSnapshot, Sort, SortColumn } from '../../src/protocol/results';
import { button, progressRing } from '../controls';
import { el, fill } from '../dom';
import type { Column } from '../grid/cells';
import { Grid } from '../grid/grid';
import { toTsv } from '../grid/tsv';
import { t } from '../localise';
import { notice } from '../notice';
import { openPage, type Page } from '../page';
import { columnsOf, headOf, isEvent, rowObject, usualSort, type Head, type ResultRow } from './columns';
import { Pages } from './pages';

const EVENTS: Head = { kind: 'events', columns: [] };

/** The results of one search: a grid whose rows are asked for as they come into view. */
class Results {
  private readonly query = el('code', { class: 'query' });
  private readonly range = el('span', { class: 'muted range' });
  private readonly amount = el('span', { class: 'amount', role: 'status' });
  private readonly busy: HTMLElement;
  private readonly rowActions: HTMLElement;
  private readonly message = el('div', { class: 'message', hidden: true });
  private readonly openButton: HTMLElement;
  private head: Head = EVENTS;
  private columns: readonly Column<ResultRow>[];
  private grid: Grid<ResultRow>;
  private search: SearchSnapshot | undefined;
  /** Absent: as the query has it. */
  private sort: Sort | undefined;
  private pages: Pages<ResultRow>;

  constructor(private readonly page: Page<ResultsCalls, ResultsEvents>) {
    this.columns = columnsOf(this.head, page.init.regions);
    this.pages = this.newPages();
    this.grid = this.makeGrid();
    this.busy = el(
      'span',
      { class: 'busy', hidden: true },
      progressRing(t('Searching')),
      t('Searching…'),
      button(t('Cancel'), () => this.cancel()),
    );
    this.openButton = button(t('Open Record'), () => this.open());
    this.rowActions = el(
      'div',
      { class: 'row-actions', role: 'group', hidden: true, 'aria-label': t('Selected row') },
      this.openButton,
      button(t('Copy Row'), () => this.copyRows(...this.grid.chosen)),
      button(t('Copy Row as JSON'), () => this.copyJson()),
    );
    const actions = el(
      'div',
      { class: 'actions' },
      button(t('Run Again'), () => this.ask('runAgain'), { look: 'primary' }),
      button(t('Edit Query'), () => this.ask('editQuery')),
    );
    const header = el('header', {}, el('h1', { class: 'unseen' }, t('Search results')), this.query, actions);
    const bar = el('div', { class: 'bar' }, this.amount, this.range, this.busy, this.rowActions);
    document.body.append(el('main', {}, header, bar, this.message, this.grid.element));
    this.showSort();
    page.client.on('search', (search) => this.start(search));
    this.ask('ready');
  }

  private makeGrid(): Grid<ResultRow> {
    const pages = (): Pages<ResultRow> => this.pages;
    return new Grid<ResultRow>({
      id: 'results',
      label: this.head.kind === 'events' ? t('Events found') : t('Counts'),
      columns: this.columns,
      source: {
        get total() {
          return pages().total ?? 0;
        },
        row: (index) => this.pages.row(index),
        want: (first, last) => {
          if (this.pages.total !== undefined) this.pages.want(first, last);
        },
      },
      onOpen: () => this.open(),
      onSort: (key) => this.sortBy(key as SortColumn),
      onCopy: (first, last, column) => {
        if (first === last) this.copyCell(column);
        else this.copyRows(first, last);
      },
      onMove: () => this.showActions(),
    });
  }

  private newPages(): Pages<ResultRow> {
    return new Pages<ResultRow>(
      async (offset, limit, signal) => {
        const order = this.sort === undefined ? {} : { sort: this.sort };
        const page = await this.page.client.request('page', { run: this.search?.run ?? 0, offset, limit, ...order }, signal);
        if (!signal.aborted) this.takeHead(headOf(page));
        return page;
      },
      { onRows: () => this.showRows(), onError: (error) => this.fail(error) },
    );
  }

  /** The first page of a run tells which columns its rows have. */
  private takeHead(head: Head): void {
    if (JSON.stringify(head) === JSON.stringify(this.head)) return;
    this.head = head;
    this.columns = columnsOf(head, this.page.init.regions);
    const { element } = this.grid;
    this.grid = this.makeGrid();
    element.replaceWith(this.grid.element);
    this.showSort();
  }

  private showSort(): void {
    const { column, descending } = this.sort ?? usualSort(this.head);
    this.grid.sorted(column, descending);
  }

  /** The host tells what is searched; a later run of it, or the same one when this page was hidden. */
  private start(search: SearchSnapshot): void {
    const again = search.query === this.search?.query;
    this.search = search;
    this.page.keep(search.restore);
    this.query.textContent = search.query;
    this.query.title = search.query;
    this.range.textContent = search.range;
    if (!again) this.sort = undefined;
    this.searchFromTop();
  }

  private searchFromTop(): void {
    this.pages.cancel();
    this.pages = this.newPages();
    this.showSort();
    this.pages.want(0, 1);
    this.amount.textContent = '';
    this.message.hidden = true;
    this.grid.element.hidden = false;
    this.fresh = true;
    this.busy.hidden = false;
    this.grid.element.setAttribute('aria-busy', 'true');
  }

  /** The next rows are the first of a new search. */
  private fresh = true;

  private showRows(): void {
    const total = this.pages.total ?? 0;
    this.settle();
    this.amount.textContent = this.amountText(total);
    this.grid.element.hidden = total === 0;
    if (total === 0) this.say(this.nothing());
    this.grid.refresh(this.fresh);
    this.fresh = false;
    this.showActions();
  }

  private amountText(total: number): string {
    if (this.head.kind === 'events') return total === 1 ? t('1 event') : t('{0} events', total);
    return total === 1 ? t('1 row') : t('{0} rows', total);
  }

  private nothing(): HTMLElement {
    if (this.search?.allTime === true) return notice(t('No event matches'), t('Nothing in the store matches this query.'));
    return notice(
      t('No event matches'),
      t('Nothing in the store matches this query within {0}.', this.search?.range ?? ''),
      button(t('Search All Time'), () => this.ask('searchAllTime'), { look: 'primary' }),
    );
  }

  private fail(error: unknown): void {
    this.settle();
    this.grid.element.hidden = true;
    this.rowActions.hidden = true;
    this.say(
      notice(
        t('The search failed'),
        error instanceof Error ? error.message : String(error),
        button(t('Run Again'), () => this.ask('runAgain'), { look: 'primary' }),
        button(t('Edit Query'), () => this.ask('editQuery')),
      ),
    );
  }

  private cancel(): void {
    this.pages.cancel();
    this.settle();
    this.grid.element.hidden = true;
    this.rowActions.hidden = true;
    this.say(
      notice(
        t('The search was cancelled'),
        '',
        button(t('Run Again'), () => this.ask('runAgain'), { look: 'primary' }),
      ),
    );
  }

  private settle(): void {
    this.busy.hidden = true;
    this.grid.element.removeAttribute('aria-busy');
    this.message.hidden = true;
  }

  private say(content: HTMLElement): void {
    fill(this.message, content);
    this.message.hidden = false;
  }

  private showActions(): void {
    const row = this.grid.active;
    this.rowActions.hidden = row === undefined;
    this.openButton.hidden = row === undefined || !isEvent(row);
  }

  private sortBy(column: SortColumn): void {
    const before = this.sort ?? usualSort(this.head);
    this.sort = { column, descending: before.column === column ? !before.descending : column === 'time' || column === 'count' };
    this.searchFromTop();
  }

  private open(): void {
    const row = this.grid.active;
    if (row !== undefined && isEvent(row)) this.page.act({ kind: 'openRecord', eventId: row.eventId });
  }

  private copyCell(column: Column<ResultRow>): void {
    const row = this.grid.active;
    if (row !== undefined) this.copy(toTsv([[column.text(row)]]));
  }

  /** Rows that have not come yet are left out; they can't be among the few a person chooses by hand. */
  private copyRows(first: number, last: number): void {
    this.copy(toTsv(this.rows(first, last).map((row) => this.columns.map((column) => column.text(row)))));
  }

  private copyJson(): void {
    const rows = this.rows(...this.grid.chosen).map((row) => rowObject(row, this.head));
    this.copy(JSON.stringify(rows.length === 1 ? rows[0] : rows, undefined, 2));
  }

  private rows(first: number, last: number): readonly ResultRow[] {
    return Array.from({ length: last - first + 1 }, (_, index) => this.pages.row(first + index)).filter((row) => row !== undefined);
  }

  private copy(text: string): void {
    this.page.act({ kind: 'copy', text });
  }

  private ask(method: 'ready' | 'runAgain' | 'searchAllTime' | 'editQuery'): void {
    this.page.client.request(method, undefined).catch((error: unknown) => this.fail(error));
  }
}

void openPage<ResultsCalls, ResultsEvents>().then((page) => new Results(page));
