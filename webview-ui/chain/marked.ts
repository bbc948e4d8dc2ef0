/** A stretch of a text, and whether it is one of those looked for. */
export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/** Cuts a text where one of the tokens stands, the longest first: what a record and the one before it both carry. */
export function markTokens(text: string, tokens: readonly string[]): readonly Piece[] {
  const wanted = tokens.filter((token) => token !== '').toSorted((a, b) => b.length - a.length);
  if (wanted.length === 0) return [{ text, found: false }];
  const pattern = new RegExp(`(${wanted.map(literal).join('|')})`, 'g');
  return text.split(pattern).flatMap((piece, index) => (piece === '' ? [] : [{ text: piece, found: index % 2 === 1 }]));
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
