import type { AnalysedQuery, Analysis } from '../../rql/query';

/** One query of a file, ready to run. */
export interface LocatedQuery {
  readonly query: AnalysedQuery;
  /** The query with the directives that stand above it. */
  readonly text: string;
  readonly title: string;
}

/** The query at a place of a file: the one that reaches there, else the next, else the last. `undefined`: the file has none. */
export function queryAt(text: string, { queries }: Analysis, offset: number): LocatedQuery | undefined {
  const found = queries.findIndex(({ range }) => range.end >= offset);
  const index = found < 0 ? queries.length - 1 : found;
  const query = queries[index];
  if (query === undefined) return undefined;
  const above = text.slice(queries[index - 1]?.range.end ?? 0, query.range.start).split('\n');
  const directives = above.filter((line) => line.trimStart().startsWith('//'));
  const [firstLine = ''] = query.text.split('\n');
  return { query, text: [...directives, query.text].join('\n'), title: query.name ?? firstLine.trim() };
}
