import { formatInstant, resolveRange } from '../domain/time';
import { EVENT_COLUMNS, type SearchPage } from '../engine/api';
import { analyse, type AnalysedQuery } from '../rql/query';
import { ALL, nowOf, rangeOf, readText, required, UsageError, wholeNumber, type Arguments } from './arguments';
import type { Command } from './commands';
import { csvLine, writeJson, writeLine } from './output';

/** Rows fetched at a time by a search without a limit. */
const PAGE = 1000;

type Cells = readonly (readonly [column: string, value: string | number | null])[];

export const search: Command = {
  usage: "search --store DIR [--time T] [--now ISO] [--limit N] [--format jsonl|csv] 'QUERY' | --file F.rql",
  options: ['store', 'time', 'now', 'limit', 'format', 'file'],
  async run({ args, signal, engine }) {
    const format = args.options['format'] ?? 'jsonl';
    if (format !== 'jsonl' && format !== 'csv') throw new UsageError(`--format takes jsonl or csv, not "${format}".`);
    const { text, query } = await oneQuery(args);
    const window = resolveRange(rangeOf(args.options['time'], query?.timeRange ?? ALL), nowOf(args));
    const limit = wholeNumber(args, 'limit', Number.MAX_SAFE_INTEGER, 1);
    const store = engine(required(args, 'store'));
    for (let offset = 0; offset < limit; offset += PAGE) {
      const page = await store.search({ query: text, window, offset, limit: Math.min(PAGE, limit - offset) }, { signal });
      if (format === 'csv' && offset === 0) writeLine(csvLine(columnsOf(page)));
      for (const cells of cellsOf(page)) {
        if (format === 'csv') writeLine(csvLine(cells.map(([, value]) => value ?? undefined)));
        else writeJson(Object.fromEntries(cells));
      }
      if (offset + page.rows.length >= page.total || page.rows.length === 0) break;
    }
    return 0;
  },
};

function columnsOf({ kind, columns, ...page }: SearchPage): readonly string[] {
  if (kind === 'events') return [...EVENT_COLUMNS, ...columns];
  return [...('width' in page ? ['time'] : []), ...columns, 'count'];
}

function cellsOf(page: SearchPage): readonly Cells[] {
  const named = (values: readonly (string | null)[]): Cells => page.columns.map((column, place) => [column, values[place] ?? null]);
  if (page.kind === 'groups')
    return page.rows.map(({ time, values, count }) => [
      ...(time === undefined ? [] : ([['time', formatInstant(time)]] as const)),
      ...named(values),
      ['count', count],
    ]);
  return page.rows.map((row) => {
    const shown = { ...row, time: formatInstant(row.time) };
    return [...EVENT_COLUMNS.map((column) => [column, shown[column] ?? null] as const), ...named(row.more ?? [])];
  });
}

async function oneQuery(args: Arguments): Promise<{ readonly text: string; readonly query?: AnalysedQuery }> {
  const file = args.options['file'];
  if ((file === undefined) === (args.rest.length !== 1)) throw new UsageError('search takes one query, or --file F.rql.');
  const text = file === undefined ? (args.rest[0] ?? '') : await readText(file);
  const [query, ...more] = analyse(text).queries;
  if (more.length > 0) throw new UsageError(`${file ?? 'The text'} holds ${more.length + 1} queries; search runs one.`);
  return { text, ...(query !== undefined && { query }) };
}
