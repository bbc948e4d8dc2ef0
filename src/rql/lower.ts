import { CRUDS } from '../domain/event';
import { regionCode } from '../domain/regions';
import { parseNetwork } from './address';
import type { EventList, Given } from './given';
import { instantOf, lowerSource, lowerTruth, rangeOf, textsOf, type Lowering } from './lower-call';
import type { JsonOperator } from './operators';
import { COMPARISONS, VALUE_TYPES, type JsonPath, type PathTest, type Predicate, type TextField } from './predicate';
import { readRegex } from './regex';
import type { Argument, AttributeTest, CallNode, EventTerm, JsonComparison, Logic, Operand, PathNode, PathTree, ValueNode } from './syntax';
import { numberOf } from './text';

/** The predicate of a condition that has no errors. */
export function lower(condition: Logic<EventTerm>, given: Given): Predicate {
  return lowerLogic(condition, (term) => {
    if (term.kind === 'attribute') return lowerTest(term, given);
    return negatedIf(term.negated, lowerRule(term.expression, given));
  });
}

/** The predicate of a json.rule, or of a filter. */
export function lowerRule(rule: Logic<JsonComparison>, given: Given): Predicate {
  return lowerLogic(rule, (comparison) => lowerComparison(comparison, given));
}

function lowerLogic<T>(logic: Logic<T>, lowerTerm: (term: T) => Predicate): Predicate {
  if (logic.kind === 'term') return lowerTerm(logic.term);
  if (logic.kind === 'not') return negatedIf(true, lowerLogic(logic.term, lowerTerm));
  return { kind: logic.kind, terms: logic.terms.map((term) => lowerLogic(term, lowerTerm)) };
}

export function negatedIf(negated: boolean, term: Predicate): Predicate {
  return negated ? { kind: 'not', term } : term;
}

function lowerTest({ attribute, operator, values }: AttributeTest, given: Given): Predicate {
  const texts = values.map(({ text }) => text);
  return negatedIf(
    operator.negated,
    attribute.field === undefined ? lowerWithoutField(attribute.values, texts, given) : positive(attribute.field),
  );

  function positive(field: TextField): Predicate {
    const text = texts[0] ?? '';
    switch (operator.id) {
      case 'exists':
        return { kind: 'exists', field };
      case 'matches':
        return { kind: 'matches', field, pattern: text };
      case 'contains':
        return { kind: 'contains', field, text };
      case 'equals':
      case 'in':
        if (attribute.values === 'address') return lowerAddresses(texts);
        return { kind: 'equals', field, values: texts.flatMap((value) => spellingsInLogs(attribute.values, value)), fold: attribute.fold };
    }
  }
}

/** How a value stands in the records: regions by code, services by host name, with or without what people leave out. */
function spellingsInLogs(kind: AttributeTest['attribute']['values'], value: string): readonly string[] {
  if (kind === 'region') return [regionCode(value)];
  if (kind === 'service' && !value.includes('.')) return [value, `${value}.amazonaws.com`];
  return [value];
}

function lowerWithoutField(kind: AttributeTest['attribute']['values'], texts: readonly string[], given: Given): Predicate {
  const lowered = texts.map((text) => text.toLowerCase());
  switch (kind) {
    case 'crud':
      return { kind: 'crud', values: CRUDS.filter((crud) => lowered.includes(crud)) };
    case 'cloud':
      return { kind: lowered.includes('aws') ? 'always' : 'never' };
    case 'alert':
      return lowerEvents(texts.flatMap((id) => given.alerts.get(id) ?? []));
    case 'anomaly': {
      const meant = given.anomalies.filter(({ names }) => texts.length === 0 || names.some((name) => lowered.includes(name)));
      return lowerEvents(meant.flatMap(({ events }) => events));
    }
    case 'group': // there are none; all others have a field, or are no attributes of events
    case 'text':
    case 'service':
    case 'region':
    case 'account':
    case 'address':
    case 'rule':
    case 'api':
    case 'label':
    case 'status':
    case 'tag':
    case 'finding-type':
    case 'severity':
      return { kind: 'never' };
  }
}

function lowerEvents(lists: readonly EventList[]): Predicate {
  return lists.length === 0 ? { kind: 'never' } : { kind: 'or', terms: lists.map((list) => ({ kind: 'events', ...list })) };
}

/** Single IPv4 addresses compare as texts, which is quick; networks, and IPv6 with its many spellings, by their bounds. */
function lowerAddresses(texts: readonly string[]): Predicate {
  const single = texts.filter((text) => /^[\d.]+$/.test(text) && parseNetwork(text) !== undefined);
  const networks = texts.filter((text) => !single.includes(text));
  const terms: Predicate[] = [];
  if (single.length > 0) terms.push({ kind: 'equals', field: 'ip', values: single, fold: false });
  if (networks.length > 0) terms.push({ kind: 'inNetwork', networks });
  const [only] = terms;
  return terms.length === 1 && only !== undefined ? only : { kind: 'or', terms };
}

/** A path with the conditions of its quantifiers lowered. */
export function lowerPath(path: PathTree, given: Given): JsonPath {
  return path.map((step) => (step.kind === 'where' ? { ...step, condition: lowerRule(step.condition, given) } : step));
}

function lowerComparison({ left, operator, values, right }: JsonComparison, given: Given): Predicate {
  const lowering: Lowering = { given, path: (path) => lowerPath(path, given) };
  if (left.kind === 'call' && left.function.result === 'truth') return lowerTruth(left, operator.id === 'isTrue', lowering);
  const instants = lowerInstants(left, operator, right ?? values[0], lowering);
  if (instants !== undefined) return negatedIf(operator.negated, instants);
  const path = lowerSource(left, lowering);
  if (right?.kind === 'call' && right.function.result === 'ports')
    return negatedIf(operator.negated, { kind: 'set', path, test: rangeOf(right), every: false });
  if (right !== undefined && !(right.kind === 'call' && right.function.result === 'texts')) {
    const test = COMPARISONS.find((comparison) => comparison === operator.id) ?? 'intersects';
    return negatedIf(operator.negated, { kind: 'compare', left: path, right: lowerSource(right, lowering), test });
  }
  const mayBeNull = operator.over === undefined && (operator.id === 'equals' || operator.id === 'equalsFolded');
  const isNull = mayBeNull && right === undefined && values.every(({ text, quoted }) => text === 'null' && !quoted);
  if (isNull) return negatedIf(!operator.negated, { kind: 'path', path, test: { kind: 'exists' } });
  const test = pathTest(operator, right === undefined ? values.map(({ text }) => text) : textsOf(right));
  const asSet = operator.over !== undefined && test.kind !== 'contains';
  return negatedIf(operator.negated, asSet ? { kind: 'set', path, test, every: operator.over === 'all' } : { kind: 'path', path, test });
}

/** A comparison with an instant, which today() is: of times, whatever they look like. */
function lowerInstants(
  left: Operand,
  { id }: JsonOperator,
  right: PathNode | CallNode | ValueNode | undefined,
  lowering: Lowering,
): Predicate | undefined {
  if (right === undefined) return undefined;
  const other: Argument = 'kind' in right ? right : { ...right, kind: 'text' };
  const isTime = (operand: Argument): boolean => operand.kind === 'call' && operand.function.result === 'time';
  if (!isTime(left) && !isTime(other)) return undefined;
  const [a, b] = [instantOf(left, lowering.given), instantOf(other, lowering.given)];
  if (b !== undefined) {
    const source: JsonPath = a === undefined ? lowerSource(left, lowering) : [{ kind: 'values', values: [new Date(a).toISOString()] }];
    return { kind: 'path', path: source, test: windowOf(id, b) };
  }
  return a === undefined ? undefined : { kind: 'path', path: lowerSource(other, lowering), test: windowOf(FLIPPED[id] ?? id, a) };
}

const FLIPPED: Partial<Record<JsonOperator['id'], JsonOperator['id']>> = {
  greater: 'less',
  less: 'greater',
  atLeast: 'atMost',
  atMost: 'atLeast',
};

/** The times that stand in an order to one. */
function windowOf(order: JsonOperator['id'], time: number): PathTest {
  const after = order === 'greater' ? 1 : order === 'equals' || order === 'atLeast' ? 0 : undefined;
  const before = order === 'less' ? 0 : order === 'equals' || order === 'atMost' ? 1 : undefined;
  return {
    kind: 'during',
    ...(after === undefined ? {} : { from: time + after }),
    ...(before === undefined ? {} : { to: time + before }),
  };
}

/** What is no expression holds for nothing: it has an error. */
function regexTest(text: string): PathTest {
  const regex = readRegex(text);
  return regex === undefined ? { kind: 'equals', values: [], fold: false } : { kind: 'regex', ...regex };
}

function pathTest({ id, measure }: JsonOperator, values: readonly string[]): PathTest {
  const text = values[0] ?? '';
  const value = numberOf(text) ?? NaN;
  switch (id) {
    case 'equals':
    case 'member':
      return { kind: 'equals', values, fold: false };
    case 'equalsFolded':
      return { kind: 'equals', values, fold: true };
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return { kind: id, values };
    case 'matches':
      return { kind: 'matches', pattern: text };
    case 'regex':
      return regexTest(text);
    case 'greater':
    case 'less':
    case 'atLeast':
    case 'atMost':
      return { kind: id, value };
    case 'exists':
      return { kind: 'exists' };
    case 'measure':
      return { kind: 'measure', measure: measure?.of ?? 'size', order: measure?.order ?? 'equals', value };
    case 'isType':
      return { kind: 'isType', type: VALUE_TYPES.find((type) => type.toLowerCase() === text.toLowerCase()) ?? 'String' };
    case 'isEmpty':
      return { kind: 'isEmpty' };
    case 'isTrue':
    case 'isFalse':
      return { kind: id };
  }
}
