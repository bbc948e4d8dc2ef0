import { trinoStatement } from '../athena/statement';
import { resolveRange, type TimeWindow } from '../domain/time';
import { storeSql } from '../engine/sql';
import { compileQuery, type CompiledEvents } from '../rql/query';
import { ALL, nowOf, rangeOf, required, UsageError, wholeNumber } from './arguments';
import type { Command } from './commands';
import { tell, writeJson } from './output';

/** What a query is in SQL, by dialect. */
const DIALECTS: Readonly<Record<string, (query: CompiledEvents, window: TimeWindow, limit: number | undefined) => object>> = {
  duckdb: storeSql,
  trino: ({ predicate, shape }, window, limit) => trinoStatement({ predicate, shape, window, ...(limit !== undefined && { limit }) }),
};

export const sql: Command = {
  usage: `sql --dialect ${Object.keys(DIALECTS).join('|')} [--time T] [--now ISO] [--limit N] 'QUERY'`,
  options: ['dialect', 'time', 'now', 'limit'],
  run({ args }) {
    const name = required(args, 'dialect');
    const dialect = Object.hasOwn(DIALECTS, name) ? DIALECTS[name] : undefined;
    if (dialect === undefined) throw new UsageError(`--dialect takes ${Object.keys(DIALECTS).join(' or ')}, not "${name}".`);
    const [text, ...more] = args.rest;
    if (text === undefined || more.length > 0) throw new UsageError('sql takes one query.');
    const compiled = compileQuery(text);
    if (compiled.kind === 'faulty') {
      for (const { message } of compiled.diagnostics.filter(({ severity }) => severity === 'error')) tell(message);
      return Promise.resolve(1);
    }
    const { query } = compiled;
    const window = resolveRange(rangeOf(args.options['time'], query.timeRange ?? ALL), nowOf(args));
    const most = Math.min(wholeNumber(args, 'limit', Number.MAX_SAFE_INTEGER, 1), query.limit ?? Number.MAX_SAFE_INTEGER);
    writeJson({ dialect: name, ...dialect(compiled, window, most === Number.MAX_SAFE_INTEGER ? undefined : most) });
    return Promise.resolve(0);
  },
};
