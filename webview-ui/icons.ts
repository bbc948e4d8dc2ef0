import { svg } from './dom';
import type { Strength } from '../src/protocol/chain';
import type { Severity } from '../src/protocol/dashboard';

/** Our own drawings on a square of 16: strokes in the colour of the text around them. They say nothing that a label doesn't. */
const SHAPES = {
  configuration: ['M6 2.5H4.5V7L3 8l1.5 1v4.5H6', 'M10 2.5h1.5V7L13 8l-1.5 1v4.5H10'],
  record: ['M3.5 1.5h6l3 3v10h-9z', 'M9.5 1.5v3h3', 'M5.5 8h5M5.5 11h5'],
  search: ['M11 7A4 4 0 1 1 3 7a4 4 0 0 1 8 0z', 'M10 10l4 4'],
  filter: ['M2.5 3.5h11l-4.2 5v4l-2.6 1.3V8.5z'],
  close: ['M4 4l8 8M12 4l-8 8'],
  ascending: ['M4 10l4-4 4 4'],
  descending: ['M4 6l4 4 4-4'],
  collapsed: ['M6 4l4 4-4 4'],
  cause: ['M6 3.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0z', 'M14 12.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0z', 'M4 5.5v5a2 2 0 0 0 2 2h4'],
  person: ['M11 5a3 3 0 1 1-6 0 3 3 0 0 1 6 0z', 'M2.5 14c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5'],
  service: ['M8 1.5l5.6 3.2v6.6L8 14.5l-5.6-3.2V4.7z', 'M2.4 4.7L8 8l5.6-3.3M8 8v6.5'],
  unknown: ['M5.5 5.5a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.2 1-1.2 2', 'M8 12.8v.4'],
  before: ['M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z', 'M8 4.5V8l2.5 1.5'],
} as const;
export type IconName = keyof typeof SHAPES;

export function icon(name: IconName): SVGSVGElement {
  return drawing('icon', ...SHAPES[name].map((d) => svg('path', { d })));
}

/** A shape and a colour for each severity: neither alone carries the meaning. */
export function severityIcon(severity: Severity): SVGSVGElement {
  const shapes: Readonly<Record<Severity, string>> = {
    critical: 'M8 1l7 7-7 7-7-7z',
    high: 'M8 2l7 12H1z',
    medium: 'M2.5 2.5h11v11h-11z',
    low: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z',
    informational: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z',
  };
  return drawing(`severity ${severity}`, svg('path', { d: shapes[severity] }));
}

/** Three bars, as many of them filled as the link is sure: the count carries the meaning, and so does the label beside it. */
export function strengthIcon(strength: Strength): SVGSVGElement {
  const filled: Readonly<Record<Strength, number>> = { exact: 3, strong: 2, scored: 1 };
  const bars = [0, 1, 2].map((index) =>
    svg('rect', {
      x: 1.5 + index * 5,
      y: 9 - index * 3.5,
      width: 3,
      height: 5 + index * 3.5,
      class: index < filled[strength] ? 'full' : 'hollow',
    }),
  );
  return drawing('bars', ...bars);
}

/** A square with the colour and the pattern that a series has in the chart. */
export function seriesSwatch(key: string): SVGSVGElement {
  const square = { x: 2, y: 2, width: 12, height: 12 };
  return drawing('swatch', svg('rect', { ...square, class: `segment ${key}` }), svg('rect', { ...square, class: `pattern ${key}` }));
}

function drawing(className: string, ...shapes: readonly SVGElement[]): SVGSVGElement {
  return svg('svg', { class: className, viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' }, ...shapes);
}
