import { fix } from './diagnostic';
import { isUnaskable, type JsonPath, type PathStep } from './predicate';
import type { Reader } from './reader';

const NAME = /[\p{L}\p{Nd}_@$][\p{L}\p{Nd}_\-:/@]*/uy;
const INDEX = /\[\s*\d{1,9}\s*\]/y;
const EACH = /\[\s*\*\s*\]/y;

/**
 * Reads `$.userIdentity.arn`, `errorCode`, `$.resources[*].ARN`, `$['a.b'][0]`.
 * `undefined`: no path begins here; `'unusable'`: one begins and can't be used, which is said.
 */
export function parsePath(reader: Reader): JsonPath | 'unusable' | undefined {
  const start = reader.pos;
  const steps: PathStep[] = [];
  const root = reader.take(/\$(?![\p{L}\p{Nd}_])/uy) !== undefined;
  if (!root) {
    const name = reader.take(NAME);
    if (name !== undefined) steps.push({ kind: 'key', name });
  }
  let usable = true;
  for (let step = parseStep(reader, start); step !== undefined; step = parseStep(reader, start)) {
    if (step === 'unusable') usable = false;
    else steps.push(step);
  }
  reader.expect(start, { kind: 'path' });
  if (reader.pos === start) return undefined;
  return usable ? steps : 'unusable';
}

function parseStep(reader: Reader, path: number): PathStep | 'unusable' | undefined {
  const start = reader.pos;
  const dot = reader.take(/\./y) !== undefined;
  const name = dot ? reader.take(NAME) : undefined;
  if (name !== undefined) return { kind: 'key', name };
  if (reader.take(EACH) !== undefined) return { kind: 'each' };
  const index = reader.take(INDEX);
  if (index !== undefined) return { kind: 'index', index: Number(index.replace(/\D/g, '')) };
  if (dot && reader.take(/\*/y) !== undefined) return unsupported(reader, start);
  if (reader.take(/\{\s*\}/y) !== undefined) return unsupported(reader, start);
  if (reader.peek(/\[\s*\?/y) !== undefined) {
    skipFilter(reader);
    return unsupported(reader, start);
  }
  if (reader.next === '[') return bracketKey(reader, path);
  return dot ? broken(reader, path) : undefined;
}

/** `['a.b']` */
function bracketKey(reader: Reader, path: number): PathStep | 'unusable' {
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

/** `[?any(a = 1 and b[*] = 2)]`, its own brackets passed whole. */
function skipFilter(reader: Reader): void {
  let open = 0;
  while (!reader.done) {
    if (reader.next === '[') open++;
    if (reader.next === ']') open--;
    reader.pos++;
    if (open === 0) return;
  }
}
