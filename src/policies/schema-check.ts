import { isObject } from '../domain/json';
import { nearest } from '../rql/nearest';

/** What of JSON Schema our formats use. A test holds the schema files to these keywords, so that nothing in them goes unchecked. */
export interface Schema {
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  /** Said to the person whose file is wrong. */
  readonly description: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
}

export type FaultPath = readonly (string | number)[];

export interface Fault {
  /** From the top of the document to what is wrong; of something missing, to where it is missing. */
  readonly path: FaultPath;
  readonly message: string;
}

/** Everything that is wrong with a value, in the order of the schema; empty: nothing is. */
export function check(value: unknown, schema: Schema, path: FaultPath = []): readonly Fault[] {
  if (!hasType(value, schema.type)) return [{ path, message: `must be ${ARTICLES[schema.type]}. ${schema.description}` }];
  if (isObject(value)) return checkObject(value, schema, path);
  if (Array.isArray(value)) return checkArray(value, schema, path);
  const message =
    typeof value === 'string' ? faultOfText(value, schema) : typeof value === 'number' ? faultOfNumber(value, schema) : undefined;
  return message === undefined ? [] : [{ path, message }];
}

const ARTICLES: Readonly<Record<Schema['type'], string>> = {
  object: 'a block of keys and values',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function hasType(value: unknown, type: Schema['type']): boolean {
  if (type === 'object') return isObject(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number') return Number.isFinite(value);
  return typeof value === type;
}

function checkObject(value: Readonly<Record<string, unknown>>, schema: Schema, path: FaultPath): readonly Fault[] {
  const { properties = {}, required = [] } = schema;
  const missing = required
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => ({ path, message: `"${key}" is missing. ${properties[key]?.description ?? ''}`.trimEnd() }));
  const unknown =
    schema.additionalProperties === false
      ? Object.keys(value)
          .filter((key) => !Object.hasOwn(properties, key))
          .map((key) => ({ path: [...path, key], message: notKnown(key, Object.keys(properties)) }))
      : [];
  const inside = Object.entries(properties)
    .filter(([key]) => Object.hasOwn(value, key))
    .flatMap(([key, inner]) => check(value[key], inner, [...path, key]));
  return [...missing, ...unknown, ...inside];
}

function notKnown(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return meant === undefined ? `is not known here; known are ${known.join(', ')}.` : `is not known here; did you mean "${meant}"?`;
}

function checkArray(value: readonly unknown[], schema: Schema, path: FaultPath): readonly Fault[] {
  const { items, maxItems } = schema;
  if (maxItems !== undefined && value.length > maxItems)
    return [{ path, message: `holds ${value.length}; at most ${maxItems} may stand here.` }];
  return items === undefined ? [] : value.flatMap((item, index) => check(item, items, [...path, index]));
}

function faultOfText(text: string, schema: Schema): string | undefined {
  const length = Array.from(text).length; // characters as JSON Schema counts them, not UTF-16 units
  if (schema.enum !== undefined && !schema.enum.includes(text))
    return `must be ${schema.enum.join(', ')}, not "${shortened(text)}". ${schema.description}`;
  if (length < (schema.minLength ?? 0)) return `is empty. ${schema.description}`;
  if (length > (schema.maxLength ?? Infinity)) return `is ${length} characters long; at most ${schema.maxLength ?? 0} may stand here.`;
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(text))
    return `can't be "${shortened(text)}". ${schema.description}`;
  return undefined;
}

function faultOfNumber(value: number, schema: Schema): string | undefined {
  const { minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity } = schema;
  const outside = value < minimum || value <= exclusiveMinimum || value > maximum;
  return outside ? `can't be ${value}. ${schema.description}` : undefined;
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
