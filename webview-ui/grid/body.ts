import { el } from '../dom';
import { cellId, drawCell, placeCell, type Column } from './cells';
import { within, type Place, type Range } from './keys';
import { fullWidth, type Placed } from './layout';
import type { RowWindow } from './window';

/** The rows and columns of a grid that are in view. */
export class Body<R> {
  readonly element = el('div', { class: 'grid-body', role: 'rowgroup' });
  private readonly rows = new Map<number, HTMLElement>();

  constructor(
    private readonly grid: string,
    private readonly rowHeight: number,
  ) {}

  /** Nothing that is drawn is true any more. */
  clear(): void {
    this.rows.clear();
    this.element.replaceChildren();
  }

  /** Draws what has come into view and lets go of what has left it. */
  draw(
    { first, last, shift }: RowWindow,
    columns: readonly Placed<Column<R>>[],
    drawn: readonly number[],
    rowAt: (index: number) => R | undefined,
  ): void {
    for (const [index, row] of this.rows) {
      if (index >= first && index < last) continue;
      row.remove();
      this.rows.delete(index);
    }
    for (let index = first; index < last; index += 1) {
      const row = this.rows.get(index) ?? this.drawRow(index, columns, drawn, rowAt(index));
      row.style.setProperty('top', `${index * this.rowHeight + shift}px`);
    }
  }

  /** Shows the active row and the chosen cells. */
  mark(place: Place, range: Range): void {
    for (const [index, row] of this.rows) {
      row.classList.toggle('current', index === place.row);
      for (const cell of row.children) {
        const chosen = within(range, { row: index, column: Number((cell as HTMLElement).dataset['column']) });
        cell.setAttribute('aria-selected', String(chosen));
      }
    }
  }

  private drawRow(index: number, columns: readonly Placed<Column<R>>[], drawn: readonly number[], data: R | undefined): HTMLElement {
    let before = 0;
    const cells = drawn.flatMap((at) => {
      const here = columns[at];
      if (here === undefined) return [];
      const cell = drawCell(here.column, data, cellId(this.grid, index, at), at);
      placeCell(cell, here, before, fullWidth(columns) - here.left - here.width);
      before = here.left + here.width;
      return [cell];
    });
    const row = el(
      'div',
      { class: data === undefined ? 'grid-row pending' : 'grid-row', role: 'row', 'aria-rowindex': index + 2, 'data-row': index },
      ...cells,
    );
    this.rows.set(index, row);
    // In the order of the list, for those who read the page and don't see it.
    const next = [...this.rows.keys()].filter((other) => other > index).sort((a, b) => a - b)[0];
    this.element.insertBefore(row, next === undefined ? null : (this.rows.get(next) ?? null));
    return row;
  }
}
