import { el } from '../dom';
import { icon, type IconName } from '../icons';

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
  /** The cell is a button and not a text. */
  readonly action?: { readonly icon: IconName; readonly run: (row: R) => void };
}

/** The name of a cell in the page. */
export function cellId(grid: string, row: number, column: number): string {
  return `${grid}-${row}-${column}`;
}

/** One cell of a row; empty while the row isn't there yet. */
export function drawCell<R>(column: Column<R>, row: R | undefined, id: string, index: number, columns: number): HTMLElement {
  const base = { role: 'gridcell', id, 'aria-colindex': index + 1, 'data-column': index, 'data-key': column.key };
  if (row === undefined) return el('div', { ...base, class: 'grid-cell' });
  if (column.action !== undefined) {
    // The grid has the focus and does what Enter says; the button is there for pointers and for its role.
    const press = el('button', { type: 'button', tabindex: -1, title: column.title, 'aria-label': column.title }, icon(column.action.icon));
    return keepAtEdge(el('div', { ...base, class: 'grid-cell action' }, press), index, columns);
  }
  const text = column.text(row);
  return el(
    'div',
    { ...base, class: column.code === true ? 'grid-cell code' : 'grid-cell', title: column.hint?.(row) ?? text },
    column.mark?.(row),
    el('span', { class: 'grid-text' }, text),
  );
}

/** Actions stand last and stay in view however far the texts are scrolled sideways. */
export function keepAtEdge(cell: HTMLElement, index: number, columns: number): HTMLElement {
  cell.style.setProperty('--behind', String(columns - 1 - index));
  return cell;
}
