/** How a grid's columns are arranged; pure arithmetic, so that it can be tested without a browser. All lengths in CSS pixels. */

/** What the arrangement needs to know of a column. */
export interface Measured {
  readonly key: string;
  /** Least width, and its share of what is left over. */
  readonly min: number;
  readonly grow: number;
  /** A column of buttons: it stands last, as wide as it is, and is not arranged by anybody. */
  readonly action?: unknown;
}

/** What a person has arranged. It may name columns that the present answer doesn't have, for the next one that does. */
export interface Layout {
  /** Columns that somebody has moved, with those around them; others follow in their usual order. */
  readonly order: readonly string[];
  readonly hidden: readonly string[];
  /** They stand first and stay in view. */
  readonly pinned: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
}

/** As nobody has touched it. */
export const USUAL: Layout = { order: [], hidden: [], pinned: [], widths: {} };

/** Narrower than this a column's edge can't be taken hold of any more. */
export const NARROWEST = 48;
const WIDEST = 4000;
/** An action's button and the room around it. */
export const ACTION_WIDTH = 30;
/** So far outside of the view columns are drawn. */
const OVERSCAN = 200;

/** A column that is shown, and where: from the left edge of the row. */
export interface Placed<C extends Measured> {
  readonly column: C;
  readonly left: number;
  readonly width: number;
  readonly pinned: boolean;
}

/** All columns that can be arranged, in the order a person wants them; the hidden ones among them. */
export function ordered<C extends Measured>(columns: readonly C[], { order, pinned }: Layout): readonly C[] {
  const place = new Map(order.map((key, at) => [key, at]));
  const rank = ({ key }: C): number => place.get(key) ?? order.length;
  const free = columns.filter(({ action }) => action === undefined).toSorted((a, b) => rank(a) - rank(b)); // a stable sort
  return [...free.filter(({ key }) => pinned.includes(key)), ...free.filter(({ key }) => !pinned.includes(key))];
}

/** The columns that are shown. At least one is, whatever is hidden. */
export function shownColumns<C extends Measured>(columns: readonly C[], layout: Layout): readonly C[] {
  const all = ordered(columns, layout);
  const shown = all.filter(({ key }) => !layout.hidden.includes(key));
  return [...(shown.length === 0 ? all.slice(0, 1) : shown), ...columns.filter(({ action }) => action !== undefined)];
}

/** Places the shown columns side by side; what is left of the view goes to those that nobody has resized. */
export function placed<C extends Measured>(columns: readonly C[], layout: Layout, view: number): readonly Placed<C>[] {
  const shown = shownColumns(columns, layout);
  const own = shown.map((column) => (column.action === undefined ? (layout.widths[column.key] ?? column.min) : ACTION_WIDTH));
  const left = view - own.reduce((sum, width) => sum + width, 0);
  const share = ({ key, grow, action }: C): number => (action === undefined && layout.widths[key] === undefined ? grow : 0);
  const shares = shown.reduce((sum, column) => sum + share(column), 0);
  let at = 0;
  return shown.map((column, index) => {
    const width = Math.floor((own[index] ?? column.min) + (left > 0 && shares > 0 ? (left * share(column)) / shares : 0));
    const here = { column, left: at, width, pinned: column.action === undefined && layout.pinned.includes(column.key) };
    at += width;
    return here;
  });
}

export function fullWidth(columns: readonly Placed<Measured>[]): number {
  const last = columns.at(-1);
  return last === undefined ? 0 : last.left + last.width;
}

/** Width of the columns that stay in view at the left. */
export function pinnedWidth(columns: readonly Placed<Measured>[]): number {
  return columns.reduce((sum, { pinned, width }) => sum + (pinned ? width : 0), 0);
}

function actionsWidth(columns: readonly Placed<Measured>[]): number {
  return columns.reduce((sum, { column, width }) => sum + (column.action === undefined ? 0 : width), 0);
}

/** The columns to draw, by their places: pinned ones and actions always, of the rest those in view and a little around them. */
export function drawnColumns(columns: readonly Placed<Measured>[], scrollLeft: number, view: number): readonly number[] {
  const from = scrollLeft - OVERSCAN;
  const to = scrollLeft + view + OVERSCAN;
  return columns.flatMap(({ column, left, width, pinned }, index) =>
    pinned || column.action !== undefined || (left + width > from && left < to) ? [index] : [],
  );
}

/** Where to scroll sideways so that a column is seen beside those that stay; the present place where it is already. */
export function revealColumn(columns: readonly Placed<Measured>[], index: number, scrollLeft: number, view: number): number {
  const wanted = columns[index];
  if (wanted === undefined || wanted.pinned || wanted.column.action !== undefined) return scrollLeft;
  const leftmost = wanted.left - pinnedWidth(columns);
  const rightmost = wanted.left + wanted.width - (view - actionsWidth(columns));
  if (scrollLeft > leftmost) return leftmost;
  return Math.max(scrollLeft, Math.min(rightmost, leftmost));
}

export function resized(layout: Layout, key: string, width: number): Layout {
  const bounded = Math.round(Math.max(NARROWEST, Math.min(width, WIDEST)));
  return { ...layout, widths: { ...layout.widths, [key]: bounded } };
}

export function pinned(layout: Layout, key: string, on: boolean): Layout {
  const others = layout.pinned.filter((other) => other !== key);
  return { ...layout, pinned: on ? [...others, key] : others };
}

/** Shows these columns and hides all others of the answer. Columns that the answer doesn't have stay as they were. */
export function choosing(columns: readonly Measured[], layout: Layout, keys: readonly string[]): Layout {
  const hidden = columns.flatMap(({ key, action }) => (action === undefined && !keys.includes(key) ? [key] : []));
  return { ...layout, hidden: [...layout.hidden.filter((key) => !columns.some((column) => column.key === key)), ...hidden] };
}

/** Moves a column one place among the shown ones of its kind, pinned or not; to another end it doesn't go. */
export function moving(columns: readonly Measured[], layout: Layout, key: string, by: -1 | 1): Layout {
  const shown = shownColumns(columns, layout);
  const neighbour = shown[shown.findIndex((column) => column.key === key) + by];
  if (neighbour === undefined || neighbour.action !== undefined) return layout;
  if (layout.pinned.includes(neighbour.key) !== layout.pinned.includes(key)) return layout;
  return movingBefore(columns, layout, key, neighbour.key, by === 1);
}

/** Puts a column before another one, or `after` it. */
export function movingBefore(columns: readonly Measured[], layout: Layout, key: string, other: string, after = false): Layout {
  const order = ordered(columns, layout).flatMap((column) => (column.key === key ? [] : [column.key]));
  const at = order.indexOf(other);
  if (key === other || at < 0) return layout;
  order.splice(after ? at + 1 : at, 0, key);
  const absent = layout.order.filter((known) => !columns.some((column) => column.key === known));
  return { ...layout, order: [...order, ...absent] };
}

/** What a layout says of some columns alone. */
export function layoutOf({ order, hidden, pinned: pins, widths }: Layout, wanted: (key: string) => boolean): Layout {
  return {
    order: order.filter(wanted),
    hidden: hidden.filter(wanted),
    pinned: pins.filter(wanted),
    widths: Object.fromEntries(Object.entries(widths).filter(([key]) => wanted(key))),
  };
}

/** A layout that was kept by this or another version; what is none becomes the usual one. */
export function readLayout(value: unknown): Layout {
  if (typeof value !== 'object' || value === null) return USUAL;
  const { order, hidden, pinned: pins, widths } = value as Partial<Record<keyof Layout, unknown>>;
  const texts = (list: unknown): readonly string[] =>
    Array.isArray(list) ? list.filter((key): key is string => typeof key === 'string') : [];
  const numbers = typeof widths === 'object' && widths !== null ? Object.entries(widths) : [];
  return {
    order: texts(order),
    hidden: texts(hidden),
    pinned: texts(pins),
    widths: Object.fromEntries(
      numbers.filter((entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= NARROWEST && entry[1] <= WIDEST),
    ),
  };
}
