import type { Context, Value } from './trino-functions';

export type Row = Readonly<Record<string, Value>>;
export type Expression = (scope: Row) => Value;

/** What a SELECT shows; without a value: all columns. */
export interface Item {
  readonly name: string;
  readonly value?: Expression;
}

/** A SELECT as it was read. */
interface Plan {
  readonly distinct: boolean;
  readonly items: readonly Item[];
  readonly alias?: string | undefined;
  readonly where?: Expression | undefined;
  readonly groups?: readonly Expression[] | undefined;
  readonly having?: Expression | undefined;
  readonly order?: readonly { readonly by: Expression; readonly descending: boolean }[] | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** The rows of a SELECT over those of its source. */
export function rowsOf(
  { distinct, items, alias, where, groups, having, order, offset, limit }: Plan,
  source: readonly Row[],
  context: Context,
): readonly Row[] {
  const counts = items.some(({ name }) => name === 'n') && !distinct && alias === undefined;

  const scoped = source.map((row) => (alias === undefined ? row : { ...row, [alias]: row }));
  const kept = where === undefined ? scoped : scoped.filter((row) => where(row) === true);
  let rows: { readonly scope: Row; readonly row: Row }[];
  if (counts || groups !== undefined) {
    const byKey = new Map<string, Row[]>();
    if (groups === undefined) byKey.set('', []);
    for (const row of kept) {
      const key = keyOf((groups ?? []).map((group) => group(row)));
      byKey.set(key, [...(byKey.get(key) ?? []), row]);
    }
    rows = [...byKey.values()].map((members) => {
      const scope: Row = { ...members[0], 'count(*)': BigInt(members.length) };
      return { scope, row: project(items, scope) };
    });
    if (having !== undefined) rows = rows.filter(({ scope }) => having(scope) === true);
  } else rows = kept.map((scope) => ({ scope, row: project(items, scope) }));
  if (distinct) rows = [...new Map(rows.map((found) => [keyOf(found.row), found])).values()];
  if (order !== undefined)
    rows.sort((a, b) => {
      for (const { by, descending } of order) {
        const [x, y] = [by({ ...a.scope, ...a.row }), by({ ...b.scope, ...b.row })];
        if (x === y) continue;
        if (x === null) return 1;
        if (y === null) return -1;
        const sign = context.order(x, y);
        if (sign !== 0) return descending ? -sign : sign;
      }
      return 0;
    });
  return rows.slice(offset, offset + limit).map(({ row }) => row);
}

/** Equal for equal values. */
function keyOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
}

function project(items: readonly Item[], scope: Row): Row {
  return Object.assign({}, ...items.map(({ name, value }) => (value === undefined ? scope : { [name]: value(scope) }))) as Row;
}
