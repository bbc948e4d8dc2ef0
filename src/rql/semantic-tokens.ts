import type { Attribute } from './attributes';
import type { Span } from './diagnostic';
import { piecesOf, type Piece } from './pieces';
import { analyse } from './query';
import { numberOf } from './text';
import type { TokenType } from './token-types';

export interface SemanticToken extends Span {
  readonly type: TokenType;
}

/** Values out of a few known ones. */
const CHOSEN: ReadonlySet<Attribute['values']> = new Set(['region', 'cloud', 'crud', 'api', 'status', 'finding-type', 'severity']);

/** What the words of a file are, in the order of the text and none past the end of its line. What is not understood is left out. */
export function semanticTokens(text: string): readonly SemanticToken[] {
  return analyse(text).queries.flatMap(({ tree }) => piecesOf(text, tree).flatMap((piece) => tokensOf(text, piece)));
}

function tokensOf(text: string, piece: Piece): readonly SemanticToken[] {
  const type = typeOf(piece);
  if (type === undefined) return [];
  let start = piece.start;
  return text
    .slice(piece.start, piece.end)
    .split('\n')
    .flatMap((line) => {
      const written = line.trim();
      const at = start + line.indexOf(written);
      start += line.length + 1;
      return written === '' ? [] : [{ start: at, end: at + written.length, type }];
    });
}

function typeOf({ kind, text, mark }: Piece): TokenType | undefined {
  switch (kind) {
    case 'keyword':
      return text.includes('.') ? 'type' : /^\w/.test(text) ? 'keyword' : 'operator';
    case 'connective':
    case 'operator':
      return /^\w|^!\w/.test(text) ? 'keyword' : 'operator';
    case 'attribute':
      return 'property';
    case 'path':
      return 'variable';
    case 'alias':
      return 'parameter';
    case 'function':
      return 'function';
    case 'number':
      return 'number';
    case 'value':
      return mark?.kind === 'value' ? valueType(mark) : 'string';
    case 'tag':
    case 'sealed':
    case 'quote':
      return 'string';
    case 'open':
    case 'close':
    case 'comma':
    case 'semicolon':
    case 'comment':
    case 'unknown':
      return undefined;
  }
}

function valueType({ value, attribute }: Extract<Piece['mark'], { readonly kind: 'value' }>): TokenType {
  if (value.quoted) return 'string';
  if (attribute !== undefined && CHOSEN.has(attribute.values)) return 'enumMember';
  if (numberOf(value.text) !== undefined) return 'number';
  return /^(?:null|true|false)$/i.test(value.text) ? 'keyword' : 'string';
}
