import { CRUDS } from '../domain/event';
import { regionCode } from '../domain/regions';
import { parseNetwork } from './address';
import type { JsonOperator } from './operators';
import { COMPARISONS, VALUE_TYPES, type JsonPath, type PathTest, type Predicate, type TextField } from './predicate';
import type { AttributeTest, EventTerm, JsonComparison, Logic, PathTree } from './syntax';
import { numberOf } from './text';

/** The predicate of a condition that has no errors. */
export function lower(condition: Logic<EventTerm>): Predicate {
  return lowerLogic(condition, (term) => {
    if (term.kind === 'attribute') return lowerTest(term);
    return negatedIf(term.negated, lowerLogic(term.expression, lowerComparison));
  });
}

export function lowerLogic<T>(logic: Logic<T>, lowerTerm: (term: T) => Predicate): Predicate {
  if (logic.kind === 'term') return lowerTerm(logic.term);
  if (logic.kind === 'not') return negatedIf(true, lowerLogic(logic.term, lowerTerm));
  return { kind: logic.kind, terms: logic.terms.map((term) => lowerLogic(term, lowerTerm)) };
}

export function negatedIf(negated: boolean, term: Predicate): Predicate {
  return negated ? { kind: 'not', term } : term;
}

function lowerTest({ attribute, operator, values }: AttributeTest): Predicate {
  const texts = values.map(({ text }) => text);
  return negatedIf(
    operator.negated,
    attribute.field === undefined ? lowerWithoutField(attribute.values, texts) : positive(attribute.field),
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

function lowerWithoutField(kind: AttributeTest['attribute']['values'], texts: readonly string[]): Predicate {
  const lowered = texts.map((text) => text.toLowerCase());
  if (kind === 'crud') return { kind: 'crud', values: CRUDS.filter((crud) => lowered.includes(crud)) };
  return { kind: lowered.includes('aws') ? 'always' : 'never' };
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
export function lowerPath(path: PathTree): JsonPath {
  return path.map((step) => (step.kind === 'where' ? { ...step, condition: lowerLogic(step.condition, lowerComparison) } : step));
}

export function lowerComparison({ path: tree, operator, values, right }: JsonComparison): Predicate {
  const path = lowerPath(tree);
  if (right !== undefined) {
    const test = COMPARISONS.find((comparison) => comparison === operator.id) ?? 'intersects';
    return negatedIf(operator.negated, { kind: 'compare', left: path, right: lowerPath(right.path), test });
  }
  const texts = values.map(({ text }) => text);
  const mayBeNull = operator.over === undefined && (operator.id === 'equals' || operator.id === 'equalsFolded');
  const isNull = mayBeNull && values.every(({ text, quoted }) => text === 'null' && !quoted);
  if (isNull) return negatedIf(!operator.negated, { kind: 'path', path, test: { kind: 'exists' } });
  const test = pathTest(operator, texts);
  const asSet = operator.over !== undefined && test.kind !== 'contains';
  return negatedIf(operator.negated, asSet ? { kind: 'set', path, test, every: operator.over === 'all' } : { kind: 'path', path, test });
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
