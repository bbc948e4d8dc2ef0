import { parse } from 'yaml';
import { at, isObject, textAt, type JsonObject, type JsonValue } from '../../src/domain/json';
import type { JsonPath, PathTest, Predicate, TextField } from '../../src/rql/predicate';
import { parseCondition, Refused } from './sigma-condition';

/** A Sigma rule as a predicate, or why it can't be one. */
export type Converted =
  | { readonly kind: 'converted'; readonly title: string; readonly predicate: Predicate }
  | { readonly kind: 'refused'; readonly title: string; readonly reason: string };

/** Fields that are columns; every other one is a path into the record. */
const FIELDS: Readonly<Record<string, TextField>> = { eventName: 'operation', eventSource: 'service' };
/** Objects: Sigma's back ends search their JSON as one text, for which there is no predicate. */
const OBJECTS: ReadonlySet<string> = new Set(['requestParameters', 'responseElements', 'userIdentity', 'additionalEventData']);
const TESTS: Readonly<Record<string, 'contains' | 'startsWith' | 'endsWith'>> = {
  contains: 'contains',
  startswith: 'startsWith',
  endswith: 'endsWith',
};

/**
 * Reads one rule of Sigma's language for events of CloudTrail.
 * @param fold whether equal and contained texts may differ in case, as Sigma has it; starts and ends never do here
 */
export function convertRule(yaml: string, fold: boolean): Converted {
  const rule = parse(yaml) as JsonValue;
  const title = textAt(rule, 'title') ?? '(no title)';
  try {
    const detection = at(rule, 'detection');
    const condition = textAt(detection, 'condition');
    if (!isObject(detection) || condition === undefined) throw new Refused('there is no single condition');
    const selections = Object.entries(detection).filter(([name]) => name !== 'condition');
    const predicates = new Map(selections.map(([name, selection]) => [name, selectionOf(selection, fold)]));
    return { kind: 'converted', title, predicate: parseCondition(condition, predicates) };
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', title, reason: error.message };
    throw error;
  }
}

/** A map means all of its fields; a list of maps means one of them. */
function selectionOf(selection: JsonValue | undefined, fold: boolean): Predicate {
  if (Array.isArray(selection)) return { kind: 'or', terms: selection.map((item: JsonValue) => selectionOf(item, fold)) };
  if (!isObject(selection)) throw new Refused('it looks for words in no field');
  return allOf(fieldsOf(selection).map(({ key, value }) => fieldOf(key, value, fold)));
}

function fieldsOf(selection: JsonObject): readonly { readonly key: string; readonly value: JsonValue }[] {
  return Object.entries(selection).map(([key, value]) => ({ key, value: value ?? null }));
}

function fieldOf(key: string, value: JsonValue, fold: boolean): Predicate {
  const [field = '', ...modifiers] = key.split('|');
  const all = modifiers.at(-1) === 'all';
  const [modifier, more] = all ? modifiers.slice(0, -1) : modifiers;
  const test = modifier === undefined ? 'equals' : TESTS[modifier];
  if (test === undefined || more !== undefined) throw new Refused(`modifier ${modifiers.join('|')}`);
  if (OBJECTS.has(field)) throw new Refused(`${field} searched as one text`);
  const values: readonly JsonValue[] = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  const terms = values.map((wanted) => valueOf(field, test, wanted, fold));
  if (all) return allOf(terms);
  return united(terms) ?? { kind: 'or', terms };
}

function valueOf(field: string, test: 'equals' | 'contains' | 'startsWith' | 'endsWith', value: JsonValue, fold: boolean): Predicate {
  if (value === null) return { kind: 'not', term: onPath(field, { kind: 'exists' }) };
  if (typeof value === 'object') throw new Refused('a list or map where a value should stand');
  const text = String(value);
  if (text === '*') return onPath(field, { kind: 'exists' });
  if (/[*?]/.test(text)) throw new Refused('wildcards within a value');
  const column = FIELDS[field];
  if (test === 'equals') {
    const values = [text];
    return column === undefined ? onPath(field, { kind: test, values, fold }) : { kind: test, field: column, values, fold };
  }
  if (test === 'contains' && fold)
    return column === undefined ? onPath(field, { kind: 'matches', pattern: text }) : { kind: 'matches', field: column, pattern: text };
  if (test === 'contains' && column !== undefined) return { kind: test, field: column, text };
  return onPath(field, { kind: test, values: [text] }); // a column has no test for how it starts or ends; the record has the same text
}

function onPath(field: string, test: PathTest): Predicate {
  const path: JsonPath = field.split('.').map((name) => ({ kind: 'key', name }));
  return { kind: 'path', path, test };
}

/** A list of names for one column is one test with all of them, as a person would write it. */
function united(terms: readonly Predicate[]): Predicate | undefined {
  const [first] = terms;
  if (first?.kind !== 'equals') return undefined;
  return { ...first, values: terms.flatMap((term) => (term.kind === 'equals' ? term.values : [])) };
}

function allOf(terms: readonly Predicate[]): Predicate {
  const [only, more] = terms;
  return only !== undefined && more === undefined ? only : { kind: 'and', terms };
}
