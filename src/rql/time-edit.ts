import { formatRange, type TimeRange } from '../domain/time';
import type { Fix } from './diagnostic';
import type { AnalysedQuery } from './query';

/** What to change in a file so that a query has a time range of its own: its directive, or a new one on the line above it. */
export function timeEdit(
  text: string,
  { range, timeDirective }: Pick<AnalysedQuery, 'range' | 'timeDirective'>,
  timeRange: TimeRange,
): Pick<Fix, 'start' | 'end' | 'newText'> {
  const wanted = formatRange(timeRange);
  if (timeDirective !== undefined) {
    const apart = text[timeDirective.start - 1] === ':' ? ' ' : '';
    return { ...timeDirective, newText: apart + wanted };
  }
  const lineStart = range.start === 0 ? 0 : text.lastIndexOf('\n', range.start - 1) + 1;
  return { start: lineStart, end: lineStart, newText: `// time: ${wanted}${text.includes('\r\n') ? '\r\n' : '\n'}` };
}
