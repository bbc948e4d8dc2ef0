/** The row of headers: one above the first row. */
export const HEADER = -1;

export interface Spot {
  readonly row: number;
  readonly column: number;
}

/** Where the keyboard stands in a grid. The cells between it and the anchor are chosen. */
export interface Place extends Spot {
  readonly anchor: Spot;
}

/** Chosen cells; all four bounds belong to them. */
export interface Range {
  readonly first: number;
  readonly last: number;
  readonly left: number;
  readonly right: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that Page Up and Page Down move by. */
  readonly page: number;
}

export interface Key {
  readonly key: string;
  readonly shift: boolean;
  /** Control, or Command on a Mac. */
  readonly control: boolean;
}

/** Where a key leads, after the grid pattern of the ARIA practices; `undefined`: not a key that moves or chooses. */
export function moved(place: Place, { key, shift, control }: Key, size: GridSize): Place | undefined {
  const { row, column } = place;
  if (row !== HEADER) {
    if (key === ' ' && shift) return { row, column: size.columns - 1, anchor: { row: place.anchor.row, column: 0 } };
    if (key === ' ' && control) return { row: size.rows - 1, column, anchor: { row: 0, column: place.anchor.column } };
    if (key.toLowerCase() === 'a' && control) return { row: size.rows - 1, column: size.columns - 1, anchor: { row: 0, column: 0 } };
  }
  const target = ((): readonly [number, number] | undefined => {
    switch (key) {
      case 'ArrowUp':
        return [control && row > 0 ? 0 : row - 1, column];
      case 'ArrowDown':
        return [control ? size.rows - 1 : row + 1, column];
      case 'ArrowLeft':
        return [row, control ? 0 : column - 1];
      case 'ArrowRight':
        return [row, control ? size.columns - 1 : column + 1];
      case 'PageUp':
        return [Math.max(row - size.page, Math.min(row, 0)), column];
      case 'PageDown':
        return [row + size.page, column];
      case 'Home':
        return control ? [0, 0] : [row, 0];
      case 'End':
        return control ? [size.rows - 1, size.columns - 1] : [row, size.columns - 1];
      default:
        return undefined;
    }
  })();
  if (target === undefined) return undefined;
  const extending = shift && row !== HEADER;
  const to = { row: clamp(target[0], extending ? 0 : HEADER, size.rows - 1), column: clamp(target[1], 0, size.columns - 1) };
  return { ...to, anchor: extending ? place.anchor : to };
}

/** The chosen cells of a place among the rows. */
export function chosenCells({ row, column, anchor }: Place): Range {
  return {
    first: Math.min(row, anchor.row),
    last: Math.max(row, anchor.row),
    left: Math.min(column, anchor.column),
    right: Math.max(column, anchor.column),
  };
}

export function within({ first, last, left, right }: Range, { row, column }: Spot): boolean {
  return row >= first && row <= last && column >= left && column <= right;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
