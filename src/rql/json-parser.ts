import type { Span } from './diagnostic';
import type { Dialect } from './dialect';
import { fromRecord, parsePath, type Around } from './json-path';
import { parseGroup, parseLogic, type Level } from './logic';
import { JSON_OPERATORS, type JsonOperator } from './operators';
import { spellings } from './phrases';
import { VALUE_TYPES } from './predicate';
import { Reader } from './reader';
import type { JsonComparison, Logic, PathTree } from './syntax';
import { parseOperand } from './values';

const OPERATORS = spellings(JSON_OPERATORS, ({ texts }) => texts);
const TAIL = /(?<![\w.$-])(?:addcolumn|limit\s+search|group\s+by|as\s+[xyz]|as\s*$)(?![\w.-])|;|\|(?!\|)/iy;
const FUNCTION = /_\w+\.\w+(?=\s*\()/uy;
/** How a path on the right begins; a name without `$` is a text there. */
const PATH = /\$[.[]/y;
const INNER_PATH = /[$@][.[]/y;
const TODAY = /today\s*\(\s*\)/iy;
/** After `and`: an attribute and what only the outer level knows, an operator or the bracket of `tag(`. Negations and brackets may stand between. */
const OUTER = /(?:and\s+|&&\s*)(?:not\s+|!\s*|\(\s*)*([a-z][\w.]*)\s*(?:=(?!=)|!=|(?:not\s+)?in\s*\(|(?:exists|matches)(?![\w.-])|\()/iy;

/** What is around a bare condition on a record: where it ends is told by its attributes. */
export type Outer = Pick<Dialect, 'attributes' | 'find' | 'tails'>;

const TOP: Around = { depth: 0, condition: parseQuantified };

const QUOTED: Level<JsonComparison> = {
  and: /(?<![\w.$-])and(?![\w.-])|&&/iy,
  or: /(?<![\w.$-])or(?![\w.-])|\|\|/iy,
  not: /not(?![\w.-])|!/iy,
  words: ['and', 'or'],
  term: (reader) => parseComparison(reader, TOP),
  ends: () => false,
  begins: (reader) => reader.peek(/\$[.[]/y) !== undefined,
};

function bareLevel(outer: Outer): Level<JsonComparison> {
  return {
    ...QUOTED,
    tails: outer.tails,
    term: (reader) => {
      const comparison = parseComparison(reader, TOP);
      if (comparison !== undefined) warnAttribute(reader, outer, comparison);
      return comparison;
    },
    ends: (reader) => reader.peek(TAIL) !== undefined || goesOn(reader, outer),
  };
}

/** Reads a path from the record on; what {@link parsePath} resolves to. */
export function parseRecordPath(reader: Reader): ReturnType<typeof parsePath> {
  return parsePath(reader, TOP);
}

/** Whether the condition around a bare json.rule goes on here (reading rule 1). */
function goesOn(reader: Reader, outer: Outer): boolean {
  OUTER.lastIndex = reader.pos;
  const name = OUTER.exec(reader.text)?.[1];
  return name !== undefined && outer.find(name) !== undefined;
}

/** Reads what follows `json.rule =` or `filter`: bare, or in quotes of either kind. */
export function parseRule(reader: Reader, outer: Outer): Logic<JsonComparison> | undefined {
  reader.skip();
  const start = reader.pos;
  if (!reader.atString) {
    const expression = parseLogic(reader, bareLevel(outer));
    if (reader.findings.partial) expectOuter(reader, outer);
    return expression;
  }
  const value = reader.string();
  const inner = new Reader(...innerText(reader, start, value.open), reader.findings, reader.text[start] === "'" ? '"' : "'");
  const expression = parseLogic(inner, QUOTED);
  if (inner.next === ')') inner.report('text-unexpected', inner.span(inner.pos, inner.text.length), [inner.text.slice(inner.pos)]);
  if (expression === undefined || (value.open && reader.findings.partial)) return undefined;
  return { ...expression, start: value.start, end: value.end };
}

/** After `and`, a bare json.rule may be over: then an attribute stands there. */
function expectOuter(reader: Reader, { attributes }: Outer): void {
  const typed = /(?:^|\s|\))(?:and|&&)\s+([\w.]*)$/i.exec(reader.text);
  const word = typed?.[1];
  if (word !== undefined && reader.depth === 0 && attributes.length > 0)
    reader.expect(reader.text.length - word.length, { kind: 'attribute', attributes }, true);
}

/** The text between the quotes without its escapes, and where each character of it stands in the file. */
function innerText(reader: Reader, start: number, open: boolean): readonly [string, (pos: number) => number] {
  const raw = reader.text.slice(start + 1, open ? reader.pos : reader.pos - 1);
  if (!raw.includes('\\')) return [raw, (pos) => reader.origin(start + 1 + pos)];
  const places: number[] = [];
  let text = '';
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === '\\' && at + 1 < raw.length) at++;
    places.push(at);
    text += raw[at] ?? '';
  }
  return [text, (pos) => reader.origin(start + 1 + (places[pos] ?? raw.length))];
}

/** The condition of a quantifier, about one element. */
function parseQuantified(reader: Reader, around: Around): Logic<JsonComparison> | undefined {
  return parseGroup(reader, { ...QUOTED, term: (inner) => parseComparison(inner, around), ends: (inner) => inner.next === ']' });
}

function parseComparison(reader: Reader, around: Around): JsonComparison | undefined {
  const start = reader.pos;
  const { depth } = reader;
  reader.expect(start, { kind: 'words', words: ['not', '('] }, reader.growing('not'));
  const operand = parseOperandPath(reader, around);
  if (reader.depth > depth) return undefined; // cut off inside a quantifier
  if (operand === undefined) {
    giveUp(reader);
    if (!reader.findings.partial) reader.report('path-expected', reader.span(start));
    return undefined;
  }
  const path = { ...reader.span(start), text: reader.text.slice(start, reader.pos) };
  const chosen = parseOperator(reader, path);
  if (chosen === undefined) return undefined;
  const { operator, span } = chosen;
  const rightSide = parseRightSide(reader, operator, span, operand, around);
  if (rightSide === undefined || operand === 'unusable') return undefined;
  const end = rightSide.right?.end ?? rightSide.values.at(-1)?.end ?? span.end;
  return { kind: 'comparison', path: operand, pathSpan: path, operator, operatorSpan: span, ...rightSide, start: path.start, end };
}

/** Passes over the rest of a comparison that is not understood. */
function giveUp(reader: Reader): void {
  reader.skipTo(() => reader.peek(QUOTED.and) !== undefined || reader.peek(QUOTED.or) !== undefined || reader.peek(TAIL) !== undefined);
}

/** The left side. Functions and quoted texts belong to the language and are not understood yet. */
function parseOperandPath(reader: Reader, around: Around): PathTree | 'unusable' | undefined {
  const start = reader.pos;
  if (skipUnsupported(reader)) return 'unusable';
  if (!reader.atString) return parsePath(reader, around);
  const value = reader.string();
  if (!value.open) reader.report('not-supported', value, [reader.text.slice(start, reader.pos)]);
  return 'unusable';
}

type RightSide = Pick<JsonComparison, 'values' | 'right'>;

function parseRightSide(
  reader: Reader,
  operator: JsonOperator,
  span: Span,
  path: PathTree | 'unusable',
  around: Around,
): RightSide | undefined {
  reader.skip();
  const start = reader.pos;
  if (operator.takesPath && reader.peek(around.array === undefined ? PATH : INNER_PATH) !== undefined) {
    const right = parsePath(reader, around);
    return right === undefined || right === 'unusable' ? undefined : { values: [], right: { ...reader.span(start), path: right } };
  }
  if (operator.takes !== 'nothing' && skipUnsupported(reader, PATH)) return undefined;
  const mayBePath = operator.takesPath && (reader.done || reader.peek(/\$$/y) !== undefined);
  const text = operator.texts[0] ?? '';
  const forList =
    operator.id === 'equals' && operator.over === undefined ? { forList: operator.negated ? 'is not member of' : 'is member of' } : {};
  const values = parseOperand(reader, { text, takes: operator.takes, ...forList }, span, (at, _taken, open) => {
    if (operator.takes === 'type') reader.expect(at, { kind: 'words', words: VALUE_TYPES }, open);
    else if (path !== 'unusable' && operator.takes !== 'count') {
      const numeric = operator.takes === 'number';
      reader.expect(at, { kind: 'json-value', path: fromRecord(path, around), quote: reader.quote, numeric }, open);
    }
  });
  reader.expect(start, { kind: 'path', quote: reader.quote }, mayBePath);
  return values && { values };
}

/** Passes over a function, a resource list or, where `also` says so, a path; reports it. */
function skipUnsupported(reader: Reader, also?: RegExp): boolean {
  const start = reader.pos;
  const isCall = reader.take(FUNCTION) !== undefined || reader.take(TODAY) !== undefined;
  if (isCall) {
    reader.skip();
    if (reader.next === '(') skipCall(reader);
  } else if (reader.next === '{' || (also !== undefined && reader.peek(also) !== undefined)) {
    reader.skipTo(() => /[\s;]/.test(reader.next));
  } else return false;
  const text = reader.text.slice(start, reader.pos);
  reader.report('not-supported', reader.span(start), [text.length > 40 ? `${text.slice(0, 39)}…` : text]);
  return true;
}

function skipCall(reader: Reader): void {
  reader.pos++;
  reader.skipTo(() => false);
  if (reader.next === ')') reader.pos++;
}

function parseOperator(
  reader: Reader,
  path: Span & { readonly text: string },
): { readonly operator: JsonOperator; readonly span: Span } | undefined {
  reader.skip();
  const start = reader.pos;
  if (JSON_OPERATORS.some(({ texts }) => texts.some((text) => reader.growing(text)))) reader.expect(start, { kind: 'json-operator' }, true);
  const found = reader.spelling(OPERATORS);
  if (found === undefined) {
    giveUp(reader);
    if (!reader.findings.partial) reader.report('operator-expected', path, [path.text, 'equals, contains, exists, …']);
    return undefined;
  }
  return { operator: found.meaning, span: reader.span(start) };
}

/** A bare name that is also an attribute, tested in a way both levels know: the reader may have meant the attribute. */
function warnAttribute(reader: Reader, { find }: Outer, { path, pathSpan }: JsonComparison): void {
  const [first] = path;
  if (path.length === 0 || first?.kind !== 'key') return;
  const name = path.map((step) => (step.kind === 'key' ? step.name : '')).join('.');
  const isBare = pathSpan.end - pathSpan.start === name.length; // with `$.` before it, a path is what was meant
  if (isBare && find(name) !== undefined) reader.report('attribute-in-rule', pathSpan, [name]);
}
