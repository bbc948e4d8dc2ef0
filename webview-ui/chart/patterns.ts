import { svg } from '../dom';

/** What is drawn over a colour on a square of 6, by name: a stylesheet gives a series `url(#pattern-NAME)`. */
const DRAWINGS = {
  falling: 'M-1 7L7 -1M-1 1L1 -1M5 7L7 5',
  rising: 'M-1 -1L7 7M-1 5L1 7M5 -1L7 1',
  level: 'M0 3H6',
  upright: 'M3 0V6',
  crossed: 'M0 3H6M3 0V6',
} as const;

/** For themes of high contrast, where colour alone must not tell series apart. */
export function patterns(): SVGElement {
  const square = { width: 6, height: 6, patternUnits: 'userSpaceOnUse' };
  return svg(
    'defs',
    {},
    ...Object.entries(DRAWINGS).map(([name, d]) => svg('pattern', { id: `pattern-${name}`, ...square }, svg('path', { class: 'ink', d }))),
    svg('pattern', { id: 'pattern-dotted', ...square }, svg('circle', { class: 'ink dot', cx: 3, cy: 3, r: 1.4 })),
  );
}
