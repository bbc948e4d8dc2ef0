import { TIME_WORDS, type Attribute } from './attributes';
import { TAG_WORDS } from './config-attributes';
import { fix, insertFix, replaceFix, type Fix, type Span } from './diagnostic';
import type { Dialect } from './dialect';
import { parseRule } from './json-parser';
import { parseLogic, type Level } from './logic';
import { nearest } from './nearest';
import { EVENT_EXISTS, EVENT_OPERATORS, type EventOperator } from './operators';
import { spellings } from './phrases';
import type { Reader } from './reader';
import type { AttributeTest, EventTerm, Logic, RuleTest, TagNode } from './syntax';
import { parseOperand, type OperandRule } from './values';

const NAME = /(?<![\p{L}\p{N}_.$-])(?!(?:and|or)(?![\w.-]))[\p{L}_][\p{L}\p{N}_.-]*/iuy;
const AND = /(?<![\w.$-])and(?![\w.-])|&&/iy;
const OR = /(?<![\w.$-])or(?![\w.-])|\|\|/iy;
/** How a value begins, where only the operator before it was forgotten. */
const VALUE = /(?!(?:and|or|not|in)(?![\w.-]))[\w"'“”‘’*]/iy;
const OPERATORS = spellings(EVENT_OPERATORS, ({ text, also }) => [text, ...also]);

/** Reads the condition of a query, up to its tails, its semicolon or its end. */
export function parseCondition(reader: Reader, dialect: Dialect): Logic<EventTerm> | undefined {
  return parseLogic(reader, levelOf(dialect));
}

function levelOf(dialect: Dialect): Level<EventTerm> {
  return {
    and: AND,
    or: OR,
    not: /not(?![\w.-])/iy,
    words: ['AND', 'OR'],
    tails: dialect.tails,
    term: (reader) => parseTerm(reader, dialect),
    ends: (reader) => atTail(reader, dialect),
    begins: (reader) => {
      const name = reader.peek(NAME);
      return name !== undefined && (dialect.find(name) ?? unsupported(dialect, name)) !== undefined;
    },
  };
}

/** Whether a condition is over here: a tail or the semicolon. */
export function atTail(reader: Reader, { tail }: Dialect): boolean {
  return reader.next === ';' || (reader.peek(tail) !== undefined && reader.text.slice(reader.pos, reader.pos + 2) !== '||');
}

function unsupported(dialect: Dialect, name: string): Dialect['unsupported'][number] | undefined {
  return dialect.unsupported.find((attribute) => attribute.name === name.toLowerCase());
}

function parseTerm(reader: Reader, dialect: Dialect): EventTerm | undefined {
  const start = reader.pos;
  const word = reader.take(NAME);
  const name = reader.span(start);
  reader.expect(start, { kind: 'attribute', attributes: dialect.attributes });
  reader.expect(start, { kind: 'words', words: ['NOT', '('] });
  const attribute = dialect.find(word ?? '');
  if (attribute === undefined) {
    if (word === undefined) missing(reader, dialect);
    else unknown(reader, dialect, word, name);
    return undefined;
  }
  if (attribute.values === 'rule') return parseRuleTerm(reader, dialect, attribute, name);
  return attribute.operators.length === 0 ? parseFlag(reader, attribute, name) : parseTest(reader, dialect, attribute, name);
}

function missing(reader: Reader, dialect: Dialect): void {
  const start = reader.pos;
  giveUp(reader, dialect);
  const end = start + reader.text.slice(start, reader.pos).trimEnd().length;
  if (!reader.findings.partial) reader.report(dialect.codes.condition, reader.span(start, Math.max(end, start)));
}

/** Passes over the rest of a term that is not understood. */
function giveUp(reader: Reader, dialect: Dialect): void {
  reader.skipTo(() => reader.peek(AND) !== undefined || reader.peek(OR) !== undefined || atTail(reader, dialect));
}

function unknown(reader: Reader, dialect: Dialect, word: string, name: Span): void {
  const known = unsupported(dialect, word);
  if (known !== undefined) reader.report('not-supported', name, [known.name]);
  else if (TIME_WORDS.has(word.toLowerCase())) reader.report('time-is-a-directive', name);
  else if (dialect.isForeign(word)) reader.report(dialect.codes.foreign, name, [word]);
  else {
    const names = dialect.attributes.map((attribute) => attribute.name);
    const meant = dialect.renamed.get(word.toLowerCase()) ?? nearest(word, names);
    if (meant === undefined) reader.report(dialect.codes.unknown, name, [word]);
    else reader.report(dialect.codes.renamed, name, [word, meant], [replaceFix(name, meant)]);
  }
  giveUp(reader, dialect);
}

/** `('name')`, `(ANY)` after `tag`; `undefined`: it is missing, and reported. */
function parseTag(reader: Reader, dialect: Dialect, name: Span): TagNode | undefined {
  reader.skip();
  const start = reader.pos;
  reader.expect(start, { kind: 'words', words: ['('] });
  if (reader.take(/\(/y) !== undefined) {
    reader.skip();
    const at = reader.pos;
    reader.expect(at, { kind: 'words', words: TAG_WORDS }, reader.done || TAG_WORDS.some((word) => reader.growing(word)));
    const value = reader.value();
    reader.skip();
    if (value !== undefined && !value.open) reader.expect(reader.pos, { kind: 'words', words: [')'] });
    const word = TAG_WORDS.find((known) => known === value?.text.toUpperCase());
    const closed = reader.take(/\)/y) !== undefined;
    if (value?.quoted === true && closed) return { ...reader.span(start), kind: 'name', name: value.text };
    if (word !== undefined && value?.quoted === false && closed) return { ...reader.span(start), kind: 'any', word };
  }
  const span = reader.span(start);
  giveUp(reader, dialect);
  if (!reader.findings.partial) reader.report('tag-expected', span.end > span.start ? span : name);
  return undefined;
}

/** `has.anomaly`; a test after it is understood where it says the same. */
function parseFlag(reader: Reader, attribute: Attribute, name: Span): AttributeTest {
  const start = reader.pos;
  reader.skip();
  const written = reader.take(/={1,2}\s*(["']?)true\1(?![\w.-])/iy);
  if (written === undefined) reader.pos = start;
  else {
    const span = { start: name.end, end: reader.span(start).end };
    reader.report('flag-alone', span, [attribute.name], [fix('remove', span, '', written)]);
  }
  const operatorSpan = { start: name.end, end: name.end };
  return { kind: 'attribute', attribute, name, operator: EVENT_EXISTS, operatorSpan, values: [], start: name.start, end: name.end };
}

function parseTest(reader: Reader, dialect: Dialect, attribute: Attribute, name: Span): AttributeTest | undefined {
  const tag = attribute.values === 'tag' ? parseTag(reader, dialect, name) : undefined;
  if (attribute.values === 'tag' && tag === undefined) return undefined;
  const subject = tag === undefined ? name : { start: name.start, end: tag.end };
  const found = parseOperator(reader, dialect, attribute, subject);
  if (found === undefined) return undefined;
  const { operator, span } = found;
  const isAllowed = allowed(reader, attribute, operator, span, name);
  const values = parseOperand(reader, operandRule(attribute, operator), span, (start, taken, open) => {
    if (isAllowed) reader.expect(start, { kind: 'value', attribute, taken }, open);
  });
  if (values === undefined || !isAllowed) return undefined;
  const end = values.at(-1)?.end ?? span.end;
  return { kind: 'attribute', attribute, name, ...(tag && { tag }), operator, operatorSpan: span, values, start: name.start, end };
}

/** A list after `=` is a repair only where the attribute takes lists. */
function operandRule(attribute: Attribute, { text, takes, id, negated }: EventOperator): OperandRule {
  const inList = negated ? 'NOT IN' : 'IN';
  return { text, takes, ...(id === 'equals' && attribute.operators.includes(inList) ? { forList: inList } : {}) };
}

function parseOperator(
  reader: Reader,
  dialect: Dialect,
  attribute: Attribute,
  name: Span,
): { operator: EventOperator; span: Span } | undefined {
  const nameEnd = reader.pos;
  reader.skip();
  const start = reader.pos;
  if (attribute.operators.some((text) => reader.growing(text))) reader.expect(start, { kind: 'operator', attribute }, true);
  const found = reader.spelling(OPERATORS);
  if (found === undefined) {
    const fixes = reader.peek(VALUE) !== undefined && attribute.operators[0] === '=' ? [insertFix(name.end, ' =')] : [];
    reader.pos = nameEnd;
    giveUp(reader, dialect);
    reader.report('operator-expected', name, [attribute.name, attribute.operators.join(', ')], fixes);
    return undefined;
  }
  const operator = found.meaning;
  const span = reader.span(start);
  const written = reader.text.slice(start, reader.pos);
  if (found.text !== operator.text) reader.respelled(span, written, operator.text);
  return { operator, span };
}

/** Reports an operator this attribute doesn't take; its negated form, where only that is missing, becomes NOT before the test. */
function allowed(reader: Reader, attribute: Attribute, operator: EventOperator, span: Span, name: Span): boolean {
  if (attribute.operators.includes(operator.text)) return true;
  const positive = EVENT_OPERATORS.find(({ id, negated }) => id === operator.id && !negated)?.text ?? '';
  const fixes: Fix[] = [];
  if (operator.negated && attribute.operators.includes(positive)) {
    const both = { start: name.start, end: span.end };
    fixes.push(replaceFix(both, `NOT ${attribute.name} ${positive}`));
  }
  reader.report('operator-not-allowed', span, [attribute.name, operator.text, attribute.operators.join(', ')], fixes);
  return false;
}

/** `json.rule = …` */
function parseRuleTerm(reader: Reader, dialect: Dialect, attribute: Attribute, name: Span): RuleTest | undefined {
  const found = parseOperator(reader, dialect, attribute, name);
  if (found === undefined) return undefined;
  const isAllowed = allowed(reader, attribute, found.operator, found.span, name);
  const expression = parseRule(reader, dialect);
  if (expression === undefined || !isAllowed) return undefined;
  return { kind: 'rule', attribute, name, negated: found.operator.negated, expression, start: name.start, end: expression.end };
}
