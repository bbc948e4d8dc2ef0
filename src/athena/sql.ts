/** SQL for Trino, with the texts bound to its question marks in their order. */
export interface Sql {
  readonly sql: string;
  readonly params: readonly string[];
}

/** Athena takes no execution parameter longer than this, its quotes included. */
const MAX_PARAMETER = 1024;

/** Puts SQL together in the order of the text. A string or number between is SQL that we wrote; values come in by {@link bind} only. */
export function sql(strings: TemplateStringsArray, ...pieces: readonly (Sql | string | number)[]): Sql {
  return {
    sql: strings.map((text, place) => text + textOf(pieces[place])).join(''),
    params: pieces.flatMap((piece) => (typeof piece === 'object' ? piece.params : [])),
  };
}

function textOf(piece: Sql | string | number | undefined): string {
  return typeof piece === 'object' ? piece.sql : String(piece ?? '');
}

export function joined(pieces: readonly Sql[], between: string): Sql {
  return { sql: pieces.map((piece) => piece.sql).join(between), params: pieces.flatMap(({ params }) => params) };
}

/** A value of a query: an execution parameter, or where it is too long for one, a literal. */
export function bind(text: string): Sql {
  const literal = quoted(text);
  return literal.length > MAX_PARAMETER ? { sql: literal, params: [] } : { sql: '?', params: [text] };
}

export function bindAll(texts: readonly string[]): Sql {
  return joined(texts.map(bind), ', ');
}

/** A text as a literal. In Trino a quote is doubled and no other character means anything; a backslash is a backslash. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an identifier: in quotes, so that no word is a keyword. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export const TRUE: Sql = { sql: 'TRUE', params: [] };
export const FALSE: Sql = { sql: 'FALSE', params: [] };

export function anyOf(conditions: readonly Sql[]): Sql {
  const [only] = conditions;
  if (only === undefined) return FALSE;
  return conditions.length === 1 ? only : sql`(${joined(conditions, ' OR ')})`;
}

export function allOf(conditions: readonly Sql[]): Sql {
  const [only] = conditions;
  if (only === undefined) return TRUE;
  return conditions.length === 1 ? only : sql`(${joined(conditions, ' AND ')})`;
}

/** A condition that may be NULL as one that is false then, so that NOT around it means what it says. */
export function settled(condition: Sql): Sql {
  return sql`coalesce(${condition}, FALSE)`;
}
