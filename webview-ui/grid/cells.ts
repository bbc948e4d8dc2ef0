import { el } from '../dom';
import { icon, type IconName } from '../icons';
import type { Placed } from './layout';

export interface Column<R> {
  readonly key: string;
  readonly title: string;
  /** Least width in pixels, and its share of what is left over. */
  readonly min: number;
  readonly grow: number;
  /** What stands in the cell and is copied; empty where the row has no such value. */
  readonly text: (row: R) => string;
  /** What the pointer shows, where it is not the text. */
  readonly hint?: (row: R) => string;
  /** A small drawing before the text. */
  readonly mark?: (row: R) => Element;
  /** Ids, names and addresses: in the editor's own font. */
  readonly code?: boolean;
  readonly sortable?: boolean;
  /** The cell is a button and not a text. Such columns stand last. */
  readonly action?: { readonly icon: IconName; readonly run: (row: R) => void };
}

/** The name of a cell in the page. */
export function cellId(grid: string, row: number, column: number): string {
  return `${grid}-${row}-${column}`;
}

/** Widths and places are set one by one: the page's policy allows no style in markup. */
export function placeCell(cell: HTMLElement, { left, width, pinned, column }: Placed<Column<never>>, before: number, rest: number): void {
  cell.style.setProperty('width', `${width}px`);
  if (pinned) {
    cell.classList.add('pinned');
    cell.style.setProperty('left', `${left}px`);
  } else if (column.action !== undefined) {
    cell.style.setProperty('right', `${rest}px`);
  }
  if (left > before) cell.style.setProperty('margin-left', `${left - before}px`); // columns between are not drawn
}

/** One cell of a row; empty while the row isn't there yet. */
export function drawCell<R>(column: Column<R>, row: R | undefined, id: string, index: number): HTMLElement {
  const base = { role: 'gridcell', id, 'aria-colindex': index + 1, 'data-column': index, 'data-key': column.key };
  if (row === undefined) return el('div', { ...base, class: 'grid-cell' });
  if (column.action !== undefined) {
    // The grid has the focus and does what Enter says; the button is there for pointers and for its role.
    const press = el('button', { type: 'button', tabindex: -1, title: column.title, 'aria-label': column.title }, icon(column.action.icon));
    return el('div', { ...base, class: 'grid-cell action' }, press);
  }
  const text = column.text(row);
  return el(
    'div',
    { ...base, class: column.code === true ? 'grid-cell code' : 'grid-cell', title: column.hint?.(row) ?? text },
    column.mark?.(row),
    el('span', { class: 'grid-text' }, text),
  );
}
