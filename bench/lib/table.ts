import { isMet, median, percentile, type Limit, type Row, type Unit } from './measure';

const HEAD = ['what', 'multiplied records', 'median', 'p95', 'unit', 'runs', 'growth', 'ratio', 'of what', 'limit', 'met'] as const;
const WORDS: ReadonlySet<number> = new Set([0, 4, 8, 9, 10]);
/** Of these more is better: a high percentile would tell the best runs. */
const RATES: ReadonlySet<Unit> = new Set<Unit>(['events/s', 'MB/s']);
const SIGNS: Readonly<Record<Limit['bound'], string>> = { most: '≤', least: '≥' };

/**
 * The rows under their heads, numbers to the right. What was measured over several corpora stands together, smallest corpus first;
 * "growth" is the median ÷ that of the smallest.
 */
export function table(rows: readonly Row[]): string {
  const names = [...new Set(rows.map(({ what }) => what))];
  const groups = names.map((name) => rows.filter(({ what }) => what === name));
  const cells = [HEAD, ...groups.flatMap((group) => group.map((row) => cellsOf(row, group[0])))];
  return aligned(cells, WORDS);
}

/** Cells in columns under the first row, a line between; numbers to the right, the columns of words to the left. */
export function aligned(cells: readonly (readonly string[])[], words: ReadonlySet<number>): string {
  const [head = []] = cells;
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (words.has(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [lines[0], widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1)].join('\n');
}

function cellsOf(row: Row, smallest: Row | undefined): readonly string[] {
  const { what, records, unit, runs, ratio, limit } = row;
  const met = isMet(row);
  return [
    what,
    records === undefined ? '' : shown(records),
    shown(median(runs)),
    runs.length === 1 || RATES.has(unit) ? '' : shown(percentile(runs, 0.95)), // of fewer than twenty runs: the slowest
    unit,
    String(runs.length),
    smallest === undefined || smallest === row ? '' : `×${shown(median(runs) / median(smallest.runs))}`,
    ratio === undefined ? '' : shown(ratio.value),
    ratio?.of ?? '',
    limit === undefined ? '' : `${limit.on} ${SIGNS[limit.bound]} ${shown(limit.value)}`,
    met === undefined ? '' : met ? 'yes' : 'NO',
  ];
}

/** Three digits that count, and whole numbers whole. */
function shown(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
