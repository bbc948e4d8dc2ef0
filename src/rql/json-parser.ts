import { expectFunction, parseCall } from './call-parser';
import type { Span } from './diagnostic';
import type { Dialect } from './dialect';
import { resultsRightOf, type FunctionResult } from './functions';
import { fromRecord, parsePath, type Around } from './json-path';
import { parseGroup, parseLogic, type Level } from './logic';
import { EXISTS, FILTER_OPERATORS, JSON_OPERATORS, type JsonOperator } from './operators';
import { spellings } from './phrases';
import { VALUE_TYPES } from './predicate';
import { Reader } from './reader';
import type { JsonComparison, Logic, Operand } from './syntax';
import { parseOperand } from './values';

const OPERATORS = spellings(JSON_OPERATORS, ({ texts }) => texts);
const INNER_OPERATORS = spellings([...FILTER_OPERATORS, ...JSON_OPERATORS], ({ texts }) => texts);
const LEFT_RESULTS: readonly FunctionResult[] = ['number', 'truth', 'set', 'time'];
const TAIL = /(?<![\w.$-])(?:addcolumn|limit\s+search|group\s+by|as\s+[xyz]|as\s*$)(?![\w.-])|;|\|(?!\|)/iy;
/** How a path on the right begins; a name without `$` is a text there, unless only a path can go on like that. */
const PATH = /\$[.[]|[\p{L}_][\p{L}\p{Nd}_.-]*\[\s*[*?]/uy;
const INNER_PATH = /[$@][.[]|[\p{L}_][\p{L}\p{Nd}_.-]*\[\s*[*?]/uy;
const FILTER_END = /[)\]]|&&|\|\||(?:and|or)(?![\w.-])/iy;
const RESOURCE_LIST = /^\{\s*(?:'([^'\n]*)'|"([^"\n]*)")\s*\.\s*(?:keys|values)\s*\}/i;
/** Characters of a text on the left that are looked at. */
const LONGEST_OPERAND = 300;
/** Characters of a resource list that are looked at. */
const LONGEST_LIST = 300;
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
  if (!reader.atString || isOperand(reader)) {
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

/** A text in quotes before an operator is no json.rule but the left side of one. */
function isOperand(reader: Reader): boolean {
  const [, text = ''] = /^("[^"\\\n]*"|'[^'\\\n]*')/.exec(reader.text.slice(reader.pos, reader.pos + LONGEST_OPERAND)) ?? [];
  const after = reader.pos + text.length + (reader.peek(/\s*/y, reader.pos + text.length) ?? '').length;
  return text !== '' && OPERATORS.some(({ pattern }) => reader.peek(pattern, after) !== undefined);
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
  const left = parseLeft(reader, around);
  if (reader.depth > depth) return undefined; // cut off inside a quantifier or a function
  if (left === undefined) {
    giveUp(reader);
    if (!reader.findings.partial) reader.report('path-expected', reader.span(start));
    return undefined;
  }
  const operand = reader.span(start);
  const result = left !== 'unusable' && left.kind === 'call' ? left.function.result : undefined;
  const chosen = parseOperator(reader, { ...operand, text: reader.text.slice(start, reader.pos), result }, around);
  if (chosen === undefined) return undefined;
  const { operator, span } = chosen;
  const rightSide = parseRightSide(reader, operator, span, left, around);
  if (rightSide === undefined || left === 'unusable' || reader.depth > depth) return undefined;
  const end = rightSide.right?.end ?? rightSide.values.at(-1)?.end ?? span.end;
  return { kind: 'comparison', left, operator, operatorSpan: span, ...rightSide, start: operand.start, end };
}

/** Passes over the rest of a comparison that is not understood. */
function giveUp(reader: Reader): void {
  reader.skipTo(() => reader.peek(QUOTED.and) !== undefined || reader.peek(QUOTED.or) !== undefined || reader.peek(TAIL) !== undefined);
}

/** `'unusable'`: what is wrong with it is said. */
function parseLeft(reader: Reader, around: Around): Operand | 'unusable' | undefined {
  const start = reader.pos;
  const call = parseCall(reader, around, 'left');
  if (call !== undefined) return call;
  if (reader.atString) {
    const value = reader.string();
    return value.open ? 'unusable' : { ...value, kind: 'text' };
  }
  const path = parsePath(reader, around);
  expectFunction(reader, start, LEFT_RESULTS);
  return path === undefined || path === 'unusable' ? path : { kind: 'path', path, ...reader.span(start) };
}

type RightSide = Pick<JsonComparison, 'values' | 'right'>;

function parseRightSide(
  reader: Reader,
  operator: JsonOperator,
  span: Span,
  left: Operand | 'unusable',
  around: Around,
): RightSide | undefined {
  if (operator.takes === 'nothing') return { values: [] };
  reader.skip();
  const start = reader.pos;
  const call = parseCall(reader, around, 'right');
  if (call !== undefined) return call === 'unusable' ? undefined : { values: [], right: call };
  if (reader.peek(around.array === undefined ? PATH : INNER_PATH) !== undefined) return parseRightPath(reader, operator, around);
  if (reader.next === '{') {
    parseResourceList(reader);
    return undefined;
  }
  const mayBePath = operator.takesPath && (reader.done || reader.peek(/\$$/y) !== undefined);
  const text = operator.texts[0] ?? '';
  const forList =
    operator.id === 'equals' && operator.over === undefined ? { forList: operator.negated ? 'is not member of' : 'is member of' } : {};
  const values = parseOperand(reader, { text, takes: operator.takes, ...forList }, span, (at, _taken, open) => {
    if (operator.takes === 'type') reader.expect(at, { kind: 'words', words: VALUE_TYPES }, open);
    else if (left !== 'unusable' && left.kind === 'path' && operator.takes !== 'count' && operator.takes !== 'regex') {
      const numeric = operator.takes === 'number';
      reader.expect(at, { kind: 'json-value', path: fromRecord(left.path, around), quote: reader.quote, numeric }, open);
    }
  });
  reader.expect(start, { kind: 'path', quote: reader.quote, times: false }, mayBePath);
  expectFunction(reader, start, resultsRightOf(operator));
  return values && { values };
}

function parseRightPath(reader: Reader, operator: JsonOperator, around: Around): RightSide | undefined {
  const start = reader.pos;
  const { expectations } = reader.findings;
  const before = expectations.length;
  const path = parsePath(reader, around);
  if (!operator.takesPath) expectations.length = before;
  if (path === undefined || path === 'unusable') return undefined;
  const right = { kind: 'path', path, ...reader.span(start) } as const;
  if (operator.takesPath) return { values: [], right };
  reader.report('path-not-allowed', right, [operator.texts[0] ?? '']);
  return undefined;
}

/** `{ 'name'.keys }`: understood, and there are none here. */
function parseResourceList(reader: Reader): void {
  const start = reader.pos;
  const found = RESOURCE_LIST.exec(reader.text.slice(start, start + LONGEST_LIST));
  if (found === null) {
    reader.skipTo(() => /[\s;}]/.test(reader.next));
    if (reader.next === '}') reader.pos++;
    reader.report('list-invalid', reader.span(start), []);
    return;
  }
  reader.pos += found[0].length;
  reader.report('list-unknown', reader.span(start), [found[1] ?? found[2] ?? '']);
}

function parseOperator(
  reader: Reader,
  left: Span & { readonly text: string; readonly result: FunctionResult | undefined },
  around: Around,
): { readonly operator: JsonOperator; readonly span: Span } | undefined {
  reader.skip();
  const start = reader.pos;
  if (JSON_OPERATORS.some(({ texts }) => texts.some((phrase) => reader.growing(phrase))))
    reader.expect(start, { kind: 'json-operator', left: left.result }, true);
  const found = reader.spelling(around.array === undefined ? OPERATORS : INNER_OPERATORS);
  if (found !== undefined) return { operator: found.meaning, span: reader.span(start) };
  // In a filter, `@.name` by itself asks whether it is there.
  if (left.text.startsWith('@') && reader.peek(FILTER_END) !== undefined)
    return { operator: EXISTS, span: { start: left.end, end: left.end } };
  giveUp(reader);
  if (!reader.findings.partial) reader.report('operator-expected', left, [left.text, 'equals, contains, exists, …']);
  return undefined;
}

/** A bare name that is also an attribute, tested in a way both levels know: the reader may have meant the attribute. */
function warnAttribute(reader: Reader, { find }: Outer, { left }: JsonComparison): void {
  if (left.kind !== 'path' || left.path[0]?.kind !== 'key') return;
  const name = left.path.map((step) => (step.kind === 'key' ? step.name : '')).join('.');
  const isBare = left.end - left.start === name.length; // with `$.` before it, a path is what was meant
  if (isBare && find(name) !== undefined) reader.report('attribute-in-rule', left, [name]);
}
