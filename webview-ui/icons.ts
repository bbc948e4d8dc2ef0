import { svg } from './dom';
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

/** A square with the colour and the pattern that a series has in the chart. */
export function seriesSwatch(key: string): SVGSVGElement {
  const square = { x: 2, y: 2, width: 12, height: 12 };
  return drawing('swatch', svg('rect', { ...square, class: `segment ${key}` }), svg('rect', { ...square, class: `pattern ${key}` }));
}

function drawing(className: string, ...shapes: readonly SVGElement[]): SVGSVGElement {
  return svg('svg', { class: className, viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' }, ...shapes);
}
