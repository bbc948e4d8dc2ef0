import { fix, insertFix } from './diagnostic';
import { isUnaskable, type Where } from './predicate';
import type { Reader } from './reader';
import type { JsonComparison, Logic, PathTree } from './syntax';

const NAME = /[\p{L}\p{Nd}_@$][\p{L}\p{Nd}_\-:/@]*/uy;
const INDEX = /\[\s*\d{1,9}\s*\]/y;
const EACH = /\[\s*\*\s*\]/y;
const QUANTIFIER = /\[\s*\?\s*(?:any|none|all)?(?=\s*\()/iy;
const MEMBERS = /\*|\{\s*\}/y;
/** Quantifiers and functions in one another. Deeper than any query a person writes, and no burden for a database. */
export const MAX_NESTED = 8;

/** Where a path stands, and what it can't read by itself. */
export interface Around {
  /** Quantifiers and functions around it. */
  readonly depth: number;
  /** Inside a quantifier: the array whose elements it asks about, from the record. */
  readonly array?: PathTree;
  /** Only a time can be meant: what completion goes by. */
  readonly times?: boolean;
  /** Reads `(c)` of a quantifier. */
  condition(reader: Reader, around: Around): Logic<JsonComparison> | undefined;
}

type Step = PathTree[number];

/**
 * Reads `$.userIdentity.arn`, `errorCode`, `$.resources[*].ARN`, `$['a.b'][0]`, `$.tags.*`, `$.items[?any(port = 22)].id`,
 * `$.items[?(@.port == 22)]`; inside a quantifier a path without `$` begins at the element, which is `@` by itself.
 * `undefined`: no path begins here; `'unusable'`: one begins and can't be used, which is said.
 */
export function parsePath(reader: Reader, around: Around): PathTree | 'unusable' | undefined {
  const start = reader.pos;
  const steps: Step[] = [];
  const root = reader.take(/\$(?![\p{L}\p{Nd}_])/uy) !== undefined;
  if (!root) {
    if (around.array !== undefined) steps.push({ kind: 'element' });
    const isElement = around.array !== undefined && reader.take(/@(?![\p{L}\p{Nd}_])/uy) !== undefined;
    const name = isElement ? undefined : reader.take(NAME);
    if (name !== undefined) steps.push({ kind: 'key', name });
    else if (around.array !== undefined && !isElement && reader.take(/\*(?=\.)/y) !== undefined) steps.push({ kind: 'members' });
  }
  let usable = true;
  for (let step = parseStep(reader, start, steps, around); step !== undefined; step = parseStep(reader, start, steps, around)) {
    if (step === 'unusable') usable = false;
    else steps.push(step);
  }
  const { array, times = false } = around;
  reader.expect(start, { kind: 'path', quote: reader.quote, times, ...(array === undefined ? {} : { array }) });
  if (reader.pos === start) return undefined;
  return usable ? steps : 'unusable';
}

/** The path from the record of one inside a quantifier. */
export function fromRecord(path: PathTree, { array }: Pick<Around, 'array'>): PathTree {
  return array !== undefined && path[0]?.kind === 'element' ? [...array, { kind: 'each' }, ...path.slice(1)] : path;
}

function parseStep(reader: Reader, path: number, before: PathTree, around: Around): Step | 'unusable' | undefined {
  const start = reader.pos;
  const quantifier = reader.take(QUANTIFIER);
  if (quantifier !== undefined) return parseQuantifier(reader, quantifier.toLowerCase(), start, fromRecord(before, around), around);
  const dot = reader.take(/\./y) !== undefined;
  const name = dot ? reader.take(NAME) : undefined;
  if (name !== undefined) return { kind: 'key', name };
  if (reader.take(EACH) !== undefined) return { kind: 'each' };
  const index = reader.take(INDEX);
  if (index !== undefined) return { kind: 'index', index: Number(index.replace(/\D/g, '')) };
  if ((dot || reader.next === '{') && reader.take(MEMBERS) !== undefined) return { kind: 'members' };
  if (reader.take(/\[\s*\]/y) !== undefined) {
    reader.respelled(reader.span(start), reader.text.slice(start, reader.pos), '[*]');
    return { kind: 'each' };
  }
  if (reader.peek(/\[\s*\?/y) !== undefined) {
    skipFilter(reader);
    return unsupported(reader, start);
  }
  if (reader.next === '[') return bracketKey(reader, path);
  return dot ? broken(reader, path) : undefined;
}

/** `[?any(c)]`, from the bracket on. */
function parseQuantifier(
  reader: Reader,
  text: string,
  start: number,
  array: PathTree,
  around: Around,
): Where<Logic<JsonComparison>> | 'unusable' {
  const quantifier = text.endsWith('none') ? 'none' : text.endsWith('all') ? 'all' : 'any';
  if (around.depth >= MAX_NESTED) {
    reader.report('too-deep', reader.span(start, start + 1));
    reader.pos = start;
    skipFilter(reader);
    return 'unusable';
  }
  reader.skip();
  const { depth } = reader;
  const condition = around.condition(reader, { ...around, array, times: false, depth: around.depth + 1 });
  if (reader.depth > depth) return 'unusable'; // cut off inside the brackets
  const end = reader.text.slice(0, reader.pos).trimEnd().length;
  reader.skip();
  if (reader.take(/\]/y) === undefined) {
    if (reader.findings.partial && reader.done) {
      reader.expect(reader.pos, { kind: 'words', words: [']'] });
      reader.depth++; // the quantifier stays open: nothing of what is around it can follow
    } else reader.report('bracket-missing', reader.span(start, start + 1), [], [insertFix(reader.origin(end), ']')]);
  }
  return condition === undefined ? 'unusable' : { kind: 'where', quantifier, condition };
}

/** `['a.b']` */
function bracketKey(reader: Reader, path: number): Step | 'unusable' {
  const start = reader.pos;
  reader.pos++;
  reader.skip();
  if (!reader.atString) return broken(reader, path);
  const key = reader.string();
  reader.skip();
  if (reader.take(/\]/y) === undefined) return broken(reader, path);
  const name = key.text;
  return isUnaskable([{ kind: 'key', name }]) ? unsupported(reader, start) : { kind: 'key', name };
}

function broken(reader: Reader, path: number): 'unusable' {
  if (reader.findings.partial) return 'unusable';
  const span = reader.span(path);
  const dot = { start: span.end - 1, end: span.end };
  reader.report('path-broken', span, [], reader.text[reader.pos - 1] === '.' ? [fix('remove', dot, '', '.')] : []);
  return 'unusable';
}

function unsupported(reader: Reader, start: number): 'unusable' {
  const text = reader.text.slice(start, reader.pos);
  reader.report('not-supported', reader.span(start), [text.length > 40 ? `${text.slice(0, 39)}…` : text]);
  return 'unusable';
}

/** A filter of another kind, such as `[?(@.a == 1)]`, its own brackets passed whole. */
function skipFilter(reader: Reader): void {
  let open = 0;
  while (!reader.done) {
    if (reader.next === '[') open++;
    if (reader.next === ']') open--;
    reader.pos++;
    if (open === 0) return;
  }
}
