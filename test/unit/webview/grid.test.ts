import { describe, expect, it } from 'vitest';
import { chosenCells, HEADER, moved } from '../../../webview-ui/grid/keys';
import { toTsv } from '../../../webview-ui/grid/tsv';
import { pageSize, rowWindow, scrollHeight, scrollToReveal } from '../../../webview-ui/grid/window';

describe('the rows a scrolled grid draws', () => {
  const view = { scrollTop: 2400, height: 240, rowHeight: 24, total: 100_000 };

  it('are those in view, and a few around them', () => {
    const { first, last, shift } = rowWindow(view); // rows 100 to 109 are in view
    expect(first).toBeLessThanOrEqual(100);
    expect(last).toBeGreaterThanOrEqual(110);
    expect(last - first).toBeLessThan(40);
    expect(shift).toBe(0);
  });

  it('never go past either end', () => {
    expect(rowWindow({ ...view, scrollTop: 0, total: 3 })).toEqual({ first: 0, last: 3, shift: 0 });
    expect(rowWindow({ ...view, total: 0 })).toMatchObject({ first: 0, last: 0 });
  });

  it('reach the very last of more rows than a browser can scroll', () => {
    const total = 5_000_000;
    const height = scrollHeight(total, 24);
    expect(height).toBeLessThan(17_000_000);
    const end = { scrollTop: height - 240, height: 240, rowHeight: 24, total };
    const { last, shift } = rowWindow(end);
    expect(last).toBe(total);
    expect(total * 24 + shift).toBeCloseTo(height, 3); // its lower edge is the lower edge of what scrolls
  });

  it('come into view when the keyboard gets to them, and not before', () => {
    expect(scrollToReveal(105, view)).toBe(2400);
    expect(scrollToReveal(110, view)).toBe(111 * 24 - 240);
    expect(scrollToReveal(5, view)).toBe(120);
    expect(pageSize(view)).toBe(9);
  });
});

describe('the keyboard in a grid of 10 rows and 4 columns', () => {
  const size = { rows: 10, columns: 4, page: 5 };
  type Numbers = readonly [row: number, column: number, anchorRow: number, anchorColumn: number];
  const press = (key: string, from: Numbers, modifiers: { shift?: boolean; control?: boolean } = {}) => {
    const [row, column, anchorRow, anchorColumn] = from;
    const place = moved(
      { row, column, anchor: { row: anchorRow, column: anchorColumn } },
      { key, shift: modifiers.shift ?? false, control: modifiers.control ?? false },
      size,
    );
    return place === undefined ? undefined : [place.row, place.column, place.anchor.row, place.anchor.column];
  };

  it('moves by cells, pages and to the ends', () => {
    expect(press('ArrowDown', [0, 1, 0, 1])).toEqual([1, 1, 1, 1]);
    expect(press('ArrowUp', [0, 1, 0, 1])).toEqual([HEADER, 1, HEADER, 1]);
    expect(press('PageDown', [7, 1, 7, 1])).toEqual([9, 1, 9, 1]);
    expect(press('PageUp', [3, 1, 3, 1])).toEqual([0, 1, 0, 1]);
    expect(press('End', [3, 1, 3, 1])).toEqual([3, 3, 3, 3]);
    expect(press('Home', [3, 1, 3, 1], { control: true })).toEqual([0, 0, 0, 0]);
    expect(press('End', [3, 1, 3, 1], { control: true })).toEqual([9, 3, 9, 3]);
    expect(press('ArrowDown', [3, 1, 3, 1], { control: true })).toEqual([9, 1, 9, 1]);
    expect(press('ArrowLeft', [3, 2, 3, 2], { control: true })).toEqual([3, 0, 3, 0]);
  });

  it('stays inside, and leaves other keys alone', () => {
    expect(press('ArrowLeft', [2, 0, 2, 0])).toEqual([2, 0, 2, 0]);
    expect(press('ArrowUp', [HEADER, 0, HEADER, 0])).toEqual([HEADER, 0, HEADER, 0]);
    expect(press('Tab', [2, 0, 2, 0])).toBeUndefined();
    expect(press('a', [2, 0, 2, 0])).toBeUndefined();
  });

  it('chooses cells with Shift, and never a header among them', () => {
    expect(press('ArrowUp', [3, 1, 5, 2], { shift: true })).toEqual([2, 1, 5, 2]);
    expect(press('ArrowRight', [3, 1, 3, 1], { shift: true })).toEqual([3, 2, 3, 1]);
    expect(press('ArrowUp', [0, 1, 2, 1], { shift: true })).toEqual([0, 1, 2, 1]);
    expect(chosenCells({ row: 2, column: 1, anchor: { row: 5, column: 0 } })).toEqual({ first: 2, last: 5, left: 0, right: 1 });
  });

  it('chooses whole rows, whole columns and all, as the ARIA practices have it', () => {
    expect(press(' ', [3, 1, 5, 1], { shift: true })).toEqual([3, 3, 5, 0]);
    expect(press(' ', [3, 1, 3, 1], { control: true })).toEqual([9, 1, 0, 1]);
    expect(press('a', [3, 1, 3, 1], { control: true })).toEqual([9, 3, 0, 0]);
  });
});

describe('copied rows', () => {
  it('keep their shape whatever stands in them, and run nothing where they are pasted', () => {
    const rows = [
      ['a\tb', 'line\nbreak'],
      ['=HYPERLINK("http://x")', ''],
    ];
    expect(toTsv(rows)).toBe('a b\tline break\n\'=HYPERLINK("http://x")\t');
  });
});
