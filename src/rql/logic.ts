import { fix, insertFix, type Span } from './diagnostic';
import type { Reader } from './reader';
import type { Logic } from './syntax';

/** Deeper than any query a person writes, and shallow enough for every stack. */
const MAX_DEPTH = 64;

/** One of the two levels where and, or, not and brackets stand: the query itself and json.rule. */
export interface Level<T> {
  readonly and: RegExp;
  readonly or: RegExp;
  readonly not: RegExp;
  /** As completion writes them. */
  readonly words: readonly [and: string, or: string];
  /** What may follow the whole condition. */
  readonly tails?: readonly string[];
  /** Reads one term; `undefined`: not understood, reported, and the reader stands where the next term or the end may follow. */
  term(reader: Reader): (T & Span) | undefined;
  /** What stands here belongs to somebody else: a tail of the query, or the condition around a json.rule. */
  ends(reader: Reader): boolean;
  /** A term begins here: a connective was forgotten. */
  begins(reader: Reader): boolean;
}

type Found<T> = Logic<T> | undefined;

/** Reads a whole condition of a level. Not binds tighter than and, and tighter than or. */
export function parseLogic<T>(reader: Reader, level: Level<T>): Found<T> {
  reader.skip();
  const start = reader.pos;
  const terms: Logic<T>[] = [];
  const groups: Span[] = [];
  let whole: boolean;
  do {
    reader.skip();
    const conjunction = parseAnd(reader, level);
    if (conjunction.node !== undefined) terms.push(conjunction.node);
    if (conjunction.joined && conjunction.node !== undefined) groups.push(conjunction.node);
    whole = conjunction.whole;
  } while (connective(reader, level.or));
  if (!whole && reader.findings.partial) return undefined; // cut off in its last term, which nothing may follow yet
  if (terms.length > 1 && groups.length > 0) warnMixed(reader, start, groups);
  return combine('or', terms);
}

function parseAnd<T>(
  reader: Reader,
  level: Level<T>,
): { readonly node: Found<T>; readonly joined: boolean; /** Its last term was understood. */ readonly whole: boolean } {
  const terms: Logic<T>[] = [];
  let term: Found<T>;
  do {
    reader.skip();
    term = parseNot(reader, level);
    if (term !== undefined) terms.push(term);
  } while (anotherTerm(reader, level, term !== undefined));
  return { node: combine('and', terms), joined: terms.length > 1, whole: term !== undefined };
}

function combine<T>(kind: 'and' | 'or', terms: readonly Logic<T>[]): Found<T> {
  const [first] = terms;
  const last = terms.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return terms.length === 1 ? first : { kind, terms, start: first.start, end: last.end };
}

/** After a term (`whole`: it was understood): whether an AND follows, written or forgotten. What is neither is reported and passed over. */
function anotherTerm<T>(reader: Reader, level: Level<T>, whole: boolean): boolean {
  for (;;) {
    reader.skip();
    if (atConnective(reader, level.and) && !level.ends(reader)) return connective(reader, level.and);
    if (reader.done || reader.next === ')' || level.ends(reader) || atConnective(reader, level.or)) {
      if (whole) expectConnective(reader, level);
      return false;
    }
    if (whole) expectConnective(reader, level);
    if (level.begins(reader)) {
      const at = reader.origin(reader.pos);
      reader.report('connective-missing', { start: at, end: at + 1 }, [], [insertFix(at, `${level.words[0]} `)]);
      return true;
    }
    passOver(reader, level);
  }
}

function expectConnective<T>(reader: Reader, level: Level<T>): void {
  const start = reader.origin(reader.pos);
  // A bare json.rule goes on with its own connectives; those of the query around it would be read as the same.
  if (reader.findings.expectations.some(({ what, ...at }) => at.start === start && what.kind === 'words')) return;
  const closers = reader.depth > 0 ? [')'] : (level.tails ?? []);
  const words = [...level.words, ...closers].filter((word) => reader.growing(word));
  if (words.length > 0) reader.expect(reader.pos, { kind: 'words', words }, true);
}

function passOver<T>(reader: Reader, level: Level<T>): void {
  const start = reader.pos;
  if (reader.next === ']') {
    reader.pos++;
    const span = reader.span(start);
    reader.report('bracket-stray', span, [], [fix('remove', span, '', ']')]);
    return;
  }
  reader.pos++;
  reader.skipTo(() => atConnective(reader, level.and) || atConnective(reader, level.or) || level.ends(reader) || level.begins(reader));
  const text = reader.text.slice(start, reader.pos).trimEnd();
  reader.report('text-unexpected', reader.span(start, start + text.length), [shortened(text)]);
}

function parseNot<T>(reader: Reader, level: Level<T>): Found<T> {
  const start = reader.pos;
  let negations = 0;
  while (reader.take(level.not) !== undefined) {
    negations++;
    reader.skip();
  }
  let node = reader.next === '(' ? parseGroup(reader, level) : parseTerm(reader, level);
  if (node === undefined) return undefined;
  if (negations % 2 === 1) node = { kind: 'not', term: node, start: reader.origin(start), end: node.end };
  return { ...node, start: reader.origin(start) };
}

function parseTerm<T>(reader: Reader, level: Level<T>): Found<T> {
  const term = level.term(reader);
  return term === undefined ? undefined : { kind: 'term', term, start: term.start, end: term.end };
}

/** Reads a condition of a level in brackets. */
export function parseGroup<T>(reader: Reader, level: Level<T>): Found<T> {
  const start = reader.pos;
  if (reader.depth >= MAX_DEPTH) {
    reader.report('too-deep', reader.span(start, start + 1));
    reader.skipTo(() => false); // what is in it is passed over, so that the brackets around it find their ends
    return undefined;
  }
  reader.pos++;
  reader.depth++;
  const node = parseLogic(reader, level);
  reader.skip();
  const closed = reader.next === ')';
  if (closed || !reader.findings.partial) reader.depth--; // cut off inside them, the brackets stay open
  if (closed) reader.pos++;
  else if (!reader.findings.partial) {
    const end = trimmedEnd(reader);
    reader.report('bracket-missing', reader.span(start, start + 1), [], [insertFix(end, ')')]);
  }
  if (node === undefined || (!closed && reader.findings.partial)) return undefined;
  return { ...node, ...reader.span(start) };
}

/** Where the last thing read ended, as a place in the file. */
function trimmedEnd(reader: Reader): number {
  return reader.origin(reader.text.slice(0, reader.pos).trimEnd().length);
}

/** A connective stands here as a sign or as a word of its own. */
function atConnective(reader: Reader, pattern: RegExp): boolean {
  return reader.peek(pattern) !== undefined;
}

function connective(reader: Reader, pattern: RegExp): boolean {
  reader.skip();
  return reader.take(pattern) !== undefined;
}

function warnMixed(reader: Reader, start: number, groups: readonly Span[]): void {
  const fixes = groups.flatMap((group) => [
    { at: group.start, text: '(' },
    { at: group.end, text: ')' },
  ]);
  const end = reader.text.slice(0, reader.pos).trimEnd().length;
  const span = reader.span(start, end);
  const whole = reader.text.slice(start, end);
  const direct = span.end - span.start === whole.length; // not so in a quoted json.rule with escapes: there no repair is offered
  let bracketed = '';
  let from = span.start;
  for (const { at, text } of fixes) {
    bracketed += whole.slice(from - span.start, at - span.start) + text;
    from = at;
  }
  bracketed += whole.slice(from - span.start);
  reader.report('mixed-and-or', span, [], direct ? [fix('brackets', span, bracketed)] : []);
}

function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
