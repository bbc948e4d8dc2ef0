import { insertFix, replaceFix, type Span } from './diagnostic';
import { JSON_FUNCTIONS, jsonFunction, type FunctionResult, type JsonFunction, type ParameterKind } from './functions';
import { MAX_NESTED, parsePath, type Around } from './json-path';
import { nearest } from './nearest';
import type { Reader } from './reader';
import type { Argument, CallNode } from './syntax';
import { parseList } from './values';

const CALL = /[\p{L}_][\p{L}\p{Nd}_.]*(?=\s*\()/uy;

/** Where a call stands: on the right, and as an argument, a word before a bracket may be something else. */
export type Place = 'left' | 'right' | 'argument';

/** What a function must give to be an argument of each kind. */
const NESTED: Readonly<Record<ParameterKind, readonly FunctionResult[]>> = {
  path: [],
  time: ['time'],
  set: ['set'],
  network: [],
  prefix: [],
  whole: [],
};

/** Function names by their letters alone, whole and without their class where that says which one: `Set_isSubset` is `_Set.isSubset`. */
const BY_LETTERS: ReadonlyMap<string, string> = new Map(
  ['whole', 'method'].flatMap((part) =>
    JSON_FUNCTIONS.flatMap(({ names: [name = ''] }) => {
      const letters = lettersOf(part === 'whole' ? name : name.replace(/^.*\./, ''));
      const others = JSON_FUNCTIONS.filter(({ names: [other = ''] }) => lettersOf(other).endsWith(letters));
      return part === 'whole' || others.length === 1 ? [[letters, name] as const] : [];
    }),
  ),
);

function lettersOf(name: string): string {
  return name.replace(/[^a-z]/gi, '').toLowerCase();
}

/**
 * Reads `_DateTime.ageInDays($.createTime)`. `undefined`: no call begins here; `'unusable'`: one does and can't be used, which is said, or
 * the text is cut off in it, and then the reader's depth is greater than before.
 */
export function parseCall(reader: Reader, around: Around, place: Place): CallNode | 'unusable' | undefined {
  const start = reader.pos;
  const word = reader.peek(CALL);
  if (word === undefined) return undefined;
  const known = knownAs(word);
  if (known === undefined && place !== 'left' && !word.startsWith('_')) return undefined;
  reader.pos += word.length;
  const name = reader.span(start);
  reader.skip();
  if (known === undefined || around.depth >= MAX_NESTED) {
    skipCall(reader);
    if (known === undefined) unknown(reader, word, name);
    else reader.report('too-deep', name);
    return 'unusable';
  }
  if (known.meant !== undefined) reader.respelled(name, word, known.meant);
  const args = parseArguments(reader, known.function, { ...around, depth: around.depth + 1 });
  return args === undefined ? 'unusable' : { kind: 'call', name, function: known.function, args, ...reader.span(start) };
}

function knownAs(word: string): { readonly function: JsonFunction; readonly meant?: string } | undefined {
  const exact = jsonFunction(word);
  if (exact !== undefined) return { function: exact };
  const meant = BY_LETTERS.get(lettersOf(word));
  const found = meant === undefined ? undefined : jsonFunction(meant);
  return meant === undefined || found === undefined ? undefined : { function: found, meant };
}

function unknown(reader: Reader, word: string, name: Span): void {
  const meant = nearest(
    word,
    JSON_FUNCTIONS.flatMap(({ names }) => names),
  );
  if (meant === undefined) reader.report('function-unknown', name, [word]);
  else reader.report('function-renamed', name, [word, meant], [replaceFix(name, meant)]);
}

function skipCall(reader: Reader): void {
  reader.pos++;
  reader.skipTo(() => false);
  if (reader.next === ')') reader.pos++;
}

/** `undefined`: cut off, or an argument can't be read. */
function parseArguments(reader: Reader, fn: JsonFunction, around: Around): readonly Argument[] | undefined {
  const start = reader.pos;
  const args: Argument[] = [];
  let usable = true;
  reader.pos++;
  for (;;) {
    reader.skip();
    if (args.length === 0 && (reader.next === ')' || fn.parameters.length === 0)) break;
    const { depth } = reader;
    const argument = parseArgument(reader, parameterAt(fn, args.length)?.takes ?? 'path', around);
    if (reader.depth > depth) return undefined;
    if (argument === undefined) usable = false;
    else args.push(argument);
    reader.skip();
    if (reader.next !== ',') break;
    reader.pos++;
  }
  if (reader.findings.partial && reader.done) {
    expectNext(reader, fn, args.length);
    reader.depth++; // the call stays open: nothing of what is around it can follow
    return undefined;
  }
  if (reader.next === ')') reader.pos++;
  else closeMissing(reader, start);
  return usable ? args : undefined;
}

function parameterAt({ parameters }: JsonFunction, place: number): JsonFunction['parameters'][number] | undefined {
  const last = parameters.at(-1);
  return parameters[place] ?? (last?.times === 'repeated' ? last : undefined);
}

/** After an argument: another one where there may be one, else the end. */
function expectNext(reader: Reader, fn: JsonFunction, count: number): void {
  const next = parameterAt(fn, count);
  const words = [...(next === undefined ? [] : [',']), ...(next === undefined || next.times !== undefined ? [')'] : [])];
  if (/[\w\])'"]\s*$/.test(reader.text) || count === fn.parameters.length) reader.expect(reader.pos, { kind: 'words', words }, true);
}

function closeMissing(reader: Reader, start: number): void {
  const end = reader.text.slice(0, reader.pos).trimEnd().length;
  reader.report('bracket-missing', reader.span(start, start + 1), [], [insertFix(reader.origin(end), ')')]);
}

/** Where no more than a word was begun, a function may stand. */
export function expectFunction(reader: Reader, start: number, results: readonly FunctionResult[]): void {
  if (results.length === 0 || !reader.findings.partial) return;
  reader.expect(start, { kind: 'function', results }, /^[\w.]*$/.test(reader.text.slice(start)));
}

function parseArgument(reader: Reader, takes: ParameterKind, around: Around): Argument | undefined {
  const start = reader.pos;
  if (reader.next === '(') {
    const { values, span } = parseList(reader, () => undefined);
    return { kind: 'list', values, ...span };
  }
  const call = parseCall(reader, around, 'argument');
  if (call !== undefined) return call === 'unusable' ? undefined : call;
  if (reader.atString || takes === 'network' || takes === 'prefix' || takes === 'whole') {
    const value = reader.value();
    if (value !== undefined) return { ...value, kind: 'text' };
  } else {
    const path = parsePath(reader, { ...around, times: takes === 'time' });
    expectFunction(reader, start, NESTED[takes]);
    if (path !== undefined) return path === 'unusable' ? undefined : { kind: 'path', path, ...reader.span(start) };
  }
  if (!reader.findings.partial) reader.report('argument-expected', reader.span(start, Math.min(start + 1, reader.text.length)));
  reader.skipTo(() => reader.next === ',');
  return undefined;
}
