/**
 * How texts compare, written once for the reference predicate; the SQL back ends must give the same answers.
 */

/**
 * Text with case taken away, character by character: `ß` stays, a final `Σ` is an ordinary `σ`, `İ` becomes `i`, as in DuckDB's `lower`
 * (JavaScript's own `toLowerCase` looks at neighbours and may lengthen the text).
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let folded = '';
  for (const character of text) folded += character === 'İ' ? 'i' : character.toLowerCase();
  return folded;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** What a number looks like, in a form JavaScript and RE2 read alike. Leading zeros make an id, not a number. */
export const NUMBER_PATTERN = '-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?';
const NUMBER = new RegExp(`^${NUMBER_PATTERN}$`);

/** The number a text looks like; `undefined` where it looks like none. */
export function numberOf(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined;
}

/** So many digits a double holds exactly. */
export const EXACT_DIGITS = 15;

/** The number to compare by for equality: none where a double can't hold it exactly, for such a text is an id. */
export function exactNumberOf(text: string): number | undefined {
  const digits = text.replace(/\D/g, '').length;
  return digits <= EXACT_DIGITS ? numberOf(text) : undefined;
}

/** The order of two texts by their code points, as in DuckDB: negative where `a` comes first. */
export function compareTexts(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Halves of a character stand for code points beyond all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** One word: what stands between white space, in a form JavaScript (with `u`) and RE2 read alike. */
export const WORD_PATTERN = '[^\\t-\\r\\p{Z}]+';
const WORDS = new RegExp(WORD_PATTERN, 'gu');

export function countWords(text: string): number {
  return text.match(WORDS)?.length ?? 0;
}

/** `MATCHES`: `*` stands for any text; case-insensitive; found anywhere. Linear in the text, whatever the pattern. */
export function matchesPattern(text: string, pattern: string): boolean {
  const folded = fold(text);
  let from = 0;
  for (const part of fold(pattern).split('*')) {
    const found = folded.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return true;
}
