import { fold as folded } from './text';

/**
 * Regular expressions as filters write them, `/prod-[0-9]+/i`: the part of them that every back end reads alike, and that takes time in
 * proportion to the text. No look-around, no back-references, no anchors within: the whole text is matched.
 */
export interface Regex {
  /** In a form that RE2, Java and JavaScript (with `u`) read alike; matches the whole text only where it is told to. */
  readonly pattern: string;
  /** Upper and lower case mean the same. */
  readonly fold: boolean;
}

/** An expression with repetitions is no larger than this when they are written out: databases refuse those that are. */
const MOST_STATES = 1_000;
const MOST_NESTED = 20;
const META = /[.*+?()[\]{}|^$\\]/;

type Node =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'all' | 'one'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number };

/** Code points from one to another, both included. */
interface CharacterSet {
  readonly ranges: readonly (readonly [number, number])[];
  readonly negated: boolean;
}

const set = (ranges: CharacterSet['ranges'], negated = false): CharacterSet => ({ ranges, negated });
const span = (from: string, to = from): readonly [number, number] => [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
const DIGITS = [span('0', '9')];
const WORD = [span('0', '9'), span('A', 'Z'), span('_'), span('a', 'z')];
const BLANKS = [span('\t', '\r'), span(' ')];
const CLASSES: Readonly<Record<string, CharacterSet>> = {
  d: set(DIGITS),
  D: set(DIGITS, true),
  w: set(WORD),
  W: set(WORD, true),
  s: set(BLANKS),
  S: set(BLANKS, true),
};
const CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v' };
const ANY = set([span('\n')], true);

/** Reads `/…/`, `/…/i`, or the expression by itself; `undefined` where it is none, or more than is understood. */
export function readRegex(text: string): Regex | undefined {
  const compiled = compiledOf(text);
  return compiled && { pattern: printed(compiled.node), fold: compiled.fold };
}

/** Whether a whole text matches, in time proportional to its length times that of the expression. */
export function matchesRegex(text: string, { pattern, fold }: Regex): boolean {
  const node = new Parser(pattern).whole();
  return node !== undefined && run(machineOf(node), text, fold);
}

function compiledOf(text: string): { readonly node: Node; readonly fold: boolean } | undefined {
  const slashes = /^\/([^]*)\/([a-z]*)$/.exec(text);
  const [, body = text, flags = ''] = slashes ?? [];
  if (!/^i?$/.test(flags)) return undefined;
  const node = new Parser(body).whole();
  return node === undefined || sizeOf(node) > MOST_STATES ? undefined : { node, fold: flags === 'i' };
}

/** Recursive descent; a fault anywhere makes it no expression. */
class Parser {
  private readonly characters: readonly string[];
  private at = 0;
  private depth = 0;
  private faulty = false;

  constructor(text: string) {
    this.characters = Array.from(text);
  }

  whole(): Node | undefined {
    // The whole text is matched anyway.
    if (this.next === '^') this.at++;
    const node = this.choice();
    return this.at === this.characters.length && !this.faulty ? node : undefined;
  }

  private get next(): string {
    return this.characters[this.at] ?? '';
  }

  private take(character: string): boolean {
    if (this.next !== character) return false;
    this.at++;
    return true;
  }

  private fault(): Node {
    this.faulty = true;
    this.at = this.characters.length;
    return { kind: 'all', parts: [] };
  }

  private choice(): Node {
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'one', parts };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    while (this.next !== '' && this.next !== '|' && this.next !== ')') {
      if (this.next === '$' && this.depth === 0 && this.at === this.characters.length - 1) {
        this.at++;
        break;
      }
      parts.push(this.repeated(this.atom()));
    }
    return { kind: 'all', parts };
  }

  private repeated(part: Node): Node {
    const counts = this.counts();
    if (counts === undefined) return part;
    this.take('?'); // as few as possible: of a whole text that is the same
    if (/[*+?{]/.test(this.next)) return this.fault();
    return { kind: 'repeat', part, least: counts[0], most: counts[1] };
  }

  private counts(): readonly [number, number] | undefined {
    if (this.take('*')) return [0, Infinity];
    if (this.take('+')) return [1, Infinity];
    if (this.take('?')) return [0, 1];
    if (!this.take('{')) return undefined;
    const least = this.digits();
    const most = this.take(',') ? (this.next === '}' ? Infinity : this.digits()) : least;
    if (!this.take('}') || !(least <= most)) this.fault();
    return [least, most];
  }

  /** NaN where there are none, or too many. */
  private digits(): number {
    let text = '';
    while (/^[0-9]$/.test(this.next) && text.length < 4) {
      text += this.next;
      this.at++;
    }
    return text === '' ? NaN : Number(text);
  }

  private atom(): Node {
    if (this.take('(')) return this.group();
    if (this.take('[')) return this.bracket();
    if (this.take('.')) return { kind: 'set', set: ANY };
    if (this.take('\\')) return this.escaped();
    if (META.test(this.next)) return this.fault();
    return { kind: 'set', set: set([span(this.characters[this.at++] ?? '')]) };
  }

  private group(): Node {
    if (++this.depth > MOST_NESTED) return this.fault();
    if (this.take('?') && !this.take(':')) return this.fault();
    const node = this.choice();
    this.depth--;
    return this.take(')') ? node : this.fault();
  }

  private escaped(): Node {
    const found = this.escape();
    return found === undefined ? this.fault() : { kind: 'set', set: found };
  }

  /** What stands after a backslash: a class, a control character, `\x41`, or a sign that means itself. */
  private escape(): CharacterSet | undefined {
    const character = this.characters[this.at++] ?? '';
    if (Object.hasOwn(CLASSES, character)) return CLASSES[character];
    if (Object.hasOwn(CONTROLS, character)) return set([span(CONTROLS[character] ?? '')]);
    if (character === 'x') {
      const digits = this.characters.slice(this.at, this.at + 2).join('');
      this.at += 2;
      const code = parseInt(digits, 16);
      return /^[0-9a-f]{2}$/i.test(digits) ? set([[code, code]]) : undefined;
    }
    return /^[^\p{L}\p{N}]$/u.test(character) ? set([span(character)]) : undefined;
  }

  private bracket(): Node {
    const negated = this.take('^');
    const ranges: (readonly [number, number])[] = [];
    while (this.next !== ']') {
      const from = this.member();
      if (from === undefined) return this.fault();
      const [only] = from.ranges;
      if (this.next !== '-' || this.characters[this.at + 1] === ']') {
        ranges.push(...from.ranges);
        continue;
      }
      this.at++;
      const to = this.member()?.ranges;
      if (only === undefined || to?.[0] === undefined || from.ranges.length > 1 || to.length > 1 || only[0] > to[0][1]) return this.fault();
      ranges.push([only[0], to[0][1]]);
    }
    this.at++;
    return ranges.length === 0 ? this.fault() : { kind: 'set', set: set(ranges, negated) };
  }

  /** One character of a class, or a class of its own that isn't negated. */
  private member(): CharacterSet | undefined {
    if (this.next === '') return undefined;
    if (!this.take('\\')) return set([span(this.characters[this.at++] ?? '')]);
    const found = this.escape();
    return found?.negated === true ? undefined : found;
  }
}

/** States that the expression takes with its repetitions written out. */
function sizeOf(node: Node): number {
  switch (node.kind) {
    case 'set':
      return 1;
    case 'all':
    case 'one':
      return node.parts.reduce((sum, part) => sum + sizeOf(part), 1);
    case 'repeat':
      return 1 + sizeOf(node.part) * (Number.isFinite(node.most) ? Math.max(node.most, 1) : node.least + 1);
  }
}

function printed(node: Node): string {
  switch (node.kind) {
    case 'set':
      return printedSet(node.set);
    case 'all':
      return node.parts.map(printed).join('');
    case 'one':
      return `(?:${node.parts.map(printed).join('|')})`;
    case 'repeat': {
      const most = Number.isFinite(node.most) ? String(node.most) : '';
      return `(?:${printed(node.part)}){${node.least},${most}}`;
    }
  }
}

function printedSet({ ranges, negated }: CharacterSet): string {
  const inner = ranges.map(([from, to]) => (from === to ? printedCode(from) : `${printedCode(from)}-${printedCode(to)}`)).join('');
  return `[${negated ? '^' : ''}${inner}]`;
}

/** What might be a sign somewhere is written by its number. */
function printedCode(code: number): string {
  const character = String.fromCodePoint(code);
  return code > 0x7e || /[0-9A-Za-z]/.test(character) ? character : `\\x${code.toString(16).padStart(2, '0')}`;
}

/** A machine of states: each takes a character of a set and goes on, or goes on at once in up to two ways, or is the end. */
type State = { readonly set?: CharacterSet; next: number; other?: number } | 'end';

function machineOf(node: Node): readonly State[] {
  const states: State[] = ['end'];
  /** The first state of a node after which `next` comes. */
  const add = (part: Node, next: number): number => {
    switch (part.kind) {
      case 'set':
        return states.push({ set: part.set, next }) - 1;
      case 'all':
        return part.parts.reduceRight((after, inner) => add(inner, after), next);
      case 'one':
        return part.parts.map((inner) => add(inner, next)).reduce((first, other) => states.push({ next: first, other }) - 1);
      case 'repeat': {
        let after = next;
        if (Number.isFinite(part.most)) {
          for (let n = part.least; n < part.most; n++) after = states.push({ next: add(part.part, after), other: next }) - 1;
        } else {
          const loop: State = { next, other: next };
          after = states.push(loop) - 1;
          loop.next = add(part.part, after);
        }
        for (let n = 0; n < part.least; n++) after = add(part.part, after);
        return after;
      }
    }
  };
  const start = add(node, 0);
  states.push({ next: start });
  return states;
}

function run(states: readonly State[], text: string, fold: boolean): boolean {
  let current = reachable(states, [states.length - 1]);
  for (const character of text) {
    const codes = codesOf(character, fold);
    const next: number[] = [];
    for (const at of current) {
      const state = states[at];
      if (state !== undefined && state !== 'end' && state.set !== undefined && takes(state.set, codes)) next.push(state.next);
    }
    if (next.length === 0) return false;
    current = reachable(states, next);
  }
  return current.has(0);
}

/** States that are reached without a character. */
function reachable(states: readonly State[], from: readonly number[]): ReadonlySet<number> {
  const seen = new Set<number>();
  const left = [...from];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const state = states[at];
    if (state === undefined || seen.has(at)) continue;
    seen.add(at);
    if (state === 'end' || state.set !== undefined) continue;
    left.push(state.next);
    if (state.other !== undefined) left.push(state.other);
  }
  return seen;
}

/** The character, and where case means nothing its other forms. */
function codesOf(character: string, fold: boolean): readonly number[] {
  const forms = fold ? [character, folded(character), character.toUpperCase()] : [character];
  return forms.flatMap((form) => (Array.from(form).length === 1 ? (form.codePointAt(0) ?? []) : []));
}

function takes({ ranges, negated }: CharacterSet, codes: readonly number[]): boolean {
  return codes.some((code) => ranges.some(([from, to]) => code >= from && code <= to)) !== negated;
}
