import { resolveRange } from '../domain/time';
import { ROW_FORMATS, type RowsExportProgress } from '../engine/api';
import { rowText } from '../engine/row-text';
import { analyse, type AnalysedQuery } from '../rql/query';
import { ALL, nowOf, rangeOf, readText, required, UsageError, wholeNumber, type Arguments } from './arguments';
import type { Command } from './commands';
import { tell, writeJson, writeText } from './output';

/** Rows fetched at a time by a search without a limit. */
const PAGE = 1000;

export const search: Command = {
  usage: "search --store DIR [--time T] [--now ISO] [--limit N] [--format jsonl|csv] [--out FILE] 'QUERY' | --file F.rql",
  options: ['store', 'time', 'now', 'limit', 'format', 'out', 'file'],
  async run({ args, signal, engine }) {
    const given = args.options['format'] ?? 'jsonl';
    const format = ROW_FORMATS.find((known) => known === given);
    if (format === undefined) throw new UsageError(`--format takes jsonl or csv, not "${given}".`);
    const { text, query } = await oneQuery(args);
    const window = resolveRange(rangeOf(args.options['time'], query?.timeRange ?? ALL), nowOf(args));
    const limit = wholeNumber(args, 'limit', Number.MAX_SAFE_INTEGER, 1);
    const store = engine(required(args, 'store'));
    const out = args.options['out'];
    if (out !== undefined) {
      if (args.options['limit'] !== undefined) throw new UsageError('--out writes everything; write a limit into the query instead.');
      const onProgress = ({ rows, rowsTotal }: RowsExportProgress): void => tell(`${rows} of ${rowsTotal} rows`);
      writeJson({ file: out, ...(await store.exportRows(out, { query: text, window, format }, { signal, onProgress })) });
      return 0;
    }
    for (let offset = 0; offset < limit; offset += PAGE) {
      const page = await store.search({ query: text, window, offset, limit: Math.min(PAGE, limit - offset) }, { signal });
      const { head, line } = rowText(page, format);
      writeText(`${offset === 0 ? head : ''}${page.rows.map(line).join('')}`);
      if (offset + page.rows.length >= page.total || page.rows.length === 0) break;
    }
    return 0;
  },
};

async function oneQuery(args: Arguments): Promise<{ readonly text: string; readonly query?: AnalysedQuery }> {
  const file = args.options['file'];
  if ((file === undefined) === (args.rest.length !== 1)) throw new UsageError('search takes one query, or --file F.rql.');
  const text = file === undefined ? (args.rest[0] ?? '') : await readText(file);
  const [query, ...more] = analyse(text).queries;
  if (more.length > 0) throw new UsageError(`${file ?? 'The text'} holds ${more.length + 1} queries; search runs one.`);
  return { text, ...(query !== undefined && { query }) };
}
