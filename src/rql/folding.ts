import type { Span } from './diagnostic';
import { analyse } from './query';

export interface Fold extends Span {
  readonly kind: 'query' | 'comment';
}

/** What of a file can be folded where it has several lines: queries, the clauses of a join, comments that stand together. */
export function folds(text: string): readonly Fold[] {
  const queries = analyse(text).queries.flatMap(({ range, tree }): readonly Fold[] => {
    const clauses = tree.config?.clauses ?? [];
    return [range, ...(clauses.length > 1 ? clauses : [])].map(({ start, end }) => ({ start, end, kind: 'query' }));
  });
  return [...queries, ...comments(text)].filter(({ start, end }) => text.slice(start, end).includes('\n'));
}

/** Lines that are comments, neighbours taken together. */
function comments(text: string): readonly Fold[] {
  const found: Fold[] = [];
  for (const line of text.matchAll(/^[^\S\n]*\/\/[^\n]*$/gm)) {
    const isNext = found.at(-1)?.end === line.index - 1;
    const start = (isNext ? found.pop()?.start : undefined) ?? line.index;
    found.push({ start, end: line.index + line[0].length, kind: 'comment' });
  }
  return found;
}
