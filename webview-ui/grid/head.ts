import { el, fill, setAttributes } from '../dom';
import { icon } from '../icons';
import { t } from '../localise';
import { cellId, placeCell, type Column } from './cells';
import { follow } from './drag';
import { HEADER } from './keys';
import { fullWidth, NARROWEST, type Placed } from './layout';

/** What the headers show of an answer. */
export interface Heading {
  readonly sorted?: { readonly key: string; readonly descending: boolean };
  /** Columns that narrow the rows. */
  readonly filtered: readonly string[];
}

export interface HeadEvents {
  /** The edge of a column is dragged. */
  resize(key: string, width: number): void;
  /** A double click on the edge. */
  fit(key: string): void;
  /** A column was dropped before another one, or after it. */
  drop(key: string, other: string, after: boolean): void;
  /** A click, and no drag. */
  press(index: number): void;
}

/** The row of headers: sorting by a click, widths by their edges, another order by a drag. */
export class Head<R> {
  readonly element = el('div', { class: 'grid-row grid-head', role: 'row', 'aria-rowindex': 1 });
  private columns: readonly Placed<Column<R>>[] = [];

  constructor(
    private readonly grid: string,
    /** Absent: the columns stay as they are. */
    private readonly events: HeadEvents,
    private readonly arrangeable: boolean,
  ) {
    this.element.addEventListener('mousedown', (event) => this.onPress(event));
    this.element.addEventListener('dblclick', (event) => {
      const key = edgeOf(event);
      if (key !== undefined) events.fit(key);
    });
  }

  draw(columns: readonly Placed<Column<R>>[], drawn: readonly number[], { sorted, filtered }: Heading): void {
    this.columns = columns;
    let before = 0;
    const cells = drawn.flatMap((index) => {
      const here = columns[index];
      if (here === undefined) return [];
      const { column } = here;
      const order = column.key !== sorted?.key ? 'none' : sorted.descending ? 'descending' : 'ascending';
      const narrows = filtered.includes(column.key);
      const cell = el(
        'div',
        {
          class: column.action === undefined ? 'grid-cell' : 'grid-cell action',
          role: 'columnheader',
          id: cellId(this.grid, HEADER, index),
          'aria-colindex': index + 1,
          'aria-sort': column.sortable === true && order,
          'data-column': index,
          'data-key': column.key,
          title: narrows ? t('{0} (filtered)', column.title) : column.title,
        },
        el('span', { class: column.action === undefined ? 'grid-title' : 'unseen' }, column.title),
        narrows && icon('filter'),
        narrows && el('span', { class: 'unseen' }, t('filtered')),
        order !== 'none' && icon(order),
        this.arrangeable && column.action === undefined && el('span', { class: 'grid-edge', 'data-edge': column.key }),
      );
      placeCell(cell, here, before, fullWidth(columns) - here.left - here.width);
      before = here.left + here.width;
      return [cell];
    });
    fill(this.element, ...cells);
  }

  private onPress(event: MouseEvent): void {
    if (event.button !== 0) return;
    const edge = edgeOf(event);
    const index = cellAt(event)?.index;
    const here = index === undefined ? undefined : this.columns[index];
    if (index === undefined || here === undefined) return;
    if (edge !== undefined) {
      event.preventDefault();
      follow(event, { move: ({ clientX }) => this.events.resize(edge, Math.max(NARROWEST, here.width + clientX - event.clientX)) });
      return;
    }
    follow(event, {
      move: (at) => this.showDrop(here, at),
      end: (moved, at) => {
        const target = this.dropOf(here, at);
        this.showDrop(here, undefined);
        if (!moved) this.events.press(index);
        else if (target !== undefined) this.events.drop(here.column.key, target.key, target.after);
      },
    });
  }

  /** Where a dragged column would stand if it were let go now: among those of its kind, pinned or not. */
  private dropOf(dragged: Placed<Column<R>>, event: MouseEvent): { readonly key: string; readonly after: boolean } | undefined {
    if (!this.arrangeable || dragged.column.action !== undefined) return undefined;
    const over = cellAt(event);
    const here = over === undefined ? undefined : this.columns[over.index];
    if (over === undefined || here === undefined || here.column.action !== undefined || here.pinned !== dragged.pinned) return undefined;
    const { left, width } = over.cell.getBoundingClientRect();
    return { key: here.column.key, after: event.clientX > left + width / 2 };
  }

  private showDrop(dragged: Placed<Column<R>>, event: MouseEvent | undefined): void {
    const target = event === undefined ? undefined : this.dropOf(dragged, event);
    for (const cell of this.element.querySelectorAll<HTMLElement>('.grid-cell')) {
      const side = cell.dataset['key'] !== target?.key ? undefined : target?.after === true ? 'after' : 'before';
      setAttributes(cell, { 'data-drop': side });
    }
  }
}

/** The column whose edge an event is on. */
function edgeOf({ target }: Event): string | undefined {
  return target instanceof HTMLElement ? target.dataset['edge'] : undefined;
}

/** The header under the pointer, which in a drag need not be where it began. */
function cellAt({ clientX, clientY }: MouseEvent): { readonly cell: HTMLElement; readonly index: number } | undefined {
  const cell = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('.grid-head .grid-cell');
  return cell === null || cell === undefined ? undefined : { cell, index: Number(cell.dataset['column']) };
}
