/** A block at the top of a `.tf` file. Offsets are those of the text. */
export type TerraformBlock = (
  | { readonly kind: 'resource'; readonly type: string; readonly name: string }
  | { readonly kind: 'module'; readonly name: string; readonly source?: string }
) & {
  readonly start: number;
  /** End of `resource "type" "name"`. */
  readonly headEnd: number;
  readonly end: number;
};

interface Token {
  /** `other`: anything that neither names nor nests. */
  readonly kind: 'word' | 'string' | '{' | '}' | 'other';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The resources and modules of a `.tf` file, in their order. Never throws: of a broken text it finds what can be made out. Linear. */
export function terraformBlocks(text: string): readonly TerraformBlock[] {
  const blocks: TerraformBlock[] = [];
  let depth = 0;
  let head: readonly Token[] = [];
  let open: { readonly head: readonly Token[]; source?: string } | undefined;
  let [last, before]: (Token | undefined)[] = [];
  for (const token of tokensOf(text)) {
    if (token.kind === '{') {
      if (depth === 0) open = { head };
      depth += 1;
    } else if (token.kind === '}') {
      depth = Math.max(0, depth - 1);
      if (depth === 0 && open !== undefined) {
        const block = blockOf(open, token.end);
        if (block !== undefined) blocks.push(block);
        open = undefined;
        head = [];
      }
    } else if (depth === 0) {
      head = continues(head, token) ? [...head, token] : [token];
    } else if (depth === 1 && token.kind === 'string' && last?.text === '=' && before?.text === 'source' && open !== undefined) {
      open.source = token.text;
    }
    [before, last] = [last, token];
  }
  return blocks;
}

/** A keyword, and labels after it. */
function continues(head: readonly Token[], token: Token): boolean {
  return token.kind === 'string' && head[0]?.kind === 'word' && head.length < 3;
}

function blockOf({ head, source }: { readonly head: readonly Token[]; readonly source?: string }, end: number): TerraformBlock | undefined {
  const [keyword, first, second] = head;
  if (keyword === undefined || first === undefined) return undefined;
  const place = { start: keyword.start, headEnd: (second ?? first).end, end };
  if (keyword.text === 'resource' && second !== undefined) return { kind: 'resource', type: first.text, name: second.text, ...place };
  if (keyword.text !== 'module' || second !== undefined) return undefined;
  return { kind: 'module', name: first.text, ...(source !== undefined && { source }), ...place };
}

const SPACE = /[\s,]+/y;
const COMMENT = /#[^\n]*|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/y;
const WORD = /[A-Za-z_][A-Za-z0-9_-]*/y;
const HEREDOC = /<<-?([A-Za-z_][A-Za-z0-9_-]*)[^\n]*\n/y;

function* tokensOf(text: string): Generator<Token> {
  let at = 0;
  const taken = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const skipped = taken(SPACE) ?? taken(COMMENT);
    if (skipped !== null) {
      at += skipped[0].length;
      continue;
    }
    const start = at;
    const sign = text.charAt(at);
    const word = taken(WORD);
    const heredoc = taken(HEREDOC);
    if (word !== null) {
      at += word[0].length;
      yield { kind: 'word', text: word[0], start, end: at };
    } else if (heredoc !== null) {
      at = heredocEnd(text, at + heredoc[0].length, heredoc[1] ?? '');
      yield { kind: 'other', text: '', start, end: at };
    } else if (sign === '"') {
      at = stringEnd(text, at + 1);
      yield { kind: 'string', text: text.slice(start + 1, at - 1), start, end: at };
    } else {
      at += 1;
      yield { kind: sign === '{' || sign === '}' ? sign : 'other', text: sign, start, end: at };
    }
  }
}

/** The end of the line that has the word alone. */
function heredocEnd(text: string, from: number, word: string): number {
  for (let at = from; at < text.length;) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    if (text.slice(at, end).trim() === word) return end;
    at = end + 1;
  }
  return text.length;
}

/** After the closing quote. Within `${…}` and `%{…}` strings may stand again, as deep as somebody likes. A string ends with its line. */
function stringEnd(text: string, from: number): number {
  const nesting: ('string' | 'braces')[] = ['string'];
  let at = from;
  while (at < text.length) {
    const sign = text.charAt(at);
    const next = text.charAt(at + 1);
    const inString = nesting.at(-1) === 'string';
    if (inString && sign === '\n') return at;
    if (inString && sign === '\\') at += 1;
    else if (inString && (sign === '$' || sign === '%') && next === sign)
      at += 1; // $${ is no interpolation
    else if (inString && (sign === '$' || sign === '%') && next === '{') {
      nesting.push('braces');
      at += 1;
    } else if (sign === '"') {
      if (inString) nesting.pop();
      else nesting.push('string');
      if (nesting.length === 0) return at + 1;
    } else if (!inString && sign === '{') nesting.push('braces');
    else if (!inString && sign === '}') nesting.pop();
    at += 1;
  }
  return text.length;
}
