import type { ColumnFilter, FilterColumn } from '../../protocol/results';

/**
 * Reads what a person typed: `alice` is part of the text, `=alice` the whole of it, `=` no text at all, and `!` before any of them leaves
 * out what it would find. `undefined`: nothing, which is no filter.
 */
export function filterFrom(column: FilterColumn, typed: string): ColumnFilter | undefined {
  const trimmed = typed.trim();
  const negated = trimmed.startsWith('!');
  const rest = negated ? trimmed.slice(1).trimStart() : trimmed;
  if (rest === '') return undefined;
  return rest.startsWith('=')
    ? { column, kind: 'is', text: rest.slice(1).trim(), negated }
    : { column, kind: 'matches', text: rest, negated };
}

/** What a person would have typed for a filter. */
export function textOfFilter({ kind, text, negated }: ColumnFilter): string {
  return `${negated ? '!' : ''}${kind === 'is' ? '=' : ''}${text}`;
}
