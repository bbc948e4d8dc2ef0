import { fix, insertFix, replaceFix, type Fix, type Span } from './diagnostic';
import type { Reader } from './reader';
import type { ValueNode } from './syntax';

/** A word that joins conditions is no value unless it stands in quotes. */
const CONNECTIVE = /(?:and|or)(?=\s)/iy;

/** Told where a value begins, which values stand before it in its list, and whether it is being typed. */
export type OnValue = (start: number, taken: readonly string[], open: boolean) => void;

/** What an operator of either level says about its right side. */
export interface OperandRule {
  readonly text: string;
  /** What is none of nothing and lists is one value: the checker looks at it. */
  readonly takes: 'nothing' | 'value' | 'number' | 'list' | 'value or list' | 'count' | 'type' | 'regex';
  /** The operator to use for a list instead, where there is one. */
  readonly forList?: string;
}

/** Reads the right side of an operator; `undefined`: missing or of the wrong kind, and reported. */
export function parseOperand(reader: Reader, rule: OperandRule, operator: Span, onValue: OnValue): readonly ValueNode[] | undefined {
  if (rule.takes === 'nothing') return [];
  reader.skip();
  if (reader.next === '(' || (reader.next === '[' && rule.takes === 'list')) {
    const list = parseList(reader, onValue);
    if (rule.takes === 'list' || rule.takes === 'value or list') return list.closed || !reader.findings.partial ? list.values : undefined;
    const fixes = rule.forList === undefined ? [] : [replaceFix(operator, rule.forList)];
    reader.report('list-not-allowed', list.span, [rule.text], fixes);
    return undefined;
  }
  if (rule.takes !== 'list') return parseOne(reader, rule, operator, onValue);
  listMissing(reader, rule, operator);
  return undefined;
}

function parseOne(reader: Reader, rule: OperandRule, operator: Span, onValue: OnValue): readonly ValueNode[] | undefined {
  const start = reader.pos;
  if (rule.takes === 'value or list') reader.expect(start, { kind: 'words', words: ['('] });
  const value = (rule.takes === 'regex' ? reader.regex() : undefined) ?? valueAt(reader);
  onValue(start, [], value?.open ?? reader.done);
  if (value !== undefined) return reader.findings.partial && value.quoted && value.open ? undefined : [value];
  if (!reader.findings.partial) reader.report('value-expected', operator, [rule.text]);
  return undefined;
}

function valueAt(reader: Reader): ValueNode | undefined {
  return reader.peek(CONNECTIVE) === undefined ? reader.value() : undefined;
}

function listMissing(reader: Reader, rule: OperandRule, operator: Span): void {
  const start = reader.pos;
  reader.expect(start, { kind: 'words', words: ['('] });
  const value = valueAt(reader);
  const fixes: Fix[] = value === undefined ? [] : [fix('brackets', value, `(${reader.text.slice(start, reader.pos)})`)];
  if (!reader.findings.partial) reader.report('list-expected', value ?? operator, [rule.text], fixes);
}

/** Reads `('a', 'b')`, or `['a', 'b']` as JSON path libraries write it; a forgotten comma or closing bracket is reported and the rest understood. */
export function parseList(
  reader: Reader,
  onValue: OnValue,
): { readonly values: readonly ValueNode[]; readonly span: Span; readonly closed: boolean } {
  const start = reader.pos;
  const values: ValueNode[] = [];
  const close = reader.next === '[' ? ']' : ')';
  reader.pos++;
  let comma = true;
  for (;;) {
    reader.skip();
    if (reader.next === close || reader.done || endsList(reader)) break;
    if (reader.next === ',') {
      reader.pos++;
      comma = true;
      continue;
    }
    const before = values.at(-1);
    const at = reader.pos;
    const value = reader.value();
    if (value === undefined) {
      reader.pos++; // a stray bracket or the like: `closeList` or the caller reports what is missing
      continue;
    }
    if (comma) onValue(at, textsOf(values), value.open);
    else if (before !== undefined) reader.report('comma-missing', value, [], [insertFix(before.end, ',')]);
    values.push(value);
    comma = false;
  }
  if (comma) onValue(reader.pos, textsOf(values), reader.done);
  else reader.expect(reader.pos, { kind: 'words', words: [',', close] });
  const closed = closeList(reader, start, close, values);
  return { values, span: reader.span(start), closed };
}

/** Where a list was not closed, the next condition or the end of the query is not part of it. */
function endsList(reader: Reader): boolean {
  return reader.next === ';' || reader.next === '|' || reader.peek(CONNECTIVE) !== undefined;
}

function closeList(reader: Reader, start: number, close: string, values: readonly ValueNode[]): boolean {
  if (reader.next === close) {
    reader.pos++;
    if (values.length === 0) reader.report('value-expected', reader.span(start), [reader.text[start] ?? '']);
    return true;
  }
  const end = values.at(-1)?.end ?? reader.origin(start + 1);
  reader.report('bracket-missing', reader.span(start, start + 1), [], [insertFix(end, close)]);
  return false;
}

function textsOf(values: readonly ValueNode[]): readonly string[] {
  return values.map(({ text }) => text);
}
