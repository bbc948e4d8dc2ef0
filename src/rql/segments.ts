import type { Span } from './diagnostic';
import { BLANK } from './phrases';

/** The place of one query in a file. */
export interface Segment extends Span {
  /** Where the lines above it begin: after the query before, or the start of the file. */
  readonly above: number;
}

const HEAD = new RegExp(`^(?:${BLANK}(?<!\\n))*(event|config|network)(?=${BLANK}|$)`, 'gimu');

/**
 * Splits a file: a query starts at a line that begins with one of the three words; `config` after `;` is the next clause of a join, where
 * nothing but clauses stands before it.
 * `junk`: text that belongs to no query.
 */
export function splitQueries(text: string): { readonly segments: readonly Segment[]; readonly junk: readonly Span[] } {
  const heads: number[] = [];
  for (const match of text.matchAll(HEAD)) {
    const [whole, word = ''] = match;
    if (word.toLowerCase() === 'config' && heads.length > 0 && mayJoin(text.slice(heads.at(-1), match.index))) continue;
    heads.push(match.index + whole.length - word.length);
  }
  const segments: Segment[] = [];
  let above = 0;
  heads.forEach((start, index) => {
    const end = start + withoutTrailing(text.slice(start, heads[index + 1] ?? text.length)).length;
    segments.push({ start, end, above });
    above = end;
  });
  return { segments, junk: junkIn(text.slice(0, heads[0] ?? text.length)) };
}

/** What stands after the clauses of a join: no other clause follows it. */
const POST = /;\s*(?:filter|show|count\s*\()/i;

/** Whether `config` after this text is the next clause of the same query. */
function mayJoin(text: string): boolean {
  return withoutTrailing(text).endsWith(';') && /^config/i.test(text) && !POST.test(text);
}

/** Without the blank lines and comment lines at its end: they stand above the next query. */
function withoutTrailing(text: string): string {
  const lines = text.split('\n');
  while (lines.length > 1 && /^\s*(?:\/\/.*)?$/.test(lines.at(-1) ?? '')) lines.pop();
  return lines.join('\n').trimEnd();
}

/** Lines before the first query that are neither blank nor comments, neighbours taken together. */
function junkIn(text: string): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  let joined = false;
  for (const line of text.split('\n')) {
    const content = line.trim();
    const isJunk = content !== '' && !content.startsWith('//');
    if (isJunk) {
      const start = at + line.indexOf(content);
      const before = joined ? spans.pop() : undefined;
      spans.push({ start: before?.start ?? start, end: start + content.length });
    }
    joined = isJunk;
    at += line.length + 1;
  }
  return spans;
}
