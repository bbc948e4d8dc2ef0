import { diagnostic, fix, replaceFix, type Diagnostic, type DiagnosticCode, type Fix, type Span } from './diagnostic';
import type { Expectation } from './expectation';
import { BLANK, growsInto, type Spelling } from './phrases';
import type { ValueNode } from './syntax';

const TRIVIA = new RegExp(`(?:${BLANK}|//[^\\n]*)+`, 'y');
const OPENING = /["'“”„«»‘’‚‹›]/;
const REGEX = /\/(?:[^/\\\n]|\\.)+\/[a-z]*/uy;
const DOUBLE = /["“”„«»]/;
const BLANK_CHARACTER = new RegExp(BLANK);

/** What all readers of one query write to. */
export interface Findings {
  readonly diagnostics: Diagnostic[];
  readonly expectations: Expectation[];
  /** The text is cut off at the cursor: what is open there is being typed, and what could stand there is noted. */
  readonly partial: boolean;
}

/** Reads a text from left to right: trivia, phrases, values. Places it gives out are those of the whole file. */
export class Reader {
  pos = 0;
  depth = 0;

  /** @param origin the place in the file of a place in `text`. */
  constructor(
    readonly text: string,
    readonly origin: (pos: number) => number,
    readonly findings: Findings,
    /** The quote for texts in here: the other one where all this stands in quotes itself. */
    readonly quote: '"' | "'" = "'",
  ) {}

  get done(): boolean {
    return this.pos >= this.text.length;
  }

  get next(): string {
    return this.text[this.pos] ?? '';
  }

  span(start: number, end = this.pos): Span {
    return { start: this.origin(start), end: this.origin(end) };
  }

  report(code: DiagnosticCode, span: Span, args: readonly string[] = [], fixes: readonly Fix[] = []): void {
    this.findings.diagnostics.push(diagnostic(code, span, args, fixes));
  }

  /** Notes what could stand at `start`. `open`: the cursor is there, or in what is being typed there. */
  expect(start: number, what: Expectation['what'], open = this.done): void {
    if (this.findings.partial && open) this.findings.expectations.push({ start: this.origin(start), what });
  }

  skip(): void {
    this.take(TRIVIA);
  }

  /** Consumes what a sticky pattern finds here. */
  take(pattern: RegExp): string | undefined {
    const found = this.peek(pattern);
    if (found !== undefined) this.pos += found.length;
    return found;
  }

  peek(pattern: RegExp, at = this.pos): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.text)?.[0];
  }

  /** Whether the text from here to the cursor may grow into the phrase. */
  growing(phrase: string): boolean {
    return this.findings.partial && growsInto(this.text.slice(this.pos), phrase);
  }

  /** The longest spelling that stands here, consumed. */
  spelling<T>(table: readonly Spelling<T>[]): Spelling<T> | undefined {
    const found = table.find(({ pattern }) => this.peek(pattern) !== undefined);
    if (found !== undefined) this.take(found.pattern);
    return found;
  }

  /** A string or a bare value; `undefined` where none begins. */
  value(): ValueNode | undefined {
    if (OPENING.test(this.next)) return this.string();
    const start = this.pos;
    this.pos = this.bareEnd();
    if (this.pos === start) return undefined;
    return { ...this.span(start), text: this.text.slice(start, this.pos), quoted: false, open: this.done };
  }

  /** Reads `/…/` with its flags, blanks and brackets and all. */
  regex(): ValueNode | undefined {
    const start = this.pos;
    const text = this.take(REGEX);
    return text === undefined ? undefined : { ...this.span(start), text, quoted: false, open: false };
  }

  get atString(): boolean {
    return OPENING.test(this.next);
  }

  /** Reads a quoted text; backslash takes the next character as it is. Typographic quotes are understood and reported. */
  string(): ValueNode {
    const start = this.pos;
    const closing = this.closing();
    const typographic = !/["']/.test(this.next);
    let text = '';
    let end = start + 1;
    while (end < this.text.length && !closing.test(this.text[end] ?? '')) {
      if (this.text[end] === '\\' && end + 1 < this.text.length) end++;
      text += this.text[end] ?? '';
      end++;
    }
    const closed = end < this.text.length;
    if (!closed) return this.unclosed(start);
    this.pos = end + 1;
    const span = this.span(start);
    if (typographic) this.report('quotes-typographic', span, [], [fix('straight', span, quoteText(text))]);
    return { ...span, text, quoted: true, open: false };
  }

  /** A string without its end stops with its line, so that the rest of the query is still understood. */
  private unclosed(start: number): ValueNode {
    this.pos = this.findings.partial ? this.text.length : this.lineEnd(start);
    const text = this.text.slice(start + 1, this.pos).trimEnd();
    const quote = DOUBLE.test(this.text[start] ?? '') ? '"' : "'";
    const end = this.origin(start + 1 + text.length);
    if (!this.findings.partial)
      this.report('string-unclosed', { start: this.origin(start), end }, [], [fix('quote', { start: end, end }, quote)]);
    return { start: this.origin(start), end, text: unescapeText(text), quoted: true, open: true };
  }

  private closing(): RegExp {
    const open = this.next;
    if (open === '"' || open === "'") return new RegExp(open);
    return DOUBLE.test(open) ? /["“”«»]/ : /['‘’‹›]/;
  }

  private lineEnd(from: number): number {
    const at = this.text.indexOf('\n', from);
    return at < 0 ? this.text.length : at;
  }

  /** Where a value without quotes ends: at white space, `;`, `,`, `&&`, `||` or a bracket that it didn't open. */
  private bareEnd(): number {
    let open = 0;
    let at = this.pos;
    for (; at < this.text.length; at++) {
      const character = this.text[at] ?? '';
      if (BLANK_CHARACTER.test(character) || character === ';') break;
      if (character === '(' || character === '[') open++;
      if ((character === ')' || character === ']') && --open < 0) break;
      if (character === ',' && open <= 0) break;
      if ((character === '&' || character === '|') && this.text[at + 1] === character) break;
    }
    return at;
  }

  /** Consumes up to where `stop` says or a bracket closes that was not opened here; strings and brackets are passed whole. */
  skipTo(stop: () => boolean): void {
    let open = 0;
    while (!this.done) {
      if (open === 0 && (stop() || this.next === ')')) return;
      if (this.next === '(') open++;
      if (this.next === ')') open--;
      if (this.next === '"' || this.next === "'") this.pos = this.stringEnd();
      else this.pos++;
    }
  }

  private stringEnd(): number {
    const quote = this.next;
    let at = this.pos + 1;
    while (at < this.text.length && this.text[at] !== quote && this.text[at] !== '\n') at += this.text[at] === '\\' ? 2 : 1;
    return Math.min(at + 1, this.text.length);
  }

  /** A word that stands for another: reported with the repair. */
  respelled(span: Span, was: string, wanted: string): void {
    this.report('operator-spelling', span, [was, wanted], [replaceFix(span, wanted)]);
  }
}

/** A text as a string of the language. */
export function quoteText(text: string, quote: '"' | "'" = "'"): string {
  return quote + text.replace(/[\\"']/g, (character) => (character === quote || character === '\\' ? `\\${character}` : character)) + quote;
}

function unescapeText(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}
