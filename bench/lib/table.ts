import { median, percentile, type Row } from './measure';

const HEAD = ['what', 'median', 'p95', 'unit', 'runs', 'ratio', 'of what'] as const;
/** With fewer runs the 95th percentile is but the slowest of them. */
const RUNS_FOR_P95 = 20;
const WORDS = new Set([0, 3, 6]);

/** The rows under their heads, numbers to the right. */
export function table(rows: readonly Row[]): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (WORDS.has(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [lines[0], widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1)].join('\n');
}

function cellsOf({ what, unit, runs, ratio }: Row): readonly string[] {
  const p95 = runs.length < RUNS_FOR_P95 ? '' : shown(percentile(runs, 0.95));
  return [what, shown(median(runs)), p95, unit, String(runs.length), ratio === undefined ? '' : shown(ratio.value), ratio?.of ?? ''];
}

/** Three digits that count, and whole numbers whole. */
function shown(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
