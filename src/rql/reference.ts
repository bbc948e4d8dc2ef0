import { describeEvent, type AuditEvent } from '../domain/event';
import { at, isObject, type JsonObject, type JsonValue } from '../domain/json';
import { inNetwork, isWithin, parseNetwork } from './address';
import {
  isUnaskable,
  type Comparison,
  type Origin,
  type Times,
  type JsonPath,
  type PathStep,
  type Where,
  type Measure,
  type PathTest,
  type Predicate,
  type TextTest,
  type ValueType,
} from './predicate';
import { matchesRegex } from './regex';
import { elapsed, timeIn } from './times';
import { compareTexts, countWords, exactNumberOf, fold, matchesPattern, numberOf } from './text';

/**
 * Whether a record satisfies a predicate: the reference every other back end is held against.
 * @throws NotAnEvent where the record is no audit event.
 */
export function matches(predicate: Predicate, record: JsonObject): boolean {
  return matchesEvent(predicate, describeEvent(record), record);
}

/** The same for a record whose attributes are already known. */
export function matchesEvent(predicate: Predicate, event: AuditEvent, record: JsonObject): boolean {
  return holds(predicate, { event, record });
}

const NO_EVENT: AuditEvent = {
  eventId: '',
  account: '',
  time: 0,
  region: '',
  service: '',
  operation: '',
  crud: 'read',
  serviceDriven: false,
};

/** The same for a document that is no event, by a predicate that tests paths alone. */
export function matchesDocument(predicate: Predicate, document: JsonObject): boolean {
  return holds(predicate, { event: NO_EVENT, record: document });
}

/**
 * The values a path finds in a record, null and missing ones left out.
 * @throws NotAnEvent where the record is no audit event.
 */
export function recordValues(record: JsonObject, path: JsonPath): readonly JsonValue[] {
  return valuesAt({ event: describeEvent(record), record }, path);
}

/** What a predicate is asked about. */
interface Subject {
  readonly event: AuditEvent;
  readonly record: JsonObject;
  /** Inside a quantifier. */
  readonly element?: JsonValue;
}

function holds(predicate: Predicate, subject: Subject): boolean {
  const { event } = subject;
  switch (predicate.kind) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'and':
      return predicate.terms.every((term) => holds(term, subject));
    case 'or':
      return predicate.terms.some((term) => holds(term, subject));
    case 'not':
      return !holds(predicate.term, subject);
    case 'equals': {
      const value = event[predicate.field];
      return value !== undefined && predicate.values.some((wanted) => sameText(value, wanted, predicate.fold));
    }
    case 'matches': {
      const value = event[predicate.field];
      return value !== undefined && matchesPattern(value, predicate.pattern);
    }
    case 'contains':
      return event[predicate.field]?.includes(predicate.text) === true;
    case 'exists':
      return (event[predicate.field] ?? '') !== '';
    case 'inNetwork':
      return predicate.networks.some((text) => {
        const network = parseNetwork(text);
        return network !== undefined && event.ip !== undefined && inNetwork(event.ip, network);
      });
    case 'crud':
      return predicate.values.includes(event.crud);
    case 'events':
      return event.account === predicate.account && predicate.ids.includes(event.eventId);
    case 'path':
      return valuesAt(subject, predicate.path).some((value) => passes(value, predicate.test));
    case 'set': {
      const elements = elementsOf(valuesAt(subject, predicate.path));
      if (!predicate.every) return elements.some((value) => passes(value, predicate.test));
      return elements.length > 0 && elements.every((value) => passes(value, predicate.test));
    }
    case 'compare': {
      const { test, left, right } = predicate;
      const [ones, others] = [left, right].map((path) => textsAt(subject, path, test === 'contains' || test === 'intersects'));
      return ones?.some((one) => others?.some((other) => compares(one, other, test))) === true;
    }
  }
}

function textsAt(subject: Subject, path: JsonPath, asSet: boolean): readonly string[] {
  const values = valuesAt(subject, path);
  return (asSet ? elementsOf(values) : values).flatMap((value) => textOf(value) ?? []);
}

function compares(a: string, b: string, test: Comparison): boolean {
  const [x, y] = [numberOf(a), numberOf(b)];
  switch (test) {
    case 'contains':
      return a.includes(b);
    case 'equals':
    case 'equalsFolded':
    case 'intersects':
      return alike(a, b, test === 'equalsFolded');
    case 'greater':
    case 'less':
    case 'atLeast':
    case 'atMost':
      if (x !== undefined && y !== undefined) return inOrder(x, test, y);
      return x === undefined && y === undefined && inOrder(compareTexts(a, b), test, 0);
  }
}

/** Equal as texts, or as numbers where both look like one that a double holds exactly. */
function alike(a: string, b: string, folded: boolean): boolean {
  return sameText(a, b, folded) || (exactNumberOf(a) !== undefined && exactNumberOf(b) === numberOf(a));
}

/** Arrays by their elements. */
function elementsOf(values: readonly JsonValue[]): readonly JsonValue[] {
  return values.flatMap((value) =>
    Array.isArray(value) ? (value as readonly JsonValue[]).filter((element) => element !== null) : [value],
  );
}

function sameText(a: string, b: string, folded: boolean): boolean {
  return folded ? fold(a) === fold(b) : a === b;
}

/** The values a path finds, null and missing ones left out. */
function valuesAt(subject: Subject, path: JsonPath): readonly JsonValue[] {
  if (isUnaskable(path)) return [];
  let found: readonly JsonValue[] = [subject.record];
  for (const step of path) found = stepFrom(found, step, subject);
  return found.filter((value) => value !== null);
}

function stepFrom(found: readonly JsonValue[], step: PathStep, subject: Subject): readonly JsonValue[] {
  switch (step.kind) {
    case 'element':
      return subject.element === undefined ? [] : [subject.element];
    case 'values':
      return step.values;
    case 'sets':
      return [setOf(step, subject)];
    case 'elapsed':
      return timesAt(subject, step.from).flatMap((from) => timesAt(subject, step.to).map((to) => elapsed(from, to, step.unit)));
    case 'members':
      return found.flatMap((value) => (isObject(value) || Array.isArray(value) ? (Object.values(value) as readonly JsonValue[]) : []));
    case 'each':
      return found.flatMap((value) => (Array.isArray(value) ? (value as readonly JsonValue[]) : []));
    case 'where':
      return found.flatMap((value) => (Array.isArray(value) ? quantified(value as readonly JsonValue[], step, subject) : []));
    case 'key':
    case 'index':
      return found.map((value) => at(value, step.kind === 'key' ? step.name : step.index)).filter((value) => value !== undefined);
  }
}

function timesAt(subject: Subject, times: Times): readonly number[] {
  if (typeof times === 'number') return [times];
  return valuesAt(subject, times).flatMap((value) => timeIn(textOf(value) ?? '') ?? []);
}

function setOf({ of, left, right }: Origin & { readonly kind: 'sets' }, subject: Subject): readonly JsonValue[] {
  const [ones, others] = [left, right].map((path) => elementsOf(valuesAt(subject, path)));
  const texts = (values: readonly JsonValue[] = []): readonly string[] => values.flatMap((value) => textOf(value) ?? []);
  const textless = (values: readonly JsonValue[] = []): readonly JsonValue[] => values.filter((value) => textOf(value) === undefined);
  const [a, b] = [texts(ones), texts(others)];
  if (of === 'union') return [...new Set([...a, ...b]), ...textless(ones), ...textless(others)];
  const common = of === 'intersection';
  const kept = new Set(a.filter((one) => b.some((other) => alike(one, other, false)) === common));
  return common ? [...kept] : [...kept, ...textless(ones)];
}

function quantified(array: readonly JsonValue[], { quantifier, condition }: Where<Predicate>, subject: Subject): readonly JsonValue[] {
  const elements = array.filter((element) => element !== null);
  const held = elements.filter((element) => holds(condition, { ...subject, element }));
  if (quantifier === 'any') return held;
  if (quantifier === 'all') return held.length === elements.length ? elements : [];
  if (held.length > 0) return [];
  return elements.length === 0 ? [array] : elements;
}

function passes(value: JsonValue, test: PathTest): boolean {
  if (test.kind === 'exists') return true;
  if (test.kind === 'isEmpty') return isEmpty(value);
  if (test.kind === 'isType') return isType(value, test.type);
  if (test.kind === 'measure') {
    const number = measured(value, test.measure);
    return number !== undefined && inOrder(number, test.order, test.value);
  }
  if (test.kind === 'contains' && Array.isArray(value)) {
    return (value as readonly JsonValue[]).some((element) => !Array.isArray(element) && passes(element, test));
  }
  const text = textOf(value);
  return text !== undefined && textPasses(text, test);
}

function textPasses(text: string, test: TextTest): boolean {
  switch (test.kind) {
    case 'equals':
      return test.values.some((wanted) => equalTexts(text, wanted, test.fold));
    case 'contains':
      return test.values.some((wanted) => text.includes(wanted));
    case 'startsWith':
      return test.values.some((wanted) => text.startsWith(wanted));
    case 'endsWith':
      return test.values.some((wanted) => text.endsWith(wanted));
    case 'matches':
      return matchesPattern(text, test.pattern);
    case 'regex':
      return matchesRegex(text, test);
    case 'isTrue':
      return fold(text) === 'true';
    case 'isFalse':
      return fold(text) === 'false';
    case 'greater':
    case 'less':
    case 'atLeast':
    case 'atMost': {
      const number = numberOf(text);
      return number !== undefined && inOrder(number, test.kind, test.value);
    }
    case 'during': {
      const time = timeIn(text);
      return time !== undefined && time >= (test.from ?? -Infinity) && time < (test.to ?? Infinity);
    }
    case 'inRange': {
      const number = numberOf(text);
      return number !== undefined && number >= test.from && number <= test.to && (number - test.from) % test.step === 0;
    }
    case 'network':
      return isWithin(text, test.networks) === test.inside;
  }
}

function inOrder(value: number, order: 'equals' | 'greater' | 'less' | 'atLeast' | 'atMost', limit: number): boolean {
  if (order === 'equals') return value === limit;
  if (order === 'greater') return value > limit;
  if (order === 'less') return value < limit;
  return order === 'atLeast' ? value >= limit : value <= limit;
}

function equalTexts(text: string, wanted: string, folded: boolean): boolean {
  if (sameText(text, wanted, folded)) return true;
  const number = exactNumberOf(wanted);
  return number !== undefined && numberOf(text) === number;
}

function textOf(value: JsonValue): string | undefined {
  if (value === null || typeof value === 'object') return undefined;
  return String(value);
}

function isEmpty(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === '' || (isObject(value) && Object.keys(value).length === 0);
}

/** `undefined`: it can't be measured so. */
function measured(value: JsonValue, measure: Measure): number | undefined {
  if (measure === 'size') return Array.isArray(value) ? value.length : undefined;
  if (typeof value !== 'string') return undefined;
  return measure === 'length' ? Array.from(value).length : countWords(value);
}

function isType(value: JsonValue, type: ValueType): boolean {
  switch (type) {
    case 'Array':
      return Array.isArray(value);
    case 'Object':
      return isObject(value);
    case 'String':
      return typeof value === 'string';
    case 'Integer':
      return Number.isInteger(value);
    case 'Number':
      return typeof value === 'number';
    case 'Boolean':
      return typeof value === 'boolean';
  }
}
