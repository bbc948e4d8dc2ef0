import { parseRange, type TimeRange } from '../domain/time';
import { diagnostic, type Diagnostic, type Span } from './diagnostic';

export const DIRECTIVES = ['time', 'name', 'limit', 'accounts'] as const;
export type DirectiveName = (typeof DIRECTIVES)[number];

/** What the comments above a query say about it. */
export interface Directives {
  readonly timeRange?: TimeRange;
  /** Where the text of the time range stands, after `// time:`. */
  readonly timeDirective?: Span;
  readonly name?: string;
  readonly limit?: number;
  readonly accounts?: readonly string[];
}

/** A whole directive in the text, from its slashes to the end of its value. */
export interface DirectivePlace extends Span {
  readonly name: DirectiveName;
}

const LINE = /^([^\S\n]*\/\/[^\S\n]*(time|name|limit|accounts)[^\S\n]*:[^\S\n]*)([^\n]*)$/gim;

/** Reads the directives in `text`, the lines between one query and the next; `offset` is its place in the file. */
export function readDirectives(
  text: string,
  offset: number,
): { readonly directives: Directives; readonly places: readonly DirectivePlace[]; readonly diagnostics: readonly Diagnostic[] } {
  let directives: Directives = {};
  const places: DirectivePlace[] = [];
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<DirectiveName>();
  for (const match of text.matchAll(LINE)) {
    const [, before = '', word = '', rest = ''] = match;
    const name = word.toLowerCase() as DirectiveName;
    const value = rest.trim();
    const start = offset + match.index + before.length;
    const span = { start, end: start + value.length };
    const line = { start: offset + match.index + before.indexOf('//'), end: span.end };
    places.push({ name, ...line });
    if (seen.has(name)) diagnostics.push(diagnostic('directive-twice', line, [name]));
    seen.add(name);
    const found = value === '' ? undefined : readDirective(name, value, span);
    if (value === '') diagnostics.push(diagnostic('directive-empty', line, [name]));
    else if (found === undefined) diagnostics.push(diagnostic(name === 'time' ? 'directive-time' : 'directive-limit', span, [value]));
    // A wrong or empty time still has its place, so that it can be changed there.
    directives = { ...directives, ...(name === 'time' ? { timeDirective: span } : {}), ...found };
  }
  return { directives, places, diagnostics };
}

function readDirective(name: DirectiveName, value: string, span: Span): Directives | undefined {
  switch (name) {
    case 'time': {
      const timeRange = parseRange(value);
      return timeRange === undefined ? undefined : { timeRange, timeDirective: span };
    }
    case 'name':
      return { name: value };
    case 'limit':
      return limited(parseLimit(value));
    case 'accounts':
      return { accounts: value.split(',').flatMap((account) => account.trim() || []) };
  }
}

function limited(limit: number | undefined): Directives | undefined {
  return limit === undefined ? undefined : { limit };
}

/** A whole number from 1 up, with or without commas between the thousands. */
export function parseLimit(text: string): number | undefined {
  return /^[1-9][\d,]{0,11}$/.test(text) ? Number(text.replaceAll(',', '')) : undefined;
}
