import '../shared.css';
import '../grid/grid.css';
import '../chart/chart.css';
import './results.css';
import './chart.css';
import type { ColumnFilter, ResultsCalls, ResultsEvents, SearchSnapshot, Sort, SortColumn } from '../../src/protocol/results';
import type { Params } from '../../src/protocol/wire';
import { button, progressRing } from '../controls';
import { el, fill } from '../dom';
import { eventCount } from '../format';
import type { Column } from '../grid/cells';
import { Grid } from '../grid/grid';
import { readLayout, USUAL, type Layout } from '../grid/layout';
import { t } from '../localise';
import { notice } from '../notice';
import { openPage, type Page } from '../page';
import { HitsChart } from './chart';
import { columnsOf, headOf, isAboutEvents, isEvent, isResource, usualSort, type Head, type ResultRow } from './columns';
import { Commands, type Desk } from './commands';
import { drawFilters, isFilterable } from './narrowing';
import { Pages } from './pages';
import { readView, type View } from './view';

const EVENTS: Head = { kind: 'events', columns: [] };
/** A view that changes with every scrolled pixel is kept when it has come to rest. */
const KEEP_MS = 300;
const NOTE_MS = 6000;

/** The results of one search: a grid whose rows are asked for as they come into view. */
class Results implements Desk {
  private readonly query = el('code', { class: 'query' });
  private readonly range = el('span', { class: 'muted range' });
  private readonly amount = el('span', { class: 'amount', role: 'status' });
  private readonly chips = el('div', { class: 'chips', role: 'group', 'aria-label': t('Filters of the columns'), hidden: true });
  private readonly note = el('span', { class: 'muted note', role: 'status' });
  private readonly busy: HTMLElement;
  private readonly message = el('div', { class: 'message', hidden: true });
  private readonly chart = new HitsChart({
    ask: (run, signal) =>
      this.page.client.request('histogram', { run, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }, signal),
    onChoose: (stretch) => this.request('searchWithin', stretch),
    onBack: () => this.ask('searchBefore'),
    onLook: (look) => this.request('showChart', look),
  });
  head: Head = EVENTS;
  columns: readonly Column<ResultRow>[];
  grid: Grid<ResultRow>;
  private search: SearchSnapshot | undefined;
  view: View;
  pages: Pages<ResultRow>;
  private keeping = 0;
  private noting = 0;
  /** The next rows are the first of a new search. */
  private fresh = true;
  /** The next rows are those that were looked at before this page was away. */
  private returning: boolean;

  private readonly commands: Commands;

  constructor(readonly page: Page<ResultsCalls, ResultsEvents>) {
    this.commands = new Commands(this);
    this.view = readView(page.kept);
    this.returning = this.view.grid !== undefined;
    this.columns = columnsOf(this.head, page.init.regions);
    this.pages = this.newPages();
    this.grid = this.makeGrid();
    this.busy = el(
      'span',
      { class: 'busy', hidden: true },
      progressRing(t('Searching')),
      t('Searching…'),
      button(t('Cancel'), () => this.cancel(), { title: t('Cancel (Escape)') }),
    );
    const actions = el(
      'div',
      { class: 'actions' },
      button(t('Run Again'), () => this.ask('runAgain'), { look: 'primary' }),
      button(t('Edit Query'), () => this.ask('editQuery')),
      button(t('Columns…'), () => this.commands.run('chooseColumns')),
      button(t('Export…'), () => this.commands.run('exportRows')),
    );
    const header = el('header', {}, el('h1', { class: 'unseen' }, t('Search results')), this.query, actions);
    const bar = el('div', { class: 'bar' }, this.amount, this.range, this.busy, this.chips, this.note);
    document.body.append(el('main', {}, header, bar, this.chart.element, this.message, this.grid.element));
    window.addEventListener('keydown', (event) => this.onKey(event));
    this.showHeading();
    page.client.on('search', (search) => this.start(search));
    page.client.on('counted', ({ run, total }) => {
      if (run === this.search?.run && this.pages.total === undefined) this.amount.textContent = this.amountText(total);
    });
    page.client.on('action', ({ name }) => this.commands.run(name));
    this.ask('ready');
  }

  private makeGrid(): Grid<ResultRow> {
    const pages = (): Pages<ResultRow> => this.pages;
    const grid = new Grid<ResultRow>(
      {
        id: 'results',
        label: this.head.kind === 'events' ? t('Events found') : this.head.kind === 'resources' ? t('Resources found') : t('Counts'),
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
        onCopy: () => this.commands.run('copy'),
        onMove: () => this.keepSoon(),
        onLayout: (layout) => this.keep({ layout }),
        contextOf: ({ key, sortable }, row, onHeader) => ({
          preventDefaultContextMenuItems: true,
          webviewSection: onHeader ? 'header' : 'cell',
          isEvent: row !== undefined && isEvent(row),
          isTraceable: row !== undefined && (isEvent(row) || isResource(row)),
          isAdded: key.startsWith('column '),
          isNarrowable: isFilterable(key) && (onHeader || isAboutEvents(this.head)),
          isSortable: sortable === true,
          isPinned: this.layout.pinned.includes(key),
          isFiltered: this.view.filters.length > 0,
        }),
      },
      this.layout,
    );
    grid.element.addEventListener('scroll', () => this.keepSoon());
    return grid;
  }

  get layout(): Layout {
    return this.view.layout ?? (this.search?.layout === undefined ? USUAL : readLayout(this.search.layout));
  }

  private newPages(): Pages<ResultRow> {
    return new Pages<ResultRow>(
      async (offset, limit, signal) => {
        const { sort, filters } = this.view;
        const order = sort === undefined ? {} : { sort };
        const page = await this.page.client.request('page', { run: this.search?.run ?? 0, offset, limit, filters, ...order }, signal);
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
    const focused = document.activeElement === element;
    this.grid = this.makeGrid();
    element.replaceWith(this.grid.element);
    if (focused) this.grid.element.focus();
    this.showHeading();
  }

  private showHeading(): void {
    const { column, descending } = this.view.sort ?? usualSort(this.head);
    this.grid.showHeading({ sorted: { key: column, descending }, filtered: this.view.filters.map((filter) => filter.column) });
    drawFilters(this.chips, this.view.filters, this.columns, (filters) => this.filter(filters));
  }

  /** The host tells what is searched; a later run of it, or the same one when this page was hidden. */
  private start(search: SearchSnapshot): void {
    const first = this.search === undefined;
    this.search = search;
    // The comments above a ready-made search would push the search itself out of sight.
    this.query.textContent = search.query.replace(/^\s*\/\/.*\n/gm, '').trim();
    this.query.title = search.query;
    this.range.textContent = search.range;
    this.chart.start(search);
    if (first) this.grid.arrange(this.layout);
    this.keep({});
    this.searchFromTop();
  }

  private searchFromTop(): void {
    this.pages.cancel();
    this.pages = this.newPages();
    this.showHeading();
    this.pages.want(0, 1);
    this.amount.textContent = '';
    this.message.hidden = true;
    this.grid.element.hidden = false;
    this.fresh = true;
    this.busy.hidden = false;
    this.grid.element.setAttribute('aria-busy', 'true');
  }

  private showRows(): void {
    const total = this.pages.total ?? 0;
    this.settle();
    this.amount.textContent = this.amountText(total);
    this.grid.element.hidden = total === 0;
    if (total === 0) this.say(this.nothing());
    if (this.fresh) this.chart.show(isAboutEvents(this.head) && (total > 0 || this.view.filters.length > 0));
    const { grid } = this.view;
    this.grid.refresh(this.fresh && !this.returning);
    this.fresh = false;
    if (this.returning && grid !== undefined) this.grid.view = grid;
    this.returning = false;
  }

  private amountText(total: number): string {
    if (this.head.kind === 'events') return eventCount(total);
    if (this.head.kind === 'resources') return total === 1 ? t('1 resource') : t('{0} resources', total);
    return total === 1 ? t('1 row') : t('{0} rows', total);
  }

  private nothing(): HTMLElement {
    if (this.view.filters.length > 0) {
      return notice(
        t('No row passes the filters'),
        t('The query finds events, but the filters of the columns leave none of them.'),
        button(t('Clear all filters'), () => this.filter([]), { look: 'primary' }),
      );
    }
    if (this.search?.allTime === true) return notice(t('No event matches'), t('Nothing in the store matches this query.'));
    return notice(
      t('No event matches'),
      t('Nothing in the store matches this query within {0}.', this.search?.range ?? ''),
      button(t('Search All Time'), () => this.ask('searchAllTime'), { look: 'primary' }),
    );
  }

  private fail(error: unknown): void {
    this.settle();
    this.chart.hide();
    this.grid.element.hidden = true;
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
    this.chart.hide();
    this.grid.element.hidden = true;
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

  /** Escape ends the search that is running, else it lets the filters go. */
  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (!this.busy.hidden) this.cancel();
    else if (this.view.filters.length > 0) this.filter([]);
  }

  private sortBy(column: SortColumn): void {
    const before = this.view.sort ?? usualSort(this.head);
    this.sort({ column, descending: before.column === column ? !before.descending : column === 'time' || column === 'count' });
  }

  sort(sort: Sort): void {
    this.keep({ sort });
    this.searchFromTop();
  }

  filter(filters: readonly ColumnFilter[]): void {
    this.keep({ filters });
    this.searchFromTop();
    this.grid.element.focus();
  }

  arrange(layout: Layout): void {
    this.keep({ layout });
    this.grid.arrange(layout);
  }

  open(): void {
    const row = this.grid.active;
    if (row === undefined) return;
    if (isEvent(row)) this.page.act({ kind: 'openRecord', eventId: row.eventId });
    else if (isResource(row)) this.page.act({ kind: 'openConfiguration', resource: row.resource });
  }

  /** Says something in passing. */
  tell(text: string): void {
    this.note.textContent = text;
    window.clearTimeout(this.noting);
    this.noting = window.setTimeout(() => (this.note.textContent = ''), NOTE_MS);
  }

  private keepSoon(): void {
    window.clearTimeout(this.keeping);
    this.keeping = window.setTimeout(() => this.keep({ grid: this.grid.view }), KEEP_MS);
  }

  /** Keeps the search and how it is looked at, for a reload of the window. */
  private keep(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    if (this.search !== undefined) this.page.keep({ ...this.search.restore, view: this.view });
  }

  private ask(method: 'ready' | 'runAgain' | 'searchAllTime' | 'searchBefore' | 'editQuery'): void {
    this.request(method, undefined);
  }

  private request<M extends keyof ResultsCalls>(method: M, params: Params<ResultsCalls, M>): void {
    this.page.client.request(method, params).catch((error: unknown) => this.fail(error));
  }
}

void openPage<ResultsCalls, ResultsEvents>().then((page) => new Results(page));
