/** Phrases of the language: words with any white space between them, or signs. Case never counts. */

/** White space of the language: zero-width characters count, for they come along when people paste. */
export const BLANK = '[\\s\\u200B-\\u200D\\uFEFF]';
const BLANKS = new RegExp(`${BLANK}+`, 'g');

/** A sticky pattern that reads the phrase where it stands as a whole. */
export function phrasePattern(phrase: string): RegExp {
  const source = phrase.split(' ').map(escaped).join(`${BLANK}+`);
  return new RegExp(/\w$/.test(phrase) ? `${source}(?![\\w.-])` : source, 'iuy');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** One way to write a thing, ready to be looked for. */
export interface Spelling<T> {
  readonly text: string;
  readonly pattern: RegExp;
  readonly meaning: T;
}

/** All spellings of a table, the longest first, so that `does not equal ignore case` wins over `does not equal`. */
export function spellings<T>(table: readonly T[], textsOf: (entry: T) => readonly string[]): readonly Spelling<T>[] {
  return table
    .flatMap((meaning) => textsOf(meaning).map((text) => ({ text, pattern: phrasePattern(text), meaning })))
    .sort((a, b) => b.text.length - a.text.length);
}

/** Whether a text that stops at the cursor may still grow into the phrase; a sign that is whole doesn't grow. */
export function growsInto(typed: string, phrase: string): boolean {
  const start = typed.replace(BLANKS, ' ').toLowerCase();
  const whole = phrase.toLowerCase();
  return whole.startsWith(start) && (start !== whole || /\w$/.test(whole));
}
