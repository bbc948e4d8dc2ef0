import { compareTexts } from '../../../src/rql/text';

/** Values of the small Trino: VARCHAR as text, DOUBLE as number, BIGINT as bigint, ARRAY, MAP, structs as objects, JSON. */
export type Value =
  null | boolean | number | bigint | string | Json | readonly Value[] | ReadonlyMap<string, Value> | { readonly [name: string]: Value };
export type Lambda = (...values: readonly Value[]) => Value;
type Argument = Value | Lambda;

export class Json {
  constructor(readonly value: unknown) {}
}

/** Versions of Trino write numbers differently; a statement must not mind. */
export interface Context {
  /** `1.0E0` for every double, else as Java writes it: `1.0`, `1.0E-7`. */
  readonly scientific: boolean;
  /** JSON keeps whole numbers without a fraction. */
  readonly wholeNumbers: boolean;
  order(a: Value, b: Value): number;
  like(text: Value, pattern: Value, escape: Value): Value;
  /** `undefined`: it can't be cast. */
  cast(value: Value, type: string): Value | undefined;
}

export function contextOf(scientific: boolean, wholeNumbers: boolean): Context {
  const context: Context = {
    scientific,
    wholeNumbers,
    order(a, b) {
      if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
      if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0;
      if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
      throw new Error(`no order between ${typeof a} and ${typeof b}`);
    },
    like(text, wanted, escape) {
      if (text === null || wanted === null) return null;
      if (escape !== '\\') throw new Error('another escape');
      const source = textOf(wanted).replace(/\\([\\%_])|([%_])|([^])/gu, (_, escaped?: string, sign?: string, other?: string) =>
        sign === '%' ? '[^]*' : sign === '_' ? '[^]' : (escaped ?? other ?? '').replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&'),
      );
      return pattern(`\\A${source}\\z`).test(textOf(text));
    },
    cast(value, type) {
      switch (type) {
        case 'DOUBLE':
        case 'BIGINT': {
          if (typeof value !== 'string') return Number(value);
          const isNumber = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(value);
          if (!isNumber) return undefined;
          if (type === 'DOUBLE') return Number(value);
          return /^[+-]?\d+$/.test(value) ? BigInt(value) : undefined;
        }
        case 'VARCHAR':
          if (typeof value === 'bigint') return value.toString();
          return typeof value === 'number' ? javaText(value, context.scientific) : textOf(value);
        case 'ARRAY(JSON)': {
          const array = jsonIn(value);
          return Array.isArray(array) ? array.map((element: unknown) => new Json(element)) : undefined;
        }
        case 'MAP(VARCHAR,JSON)': {
          const object = jsonIn(value);
          if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;
          return new Map(Object.entries(object).map(([key, member]) => [key, new Json(member)]));
        }
        default:
          throw new Error(`no type ${type}`);
      }
    },
  };
  return context;
}

/** A double as Java writes it, or always with an exponent. */
function javaText(value: number, scientific: boolean): string {
  if (Object.is(value, -0)) return '-0.0';
  if (value === 0) return scientific ? '0.0E0' : '0.0';
  const [, sign = '', first = '', more = '0', exponent = ''] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(value.toExponential()) ?? [];
  if (!scientific && Math.abs(value) >= 1e-3 && Math.abs(value) < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  return `${sign}${first}.${more}E${Number(exponent)}`;
}

export function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Of two of type BIGINT one of type BIGINT. */
export function arithmetic(a: Value, sign: string, b: Value): Value {
  if (a === null || b === null) return null;
  if (!isNumber(a) || !isNumber(b)) throw new Error(`${sign} takes numbers`);
  if (typeof a === 'bigint' && typeof b === 'bigint') return sign === '+' ? a + b : sign === '-' ? a - b : sign === '*' ? a * b : a / b;
  const [x, y] = [Number(a), Number(b)];
  return sign === '+' ? x + y : sign === '-' ? x - y : sign === '*' ? x * y : x / y;
}

export function jsonOf(value: Value): Json {
  if (value instanceof Json) return value;
  return new Json(
    JSON.parse(
      JSON.stringify(value, (_, part: unknown) => (part instanceof Map ? (Object.fromEntries(part) as unknown) : part)),
    ) as unknown,
  );
}

function jsonIn(value: Argument): unknown {
  if (!(value instanceof Json)) throw new Error('JSON expected');
  return value.value;
}

function textOf(value: Argument): string {
  if (typeof value !== 'string') throw new Error(`a text expected, not ${JSON.stringify(value)}`);
  return value;
}

function listOf(value: Argument): readonly Value[] {
  if (!Array.isArray(value)) throw new Error('an array expected');
  return value as readonly Value[];
}

function lambda(value: Argument | undefined): Lambda {
  if (typeof value !== 'function') throw new Error('a lambda expected');
  return value;
}

function formatted(context: Context, value: unknown): string {
  if (typeof value === 'number')
    return Number.isInteger(value) && context.wholeNumbers && Math.abs(value) < 1e18
      ? BigInt(value).toString()
      : javaText(value, context.scientific);
  if (Array.isArray(value)) return `[${value.map((element) => formatted(context, element)).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .sort(([a], [b]) => compareTexts(a, b))
      .map(([key, member]) => `${JSON.stringify(key)}:${formatted(context, member)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}

/** A path of `json_extract`: what stands in brackets is a key of an object, and a place in an array where it is a number. */
function extracted(json: Argument, path: string): Json | null {
  let here = jsonIn(json);
  const steps = [...path.matchAll(/\["((?:[^"\\]|\\["\\])*)"\]/g)];
  if (`$${steps.map(([step]) => step).join('')}` !== path) throw new Error(`no path: ${path}`);
  for (const [, quotedKey = ''] of steps) {
    const key = quotedKey.replace(/\\(["\\])/g, '$1');
    if (Array.isArray(here)) here = /^\d+$/.test(key) ? (here as unknown[])[Number(key)] : undefined;
    else here = typeof here === 'object' && here !== null && Object.hasOwn(here, key) ? (here as Record<string, unknown>)[key] : undefined;
    if (here === undefined) return null;
  }
  return new Json(here);
}

/** Patterns of Java's or RE2's, of those used: `\A`, `\z`, and `(?i)` at the beginning. */
const patterns = new Map<string, RegExp>();
function pattern(source: string): RegExp {
  let made = patterns.get(source);
  if (made === undefined) {
    if (/[$^]/.test(source.replace(/\[\^|\\[^]/g, ''))) throw new Error(`a bound that depends on lines: ${source}`);
    const body = source.replace(/^\(\?i\)/, '');
    made = new RegExp(body.replace('\\A', '^').replace('\\z', '$'), body === source ? 'gu' : 'giu');
    patterns.set(source, made);
  }
  made.lastIndex = 0;
  return made;
}

const some = (list: Argument, test: Argument | undefined): Value => {
  const answers = listOf(list).map((value) => lambda(test)(value));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
};

/** By name; none is called with NULL. */
export const functions: Readonly<Record<string, (context: Context, args: readonly Argument[]) => Value>> = {
  lower: (_, [text = '']) => Array.from(textOf(text), (c) => (c === 'İ' ? 'i' : c.toLowerCase())).join(''),
  length: (_, [text = '']) => BigInt(Array.from(textOf(text)).length),
  reverse: (_, [text = '']) => Array.from(textOf(text)).reverse().join(''),
  strpos: (_, [text = '', part = '']) => BigInt(textOf(text).indexOf(textOf(part)) + 1),
  starts_with: (_, [text = '', part = '']) => textOf(text).startsWith(textOf(part)),
  substr: (_, [text = '', from = 1, count = Infinity]) =>
    Array.from(textOf(text))
      .slice(Number(from) - 1, Number(from) - 1 + Number(count))
      .join(''),
  lpad: (_, [text = '', size = 0, sign = '']) => textOf(text).padStart(Number(size), textOf(sign)).slice(0, Number(size)),
  rpad: (_, [text = '', size = 0, sign = '']) => textOf(text).padEnd(Number(size), textOf(sign)).slice(0, Number(size)),
  nullif: (_, [value = null, other]) => (value === other ? null : (value as Value)),
  floor: (_, [number]) => Math.floor(Number(number)),
  split: (_, [text = '', by = '']) => textOf(text).split(textOf(by)),
  split_part: (_, [text = '', by = '', place]) => textOf(text).split(textOf(by))[Number(place) - 1] ?? null,
  regexp_like: (_, [text = '', source = '']) => pattern(textOf(source)).test(textOf(text)),
  regexp_replace: (_, [text = '', source = '']) => textOf(text).replace(pattern(textOf(source)), ''),
  regexp_extract: (_, [text = '', source = '', group = 0]) => pattern(textOf(source)).exec(textOf(text))?.[Number(group)] ?? null,
  regexp_extract_all: (_, [text = '', source = '']) => textOf(text).match(pattern(textOf(source))) ?? [],
  cardinality: (_, [list = []]) => BigInt(listOf(list).length),
  element_at: (_, [of = [], key = null]) => {
    if (of instanceof Map) return (of as ReadonlyMap<string, Value>).get(textOf(key)) ?? null;
    if (Number(key) === 0) throw new Error('places begin at 1');
    return listOf(of).at(Number(key) < 0 ? Number(key) : Number(key) - 1) ?? null;
  },
  transform: (_, [list = [], make]) => listOf(list).map((value) => lambda(make)(value)),
  filter: (_, [list = [], test]) => listOf(list).filter((value) => lambda(test)(value) === true),
  flatten: (_, [list = []]) => listOf(list).flatMap((inner) => (inner === null ? [] : listOf(inner))),
  zip_with: (_, [ones = [], others = [], make]) => listOf(ones).map((one, place) => lambda(make)(one, listOf(others)[place] ?? null)),
  array_join: (_, [list = [], by = '']) =>
    listOf(list)
      .filter((value) => value !== null)
      .map((value) => textOf(value))
      .join(textOf(by)),
  any_match: (_, [list = [], test]) => some(list, test),
  none_match: (_, [list = [], test]) => {
    const found = some(list, test);
    return found === null ? null : !(found as boolean);
  },
  all_match: (_, [list = [], test]) => {
    const answers = listOf(list).map((value) => lambda(test)(value));
    return answers.includes(false) ? false : !answers.includes(null) || null;
  },
  MAP: (_, [keys = [], values = []]) => new Map(listOf(keys).map((key, place) => [textOf(key), listOf(values)[place] ?? null])),
  json_parse: (_, [text = '']) => new Json(JSON.parse(textOf(text)) as unknown),
  json_format: (context, [json = null]) => formatted(context, jsonIn(json)),
  json_extract: (_, [json = null, path = '']) => extracted(json, textOf(path)),
  json_extract_scalar: (context, [json = null, path = '']) => {
    const found = extracted(json, textOf(path))?.value ?? null;
    if (found === null || typeof found === 'object') return null;
    return typeof found === 'string' ? found : formatted(context, found);
  },
  json_array_length: (_, [json = null]) => {
    const array = jsonIn(json);
    return Array.isArray(array) ? BigInt(array.length) : null;
  },
  from_iso8601_timestamp: (_, [text = '']) => {
    const time = Date.parse(textOf(text));
    if (Number.isNaN(time)) throw new Error('no time');
    return time;
  },
  to_unixtime: (_, [time]) => Number(time) / 1000,
  from_unixtime: (_, [seconds, zone]) => {
    if (zone !== 'UTC') throw new Error('the zone of the session');
    return Number(seconds) * 1000;
  },
  to_iso8601: (_, [time]) => new Date(Number(time)).toISOString(),
};
