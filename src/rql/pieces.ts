import type { Span } from './diagnostic';
import { marksOf, operatorText, rulesOf, type Mark } from './marks';
import { BLANK } from './phrases';
import type { QueryTree } from './syntax';

export type PieceKind =
  | Mark['kind']
  | 'keyword'
  /** AND, OR, NOT of either level, as words or signs. */
  | 'connective'
  | 'open'
  | 'close'
  | 'comma'
  | 'semicolon'
  | 'comment'
  /** Not understood, or not known here yet: kept as it is. */
  | 'unknown';

/** A piece of a query; between two there are only blanks. */
export interface Piece extends Span {
  readonly kind: PieceKind;
  /** As it is best written. */
  readonly text: string;
  readonly level: 'query' | 'rule';
  /** Where it comes from the tree. */
  readonly mark?: Mark;
}

const TOKEN = new RegExp(
  `(${BLANK}+)|(//[^\\n]*)|("[^"\\n]*"?|'[^'\\n]*'?)|&&|\\|\\||[()[\\]{},;|!]|(?:(?!${BLANK})[^"'()[\\]{},;|&!])+|[^]`,
  'gu',
);
const CONNECTIVE = /^(?:and|or|not|&&|\|\||!)$/i;
const KEYWORDS: ReadonlySet<string> = new Set(
  `event config from cloud.audit_logs cloud.resource where addcolumn limit search records to count by timechart group as filter show |`.split(
    ' ',
  ),
);
const SIGNS: Readonly<Record<string, PieceKind>> = { '(': 'open', ')': 'close', ',': 'comma', ';': 'semicolon' };

/** The whole of a query, piece by piece. What the tree does not know is read by its look, and is `unknown` where that says nothing. */
export function piecesOf(text: string, tree: QueryTree): readonly Piece[] {
  const rules = rulesOf(tree);
  const levelAt = (at: number): Piece['level'] => (rules.some(({ start, end }) => at >= start && at < end) ? 'rule' : 'query');
  const pieces: Piece[] = [];
  let from = tree.start;
  for (const mark of marksOf(text, tree)) {
    pieces.push(...gap(text, from, mark.start, levelAt), marked(text, mark, levelAt(mark.start)));
    from = mark.end;
  }
  return [...pieces, ...gap(text, from, tree.end, levelAt)];
}

function marked(text: string, mark: Mark, level: Piece['level']): Piece {
  const written = text.slice(mark.start, mark.end).trim();
  return { kind: mark.kind, start: mark.start, end: mark.end, level, mark, text: best(mark, written, level) };
}

function best({ kind }: Mark, written: string, level: Piece['level']): string {
  switch (kind) {
    case 'attribute':
    case 'number':
      return written.toLowerCase();
    case 'alias':
      return written.toUpperCase();
    case 'tag':
      // The name of a tag is text; the words in its place are ours.
      return /["'“”‘’]/.test(written) ? `(${written.slice(1, -1).trim()})` : written.replace(/\s+/g, '').toUpperCase();
    case 'operator':
      return operatorText(written, level);
    case 'path':
      // A quoted key and a comment are left as they are.
      if (/["'“”‘’]|\/\//.test(written)) return written;
      return written.replace(/\s+/g, '').replace(/\[\?(any|none|all)$/i, (quantifier) => quantifier.toLowerCase());
    case 'function':
    case 'value':
    case 'sealed':
    case 'quote':
      return written;
  }
}

/** What stands between two marks. Everything from the first thing that is not understood to the last one is one unknown piece. */
function gap(text: string, from: number, to: number, levelAt: (at: number) => Piece['level']): readonly Piece[] {
  const pieces: Piece[] = [];
  const between = text.slice(from, to);
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(between); found !== null; found = TOKEN.exec(between)) {
    const [token, blank] = found;
    const at = from + found.index;
    if (blank === undefined) pieces.push(read(token, at, levelAt(at)));
  }
  const first = pieces.findIndex(({ kind }) => kind === 'unknown');
  if (first < 0) return pieces;
  const last = pieces.findLastIndex(({ kind }) => kind === 'unknown');
  const start = pieces[first]?.start ?? from;
  const end = pieces[last]?.end ?? to;
  const unknown = { kind: 'unknown', start, end, text: text.slice(start, end), level: levelAt(start) } as const;
  return [...pieces.slice(0, first), unknown, ...pieces.slice(last + 1)];
}

function read(token: string, start: number, level: Piece['level']): Piece {
  const place = { start, end: start + token.length, level };
  const sign = SIGNS[token];
  if (sign !== undefined) return { ...place, kind: sign, text: token };
  if (token.startsWith('//')) return { ...place, kind: 'comment', text: token.trimEnd() };
  if (CONNECTIVE.test(token)) return { ...place, kind: 'connective', text: level === 'rule' ? token.toLowerCase() : token.toUpperCase() };
  const word = token.toLowerCase();
  if (level === 'query' && KEYWORDS.has(word)) return { ...place, kind: 'keyword', text: word };
  return { ...place, kind: 'unknown', text: token };
}
