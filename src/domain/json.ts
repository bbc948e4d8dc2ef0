/** JSON as it comes out of `JSON.parse`: what a log record is made of. Never trusted, never markup. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a chain of keys; `undefined` where any of them is missing. */
export function at(value: JsonValue | undefined, ...keys: readonly (string | number)[]): JsonValue | undefined {
  let here: JsonValue | undefined = value;
  for (const key of keys) {
    if (typeof key === 'number') here = Array.isArray(here) ? (here as readonly JsonValue[])[key] : undefined;
    else here = isObject(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  }
  return here;
}

/** The string at a chain of keys; `undefined` where it is missing, empty or no string. */
export function textAt(value: JsonValue | undefined, ...keys: readonly (string | number)[]): string | undefined {
  const found = at(value, ...keys);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
