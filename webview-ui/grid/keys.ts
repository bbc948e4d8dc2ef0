/** The row of headers: one above the first row. */
export const HEADER = -1;

/** Where the keyboard stands in a grid. Rows from `anchor` to `row` are chosen. */
export interface Place {
  readonly row: number;
  readonly column: number;
  readonly anchor: number;
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

/** Where a key leads, after the grid pattern of the ARIA practices; `undefined`: not a key that moves. */
export function moved(place: Place, { key, shift, control }: Key, size: GridSize): Place | undefined {
  const { row, column } = place;
  const target = ((): readonly [number, number] | undefined => {
    switch (key) {
      case 'ArrowUp':
        return [row - 1, column];
      case 'ArrowDown':
        return [row + 1, column];
      case 'ArrowLeft':
        return [row, column - 1];
      case 'ArrowRight':
        return [row, column + 1];
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
  const to = clamp(target[0], extending ? 0 : HEADER, size.rows - 1);
  return { row: to, column: clamp(target[1], 0, size.columns - 1), anchor: extending ? place.anchor : to };
}

/** First and last of the chosen rows. */
export function chosenRows({ row, anchor }: Place): readonly [number, number] {
  return [Math.min(row, anchor), Math.max(row, anchor)];
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
