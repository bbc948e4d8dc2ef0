import {
  EVENT_ATTRIBUTES,
  eventAttribute,
  isConfigAttribute,
  RENAMED,
  TIME_WORDS,
  unsupportedAttribute,
  type EventAttribute,
} from './attributes';
import { insertFix, replaceFix, type Fix, type Span } from './diagnostic';
import { parseRule } from './json-parser';
import { parseLogic, type Level } from './logic';
import { nearest } from './nearest';
import { EVENT_OPERATORS, type EventOperator } from './operators';
import { spellings } from './phrases';
import type { Reader } from './reader';
import type { AttributeTest, EventTerm, Logic, RuleTest } from './syntax';
import { TAIL_WORDS } from './tail-words';
import { parseOperand, type OperandRule } from './values';

const NAME = /(?<![\p{L}\p{N}_.$-])(?!(?:and|or)(?![\w.-]))[\p{L}_][\p{L}\p{N}_.-]*/iuy;
const TAIL = /(?:\||(?<![\w.$-])(?:addcolumn|limit)(?![\w.-]))/iy;
const OPERATORS = spellings(EVENT_OPERATORS, ({ text, also }) => [text, ...also]);

const LEVEL: Level<EventTerm> = {
  and: /(?<![\w.$-])and(?![\w.-])|&&/iy,
  or: /(?<![\w.$-])or(?![\w.-])|\|\|/iy,
  not: /not(?![\w.-])/iy,
  words: ['AND', 'OR'],
  tails: TAIL_WORDS,
  term: parseEventTerm,
  ends: atTail,
  begins: (reader) => {
    const name = reader.peek(NAME);
    return name !== undefined && (eventAttribute(name) ?? unsupportedAttribute(name)) !== undefined;
  },
};

/** Reads the condition of an event query, up to its tails, its semicolon or its end. */
export function parseEventCondition(reader: Reader): Logic<EventTerm> | undefined {
  return parseLogic(reader, LEVEL);
}

/** Whether an event query's condition is over here: a tail or the semicolon. */
export function atTail(reader: Reader): boolean {
  return reader.next === ';' || (reader.peek(TAIL) !== undefined && reader.text.slice(reader.pos, reader.pos + 2) !== '||');
}

function parseEventTerm(reader: Reader): EventTerm | undefined {
  const start = reader.pos;
  const word = reader.take(NAME);
  const name = reader.span(start);
  reader.expect(start, { kind: 'attribute' });
  reader.expect(start, { kind: 'words', words: ['NOT', '('] });
  const attribute = eventAttribute(word ?? '');
  if (attribute === undefined) {
    if (word === undefined) missing(reader);
    else unknown(reader, word, name);
    return undefined;
  }
  return attribute.values === 'rule' ? parseRuleTerm(reader, attribute, name) : parseTest(reader, attribute, name);
}

function missing(reader: Reader): void {
  const start = reader.pos;
  giveUp(reader);
  const end = start + reader.text.slice(start, reader.pos).trimEnd().length;
  if (!reader.findings.partial) reader.report('condition-expected', reader.span(start, Math.max(end, start)));
}

/** Passes over the rest of a term that is not understood. */
function giveUp(reader: Reader): void {
  reader.skipTo(() => reader.peek(LEVEL.and) !== undefined || reader.peek(LEVEL.or) !== undefined || atTail(reader));
}

function unknown(reader: Reader, word: string, name: Span): void {
  const unsupported = unsupportedAttribute(word);
  if (unsupported !== undefined) reader.report('not-supported', name, [unsupported.name]);
  else if (TIME_WORDS.has(word.toLowerCase())) reader.report('time-is-a-directive', name);
  else if (isConfigAttribute(word)) reader.report('attribute-of-config', name, [word]);
  else {
    const meant =
      RENAMED.get(word.toLowerCase()) ??
      nearest(
        word,
        EVENT_ATTRIBUTES.map((attribute) => attribute.name),
      );
    if (meant === undefined) reader.report('attribute-unknown', name, [word]);
    else reader.report('attribute-renamed', name, [word, meant], [replaceFix(name, meant)]);
  }
  giveUp(reader);
}

function parseTest(reader: Reader, attribute: EventAttribute, name: Span): AttributeTest | undefined {
  const found = parseOperator(reader, attribute, name);
  if (found === undefined) return undefined;
  const { operator, span } = found;
  const isAllowed = allowed(reader, attribute, operator, span, name);
  const values = parseOperand(reader, operandRule(attribute, operator), span, (start, taken, open) => {
    if (isAllowed) reader.expect(start, { kind: 'value', attribute, taken }, open);
  });
  if (values === undefined || !isAllowed) return undefined;
  const end = values.at(-1)?.end ?? span.end;
  return { kind: 'attribute', attribute, name, operator, operatorSpan: span, values, start: name.start, end };
}

/** A list after `=` is a repair only where the attribute takes lists. */
function operandRule(attribute: EventAttribute, { text, takes, id, negated }: EventOperator): OperandRule {
  const inList = negated ? 'NOT IN' : 'IN';
  return { text, takes, ...(id === 'equals' && attribute.operators.includes(inList) ? { forList: inList } : {}) };
}

function parseOperator(reader: Reader, attribute: EventAttribute, name: Span): { operator: EventOperator; span: Span } | undefined {
  const nameEnd = reader.pos;
  reader.skip();
  const start = reader.pos;
  if (attribute.operators.some((text) => reader.growing(text))) reader.expect(start, { kind: 'operator', attribute }, true);
  const found = reader.spelling(OPERATORS);
  if (found === undefined) {
    reader.pos = nameEnd;
    giveUp(reader);
    reader.report('operator-expected', name, [attribute.name, attribute.operators.join(', ')], operatorFix(attribute, name));
    return undefined;
  }
  const operator = found.meaning;
  const span = reader.span(start);
  const written = reader.text.slice(start, reader.pos);
  if (found.text !== operator.text) reader.respelled(span, written, operator.text);
  return { operator, span };
}

function operatorFix(attribute: EventAttribute, name: Span): readonly Fix[] {
  return attribute.operators[0] === '=' ? [insertFix(name.end, ' =')] : [];
}

/** Reports an operator this attribute doesn't take; its negated form, where only that is missing, becomes NOT before the test. */
function allowed(reader: Reader, attribute: EventAttribute, operator: EventOperator, span: Span, name: Span): boolean {
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
function parseRuleTerm(reader: Reader, attribute: EventAttribute, name: Span): RuleTest | undefined {
  const found = parseOperator(reader, attribute, name);
  if (found === undefined) return undefined;
  const isAllowed = allowed(reader, attribute, found.operator, found.span, name);
  const expression = parseRule(reader);
  if (expression === undefined || !isAllowed) return undefined;
  return { kind: 'rule', attribute, name, negated: found.operator.negated, expression, start: name.start, end: expression.end };
}
