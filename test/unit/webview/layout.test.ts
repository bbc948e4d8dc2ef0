import { describe, expect, it } from 'vitest';
import {
  choosing,
  drawnColumns,
  fullWidth,
  layoutOf,
  movingBefore,
  moving,
  pinned,
  placed,
  readLayout,
  resized,
  revealColumn,
  shownColumns,
  USUAL,
  type Layout,
} from '../../../webview-ui/grid/layout';

const COLUMNS = ['a', 'b', 'c', 'd'].map((key) => ({ key, min: 100, grow: key === 'b' ? 3 : 1 }));
const BUTTON = { key: 'go', min: 30, grow: 0, action: {} };
const keys = (layout: Layout, columns: readonly { readonly key: string; readonly min: number; readonly grow: number }[] = COLUMNS) =>
  shownColumns(columns, layout)
    .map(({ key }) => key)
    .join(' ');

describe('the columns of a grid', () => {
  it('stand in their usual order until somebody moves, pins or hides one', () => {
    expect(keys(USUAL)).toBe('a b c d');
    expect(keys(moving(COLUMNS, USUAL, 'c', -1))).toBe('a c b d');
    expect(keys(moving(COLUMNS, USUAL, 'd', 1))).toBe('a b c d');
    expect(keys(movingBefore(COLUMNS, USUAL, 'd', 'a'))).toBe('d a b c');
    expect(keys(movingBefore(COLUMNS, USUAL, 'a', 'c', true))).toBe('b c a d');
    expect(keys(pinned(USUAL, 'c', true))).toBe('c a b d');
    expect(keys(pinned(pinned(USUAL, 'c', true), 'c', false))).toBe('a b c d');
    expect(keys(choosing(COLUMNS, USUAL, ['d', 'b']))).toBe('b d');
  });

  it('move among their own kind only: a pinned one never leaves the pinned ones', () => {
    const two = pinned(pinned(USUAL, 'c', true), 'd', true);
    expect(keys(moving(COLUMNS, two, 'd', -1))).toBe('d c a b');
    expect(keys(moving(COLUMNS, two, 'd', 1))).toBe('c d a b');
    expect(keys(moving(COLUMNS, two, 'a', -1))).toBe('c d a b');
  });

  it('pass a hidden neighbour when they move', () => {
    const without = choosing(COLUMNS, USUAL, ['a', 'c', 'd']);
    expect(keys(moving(COLUMNS, without, 'c', -1))).toBe('c a d');
  });

  it('are never all hidden, and buttons stand last whatever is arranged', () => {
    expect(keys(choosing(COLUMNS, USUAL, []))).toBe('a');
    expect(keys(pinned(USUAL, 'd', true), [BUTTON, ...COLUMNS])).toBe('d a b c go');
  });

  it('that an answer does not have keep what was said of them for the next one', () => {
    const some = COLUMNS.slice(0, 2);
    const layout = movingBefore(some, choosing(some, choosing(COLUMNS, USUAL, ['a', 'b', 'd']), ['a', 'b']), 'b', 'a');
    expect(keys(layout)).toBe('b a d');
  });
});

describe('the widths of columns', () => {
  const widths = (layout: Layout, view: number) => placed(COLUMNS, layout, view).map(({ width }) => width);

  it('share what is left of the view, but for those that somebody has resized', () => {
    expect(widths(USUAL, 300)).toEqual([100, 100, 100, 100]);
    expect(widths(USUAL, 1000)).toEqual([200, 400, 200, 200]); // 600 left, in 1 : 3 : 1 : 1
    expect(widths(resized(USUAL, 'b', 80), 680)).toEqual([200, 80, 200, 200]); // 300 left among three
  });

  it('stay within what can be taken hold of', () => {
    expect(widths(resized(USUAL, 'a', -5), 100)[0]).toBe(48);
    expect(widths(resized(USUAL, 'a', 1e9), 100)[0]).toBe(4000);
  });
});

describe('the columns that are drawn', () => {
  const many = Array.from({ length: 100 }, (_, index) => ({ key: `k${index}`, min: 100, grow: 1 }));

  it('are those in view and a few around them, and the pinned ones', () => {
    const columns = placed(many, pinned(USUAL, 'k70', true), 500);
    expect(fullWidth(columns)).toBe(10_000);
    expect(drawnColumns(columns, 0, 500).length).toBeLessThan(9);
    const drawn = drawnColumns(columns, 5000, 500); // 5000 to 5500 in view
    expect([drawn[0], drawn.includes(50), drawn.includes(54)]).toEqual([0, true, true]);
    expect(columns[0]?.column.key).toBe('k70');
    expect(drawn.length).toBeLessThan(12);
  });

  it('come into view beside the pinned ones when the keyboard gets to them', () => {
    const columns = placed(many, pinned(USUAL, 'k0', true), 500);
    expect(revealColumn(columns, 0, 5000, 500)).toBe(5000);
    expect(revealColumn(columns, 51, 5000, 500)).toBe(5000);
    expect(revealColumn(columns, 50, 5000, 500)).toBe(4900); // else it stands under the pinned one
    expect(revealColumn(columns, 55, 5000, 500)).toBe(5100);
    expect(revealColumn(columns, 99, 0, 500)).toBe(9500);
  });
});

describe('an arrangement that was kept', () => {
  it('may be of some columns alone', () => {
    const layout = resized(pinned(choosing(COLUMNS, moving(COLUMNS, USUAL, 'c', -1), ['a', 'c']), 'c', true), 'c', 99);
    expect(layoutOf(layout, (key) => key !== 'c')).toEqual({ order: ['a', 'b', 'd'], hidden: ['b', 'd'], pinned: [], widths: {} });
  });

  it('comes back, and what another version or nobody wrote becomes the usual one', () => {
    const layout = resized(pinned(choosing(COLUMNS, USUAL, ['a', 'b']), 'b', true), 'a', 222);
    expect(readLayout(JSON.parse(JSON.stringify(layout)))).toEqual(layout);
    for (const odd of [undefined, null, 3, 'x', [], { order: 3, hidden: [1], pinned: {}, widths: { a: 'x', b: -1, c: 1e9 } }])
      expect(readLayout(odd)).toEqual(USUAL);
  });
});
