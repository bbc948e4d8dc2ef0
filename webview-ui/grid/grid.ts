import { el, setAttributes } from '../dom';
import { Body } from './body';
import { cellId, type Column } from './cells';
import { follow } from './drag';
import { Head, type Heading } from './head';
import { chosenCells, HEADER, moved, within, type Place, type Range, type Spot } from './keys';
import {
  drawnColumns,
  fullWidth,
  movingBefore,
  moving,
  pinned,
  placed,
  resized,
  revealColumn,
  USUAL,
  type Layout,
  type Placed,
} from './layout';
import { menuAt } from './menu';
import { pageSize, rowWindow, scrollHeight, scrollToReveal, type Viewport } from './window';

export interface RowSource<R> {
  readonly total: number;
  /** `undefined`: not there yet. */
  row(index: number): R | undefined;
  /** These rows are about to be shown. */
  want(first: number, last: number): void;
}

export interface GridOptions<R> {
  /** Unique in the page: cells are named after it. */
  readonly id: string;
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly source: RowSource<R>;
  /** Enter or a double click on a row. */
  onOpen(row: R): void;
  /** Enter or a click on the header of a sortable column. */
  onSort(key: string): void;
  /** Copy, with what is chosen. */
  onCopy(): void;
  /** Another cell has become the active one, or others are chosen. */
  onMove?(): void;
  /** A person arranged the columns anew. Absent: nobody can. */
  onLayout?(layout: Layout): void;
  /** What the editor's menu is told about the cell it is opened on. Absent: there is no menu. */
  contextOf?(column: Column<R>, row: R | undefined, onHeader: boolean): Readonly<Record<string, string | boolean>>;
}

const ROW_HEIGHT = 24;
/** By so much a key makes a column wider or narrower. */
const WIDTH_STEP = 20;
/** A drag beyond an edge of the grid scrolls by so much a step. */
const DRAG_SCROLL = 24;

/**
 * A grid of any number of rows and columns of which only those in view are in the page. The keyboard's focus stays on the grid itself
 * and `aria-activedescendant` names the cell, so that nothing is lost when the row under it is scrolled away.
 */
export class Grid<R> {
  readonly element: HTMLElement;
  private readonly head: Head<R>;
  private readonly body: Body<R>;
  private columns: readonly Placed<Column<R>>[] = [];
  private drawnColumns: readonly number[] = [];
  private heading: Heading = { filtered: [] };
  private place: Place = { row: 0, column: 0, anchor: { row: 0, column: 0 } };
  private frame = 0;

  constructor(
    private readonly options: GridOptions<R>,
    private layout: Layout = USUAL,
  ) {
    this.body = new Body(options.id, ROW_HEIGHT);
    this.head = new Head(
      options.id,
      {
        resize: (key, width) => this.rearrange(resized(this.layout, key, width)),
        fit: (key) => this.fit(key),
        drop: (key, other, after) => this.rearrange(movingBefore(options.columns, this.layout, key, other, after)),
        press: (index) => this.pressHead(index),
      },
      options.onLayout !== undefined,
    );
    this.element = el(
      'div',
      { class: 'grid', role: 'grid', tabindex: 0, 'aria-label': options.label, 'aria-multiselectable': 'true' },
      el('div', { class: 'grid-top', role: 'rowgroup' }, this.head.element),
      this.body.element,
    );
    this.element.style.setProperty('--row', `${ROW_HEIGHT}px`);
    this.listen();
    this.lay();
  }

  /** The active row, where it is there. */
  get active(): R | undefined {
    return this.place.row === HEADER ? undefined : this.options.source.row(this.place.row);
  }

  /** The column of the active cell, which may be a header. */
  get activeColumn(): Column<R> {
    return this.column;
  }

  get onHeader(): boolean {
    return this.place.row === HEADER;
  }

  /** Chosen rows and columns; the columns are those that are shown, from left to right. */
  get chosen(): Range {
    return chosenCells(this.place);
  }

  /** The columns that are shown, from left to right, without buttons. */
  get shown(): readonly Column<R>[] {
    return this.columns.flatMap(({ column }) => (column.action === undefined ? [column] : []));
  }

  /** Where it is scrolled to and which cell is active: what a page keeps that comes back. */
  get view(): GridView {
    const { scrollTop: top, scrollLeft: left } = this.element;
    return { top, left, row: this.place.row, key: this.column.key };
  }

  set view({ top, left, row, key }: GridView) {
    const column = Math.max(
      0,
      this.columns.findIndex((here) => here.column.key === key),
    );
    const spot = { row: Math.max(HEADER, Math.min(row, this.options.source.total - 1)), column };
    this.place = { ...spot, anchor: spot };
    this.element.scrollTop = top;
    this.element.scrollLeft = left;
    this.draw();
  }

  /** Arranges the columns; the active one stays where it is still shown. */
  arrange(layout: Layout): void {
    this.layout = layout;
    this.lay();
  }

  /** Shows in the headers what the rows are sorted and narrowed by. */
  showHeading(heading: Heading): void {
    this.heading = heading;
    this.drawHead();
  }

  /** The rows are others now. `top`: they are a new list, to be read from its beginning. */
  refresh(top = false): void {
    const { total } = this.options.source;
    setAttributes(this.element, { 'aria-rowcount': total + 1 });
    const height = scrollHeight(total, ROW_HEIGHT);
    this.body.element.style.setProperty('height', `${height}px`);
    this.element.style.setProperty('--full', `${height + ROW_HEIGHT + 14}px`); // the header, borders and a scroll bar
    if (top) this.element.scrollTop = 0;
    const spot = { row: top ? 0 : Math.max(0, Math.min(this.place.row, total - 1)), column: this.place.column };
    this.place = { ...spot, anchor: spot };
    this.redraw();
  }

  private rearrange(layout: Layout): void {
    this.arrange(layout);
    this.options.onLayout?.(layout);
  }

  /** Places the columns and draws all anew. */
  private lay(): void {
    const active = this.columns[this.place.column]?.column.key;
    this.columns = placed(this.options.columns, this.layout, this.element.clientWidth);
    const column = Math.max(0, active === undefined ? 0 : this.columns.findIndex((here) => here.column.key === active));
    this.place = { row: this.place.row, column, anchor: { row: this.place.anchor.row, column } };
    this.element.style.setProperty('--wide', `${fullWidth(this.columns)}px`);
    setAttributes(this.element, { 'aria-colcount': this.columns.length });
    this.redraw();
  }

  private redraw(): void {
    this.body.clear();
    this.drawnColumns = [];
    this.draw();
  }

  private get viewport(): Viewport {
    const height = this.element.clientHeight - this.head.element.offsetHeight;
    return { scrollTop: this.element.scrollTop, height, rowHeight: ROW_HEIGHT, total: this.options.source.total };
  }

  private listen(): void {
    const { element } = this;
    element.addEventListener('scroll', () => this.later());
    let width = 0;
    new ResizeObserver(() => {
      if (element.clientWidth === width) this.later();
      else this.lay();
      width = element.clientWidth;
    }).observe(element);
    element.addEventListener('keydown', (event) => this.onKey(event));
    this.body.element.addEventListener('mousedown', (event) => this.onPress(event));
    this.head.element.addEventListener('mousedown', (event) => {
      const spot = spotOf(event);
      if (event.button === 2 && spot !== undefined) this.settle({ ...spot, anchor: spot });
    });
    this.body.element.addEventListener('click', (event) => {
      if (spotOf(event) !== undefined && this.column.action !== undefined) this.open();
    });
    this.body.element.addEventListener('dblclick', () => {
      if (this.column.action === undefined) this.open();
    });
    element.addEventListener('copy', (event) => {
      if (this.place.row === HEADER) return;
      event.preventDefault();
      this.options.onCopy();
    });
  }

  private later(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    const { source } = this.options;
    const rows = rowWindow(this.viewport);
    source.want(rows.first, rows.last);
    const columns = drawnColumns(this.columns, this.element.scrollLeft, this.element.clientWidth);
    if (columns.join() !== this.drawnColumns.join()) {
      this.drawnColumns = columns;
      this.body.clear();
      this.drawHead();
    }
    this.body.draw(rows, this.columns, columns, (index) => source.row(index));
    this.mark();
  }

  private drawHead(): void {
    this.head.draw(this.columns, this.drawnColumns, this.heading);
    this.mark();
  }

  /** Shows the active cell, its row and the chosen cells, and tells the editor's menu where it would open. */
  private mark(): void {
    const range = this.chosen;
    const several = range.first !== range.last || range.left !== range.right;
    this.body.mark(this.place, range);
    this.element.classList.toggle('several', several);
    for (const cell of this.element.querySelectorAll('.active')) cell.classList.remove('active');
    const id = cellId(this.options.id, this.place.row, this.place.column);
    const active = document.getElementById(id);
    active?.classList.add('active');
    const context = this.options.contextOf?.(this.column, this.active, this.onHeader);
    setAttributes(this.element, {
      'aria-activedescendant': active !== null && id,
      'data-vscode-context': context !== undefined && JSON.stringify(context),
    });
  }

  private get column(): Column<R> {
    // The place is kept within the columns, of which there is at least one.
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion
    return this.columns[this.place.column]!.column;
  }

  /** Goes to a cell and brings it into view. */
  private moveTo(place: Place): void {
    const { element } = this;
    this.place = place;
    if (place.row !== HEADER) element.scrollTop = scrollToReveal(place.row, this.viewport);
    element.scrollLeft = revealColumn(this.columns, place.column, element.scrollLeft, element.clientWidth);
    this.draw();
    this.options.onMove?.();
  }

  /** Goes to a cell that is in view. */
  private settle(place: Place): void {
    this.place = place;
    this.mark();
    this.options.onMove?.();
  }

  private open(): void {
    const row = this.active;
    if (this.place.row === HEADER) {
      if (this.column.sortable === true) this.options.onSort(this.column.key);
    } else if (row !== undefined) {
      if (this.column.action === undefined) this.options.onOpen(row);
      else this.column.action.run(row);
    }
  }

  private onKey(event: KeyboardEvent): void {
    const control = event.ctrlKey || event.metaKey;
    const plain = !control && !event.shiftKey;
    if (event.altKey) return;
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      if (this.options.contextOf === undefined) return;
      menuAt(document.getElementById(cellId(this.options.id, this.place.row, this.place.column)) ?? this.element);
    } else if (event.key === 'Enter' || (event.key === ' ' && plain && (this.place.row === HEADER || this.column.action !== undefined))) {
      this.open();
    } else if (this.place.row === HEADER && event.shiftKey && this.arrangeByKey(event.key, control)) {
      // done
    } else {
      const size = { rows: this.options.source.total, columns: this.columns.length, page: pageSize(this.viewport) };
      const place = moved(this.place, { key: event.key, shift: event.shiftKey, control }, size);
      if (place === undefined) return;
      if (event.key.startsWith('Arrow') || event.key.startsWith('Page') || event.key === 'Home' || event.key === 'End') this.moveTo(place);
      else this.settle(place); // cells are chosen around the active one, which stays in view
    }
    event.preventDefault();
  }

  /** On a header: Shift and an arrow make the column wider or narrower, Control besides moves it. */
  private arrangeByKey(key: string, control: boolean): boolean {
    const by = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : undefined;
    const here = this.columns[this.place.column];
    if (by === undefined || here === undefined || this.options.onLayout === undefined || here.column.action !== undefined) return false;
    if (control) this.rearrange(moving(this.options.columns, this.layout, here.column.key, by));
    else this.rearrange(resized(this.layout, here.column.key, here.width + by * WIDTH_STEP));
    this.moveTo(this.place);
    return true;
  }

  private pressHead(column: number): void {
    const spot = { row: HEADER, column };
    this.settle({ ...spot, anchor: spot });
    this.open();
  }

  private onPress(event: MouseEvent): void {
    const spot = spotOf(event);
    if (spot === undefined) return;
    if (event.button === 2 && within(this.chosen, spot)) return; // the menu is about what is chosen
    this.settle({ ...spot, anchor: event.shiftKey && this.place.row !== HEADER ? this.place.anchor : spot });
    if (event.button !== 0 || this.column.action !== undefined) return;
    follow(event, {
      move: (at) => {
        this.scrollTowards(at);
        const over = spotOf(at);
        if (over !== undefined && over.row !== HEADER) this.settle({ ...over, anchor: this.place.anchor });
      },
    });
  }

  /** A drag that leaves the grid takes the rows with it. */
  private scrollTowards({ clientX, clientY }: MouseEvent): void {
    const { top, bottom, left, right } = this.element.getBoundingClientRect();
    if (clientY < top + ROW_HEIGHT) this.element.scrollTop -= DRAG_SCROLL;
    if (clientY > bottom) this.element.scrollTop += DRAG_SCROLL;
    if (clientX < left) this.element.scrollLeft -= DRAG_SCROLL;
    if (clientX > right) this.element.scrollLeft += DRAG_SCROLL;
  }

  /** Makes a column as wide as what it shows at the moment. */
  fit(key: string): void {
    const cells = this.element.querySelectorAll<HTMLElement>(`.grid-cell[data-key="${CSS.escape(key)}"]`);
    const widths = Array.from(cells, (cell) => {
      const inner = Array.from(cell.children).reduce((sum, child) => sum + child.scrollWidth, 0);
      return inner + FIT_ROOM;
    });
    if (widths.length > 0) this.rearrange(resized(this.layout, key, Math.max(...widths)));
  }

  /** Keeps a column in view at the left, or no longer. */
  pin(key: string, on: boolean): void {
    this.rearrange(pinned(this.layout, key, on));
  }

  /** Moves a column one place to the left or to the right. */
  move(key: string, by: -1 | 1): void {
    this.rearrange(moving(this.options.columns, this.layout, key, by));
    this.moveTo(this.place);
  }
}

/** What comes back with a page: pixels, and the active cell. */
export interface GridView {
  readonly top: number;
  readonly left: number;
  readonly row: number;
  readonly key: string;
}

/** Padding of a cell, and room for the mark of a sorted column. */
const FIT_ROOM = 30;

/** The cell an event happened in. */
function spotOf(event: Event): Spot | undefined {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('.grid-cell') : null;
  const row = cell?.closest<HTMLElement>('.grid-row');
  if (cell === null || row === null || row === undefined) return undefined;
  return { row: Number(row.dataset['row'] ?? HEADER), column: Number(cell.dataset['column']) };
}
