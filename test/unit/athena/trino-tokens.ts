export interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'sign';
  readonly text: string;
}

const TOKEN = /\s+|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(->|<>|<=|>=|\|\||[-+*/=<>().,?[\]])/y;

/** The tokens of Trino's SQL. */
export function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < sql.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(sql);
    if (match === null) throw new Error(`no token at ${sql.slice(at, at + 40)}`);
    const [, text, name, number, word, sign] = match;
    if (text !== undefined) tokens.push({ kind: 'text', text: text.replaceAll("''", "'") });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name.replaceAll('""', '"') });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}
