/** What a scrolled list of equally high rows shows. All lengths in CSS pixels; pure arithmetic, so that it can be tested without a browser. */
export interface Viewport {
  readonly scrollTop: number;
  /** Height of the part that shows rows. */
  readonly height: number;
  readonly rowHeight: number;
  readonly total: number;
}

export interface RowWindow {
  /** Rows to draw, `last` excluded, a few more than can be seen. */
  readonly first: number;
  readonly last: number;
  /** Row `i` stands at `i * rowHeight + shift`. Not 0 only where the list is taller than a browser can scroll. */
  readonly shift: number;
}

/** Browsers stop laying out somewhere above 16 million pixels; a taller list scrolls in larger steps. */
const TALLEST = 12_000_000;
const OVERSCAN = 8;

export function scrollHeight(total: number, rowHeight: number): number {
  return Math.min(total * rowHeight, TALLEST);
}

export function rowWindow(view: Viewport): RowWindow {
  const top = listTop(view);
  const first = Math.max(0, Math.floor(top / view.rowHeight) - OVERSCAN);
  const last = Math.min(view.total, Math.ceil((top + view.height) / view.rowHeight) + OVERSCAN);
  return { first: Math.min(first, last), last, shift: view.scrollTop - top };
}

/** Where to scroll so that a row is seen whole; the present place where it is already. */
export function scrollToReveal(row: number, view: Viewport): number {
  const top = listTop(view);
  const rowTop = row * view.rowHeight;
  if (rowTop < top) return rowTop / stretch(view);
  const lowest = rowTop + view.rowHeight - view.height;
  return lowest > top ? Math.max(0, lowest) / stretch(view) : view.scrollTop;
}

/** How many whole rows fit: what Page Down moves by. */
export function pageSize(view: Viewport): number {
  return Math.max(1, Math.floor(view.height / view.rowHeight) - 1);
}

/** The place in the list, in its full height, that stands at the top of the view. */
function listTop(view: Viewport): number {
  return view.scrollTop * stretch(view);
}

function stretch({ total, rowHeight, height }: Viewport): number {
  const full = total * rowHeight;
  return full <= TALLEST ? 1 : (full - height) / (TALLEST - height);
}
