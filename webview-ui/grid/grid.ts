import { el, fill, setAttributes } from '../dom';
import { icon } from '../icons';
import { cellId, drawCell, keepAtEdge, type Column } from './cells';
import { chosenRows, HEADER, moved, type Place } from './keys';
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
  /** Copy, with the chosen rows, and the column where it is but one. */
  onCopy(first: number, last: number, column: Column<R>): void;
  /** Another row or column has become the active one. */
  onMove?(): void;
}

const ROW_HEIGHT = 24;

/**
 * A grid of any number of rows of which only those in view are in the page. The keyboard's focus stays on the grid itself and
 * `aria-activedescendant` names the cell, so that nothing is lost when the row under it is scrolled away.
 */
export class Grid<R> {
  readonly element: HTMLElement;
  private readonly head = el('div', { class: 'grid-row grid-head', role: 'row', 'aria-rowindex': 1 });
  private readonly body = el('div', { class: 'grid-body', role: 'rowgroup' });
  private readonly drawn = new Map<number, HTMLElement>();
  private place: Place = { row: 0, column: 0, anchor: 0 };
  private frame = 0;

  constructor(private readonly options: GridOptions<R>) {
    const { columns, label } = options;
    this.element = el(
      'div',
      { class: 'grid', role: 'grid', tabindex: 0, 'aria-label': label, 'aria-multiselectable': 'true', 'aria-colcount': columns.length },
      el('div', { class: 'grid-top', role: 'rowgroup' }, this.head),
      this.body,
    );
    this.element.style.setProperty('--columns', columns.map(({ min, grow }) => `minmax(${min}px, ${grow}fr)`).join(' '));
    this.element.style.setProperty('--least', `${columns.reduce((sum, { min }) => sum + min, 0)}px`);
    this.element.style.setProperty('--row', `${ROW_HEIGHT}px`);
    this.sorted(undefined, false);
    this.listen();
  }

  /** The active row, where it is there. */
  get active(): R | undefined {
    return this.place.row === HEADER ? undefined : this.options.source.row(this.place.row);
  }

  get chosen(): readonly [number, number] {
    return chosenRows(this.place);
  }

  /** The rows are others now. `top`: they are a new list, to be read from its beginning. */
  refresh(top = false): void {
    const { total } = this.options.source;
    setAttributes(this.element, { 'aria-rowcount': total + 1 });
    const height = scrollHeight(total, ROW_HEIGHT);
    this.body.style.setProperty('height', `${height}px`);
    this.element.style.setProperty('--full', `${height + ROW_HEIGHT + 14}px`); // the header, borders and a scroll bar
    if (top) this.element.scrollTop = 0;
    const row = top ? 0 : Math.max(0, Math.min(this.place.row, total - 1));
    this.place = { ...this.place, row, anchor: row };
    this.drawn.clear();
    this.body.replaceChildren();
    this.draw();
  }

  /** Shows in the headers which column the rows are sorted by. */
  sorted(key: string | undefined, descending: boolean): void {
    const cells = this.options.columns.map((column, index) => {
      const order = column.key !== key ? 'none' : descending ? 'descending' : 'ascending';
      const cell = el(
        'div',
        {
          class: column.action === undefined ? 'grid-cell' : 'grid-cell action',
          role: 'columnheader',
          id: cellId(this.options.id, HEADER, index),
          'aria-colindex': index + 1,
          'aria-sort': column.sortable === true && order,
          'data-column': index,
          title: column.title,
        },
        el('span', { class: column.action === undefined ? 'grid-title' : 'unseen' }, column.title),
        order !== 'none' && icon(order),
      );
      return column.action === undefined ? cell : keepAtEdge(cell, index, this.options.columns.length);
    });
    fill(this.head, ...cells);
    this.mark();
  }

  private get view(): Viewport {
    const height = this.element.clientHeight - this.head.offsetHeight;
    return { scrollTop: this.element.scrollTop, height, rowHeight: ROW_HEIGHT, total: this.options.source.total };
  }

  private listen(): void {
    const { element } = this;
    element.addEventListener('scroll', () => this.later());
    new ResizeObserver(() => this.later()).observe(element);
    element.addEventListener('keydown', (event) => this.onKey(event));
    element.addEventListener('mousedown', (event) => this.onPress(event));
    element.addEventListener('click', (event) => this.onClick(event));
    element.addEventListener('dblclick', (event) => {
      if (placeOf(event)?.row !== HEADER && this.column.action === undefined) this.open();
    });
    element.addEventListener('copy', (event) => {
      if (this.place.row === HEADER) return;
      event.preventDefault();
      this.options.onCopy(...chosenRows(this.place), this.column);
    });
  }

  private later(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    const { source } = this.options;
    const { first, last, shift } = rowWindow(this.view);
    source.want(first, last);
    for (const [index, row] of this.drawn) {
      if (index >= first && index < last) continue;
      row.remove();
      this.drawn.delete(index);
    }
    for (let index = first; index < last; index += 1) {
      const row = this.drawn.get(index) ?? this.drawRow(index);
      row.style.setProperty('top', `${index * ROW_HEIGHT + shift}px`);
    }
    this.mark();
  }

  private drawRow(index: number): HTMLElement {
    const { columns, source, id } = this.options;
    const data = source.row(index);
    const row = el(
      'div',
      { class: data === undefined ? 'grid-row pending' : 'grid-row', role: 'row', 'aria-rowindex': index + 2, 'data-row': index },
      ...columns.map((column, at) => drawCell(column, data, cellId(id, index, at), at, columns.length)),
    );
    this.drawn.set(index, row);
    // In the order of the list, for those who read the page and don't see it.
    const next = [...this.drawn.keys()].filter((other) => other > index).sort((a, b) => a - b)[0];
    this.body.insertBefore(row, next === undefined ? null : (this.drawn.get(next) ?? null));
    return row;
  }

  /** Shows the active cell and the chosen rows. */
  private mark(): void {
    const [from, to] = chosenRows(this.place);
    const id = cellId(this.options.id, this.place.row, this.place.column);
    for (const [index, row] of this.drawn) row.setAttribute('aria-selected', String(index >= from && index <= to));
    for (const cell of this.element.querySelectorAll('.active')) cell.classList.remove('active');
    const active = document.getElementById(id);
    active?.classList.add('active');
    setAttributes(this.element, { 'aria-activedescendant': active !== null && id });
  }

  private get column(): Column<R> {
    // The place is kept within the columns, of which there is at least one.
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion
    return this.options.columns[this.place.column]!;
  }

  private moveTo(place: Place): void {
    this.place = place;
    if (place.row !== HEADER) this.element.scrollTop = scrollToReveal(place.row, this.view);
    this.draw();
    document.getElementById(cellId(this.options.id, place.row, place.column))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
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
    if (event.key === 'Enter' || (event.key === ' ' && (this.place.row === HEADER || this.column.action !== undefined))) {
      this.open();
    } else {
      const size = { rows: this.options.source.total, columns: this.options.columns.length, page: pageSize(this.view) };
      const place = moved(this.place, { key: event.key, shift: event.shiftKey, control }, size);
      if (place === undefined) return;
      this.moveTo(place);
    }
    event.preventDefault();
  }

  private onPress(event: MouseEvent): void {
    const place = placeOf(event);
    if (place === undefined || place.row === HEADER) return;
    this.place = { ...place, anchor: event.shiftKey ? this.place.anchor : place.row };
    this.mark();
    this.options.onMove?.();
  }

  private onClick(event: MouseEvent): void {
    const place = placeOf(event);
    if (place === undefined) return;
    if (place.row === HEADER) this.place = { ...place, anchor: HEADER };
    if (place.row === HEADER || this.column.action !== undefined) this.open();
  }
}

/** The cell an event happened in. */
function placeOf(event: Event): { readonly row: number; readonly column: number } | undefined {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('.grid-cell') : null;
  const row = cell?.closest<HTMLElement>('.grid-row');
  if (cell === null || row === null || row === undefined) return undefined;
  return { row: Number(row.dataset['row'] ?? HEADER), column: Number(cell.dataset['column']) };
}
