import { isObject, type JsonObject, type JsonValue } from '../domain/json';

/** What calls name otherwise than the answers that describe the same thing. */
const RENAMED: Readonly<Record<string, string>> = {
  instanceState: 'state',
  blockDeviceMapping: 'blockDeviceMappings',
  entrySet: 'entries',
  kMSKeyId: 'kmsKeyId',
};

/**
 * What a call answered, in the form in which the SDK describes the same thing, with camelCase keys. The logs of EC2 have
 * `groupSet: { items: […] }` where the SDK has `groups: […]`, and write `dBInstanceArn` where queries write `dbinstanceArn`.
 * @param names of some keys, where this kind of thing has others
 */
export function sdkForm(value: JsonObject, names: Readonly<Record<string, string>> = {}): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [[nameOf(key, names), formOf(member, names, key.endsWith('Set'))] as const],
    ),
  );
}

function formOf(value: JsonValue, names: Readonly<Record<string, string>>, isSet: boolean): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((element) => formOf(element, names, false));
  if (!isObject(value)) return value;
  const items = itemsOf(value);
  if (items !== undefined) return items.map((element) => formOf(element, names, false));
  return isSet && Object.keys(value).length === 0 ? [] : sdkForm(value, names);
}

/** Of `{ items: […] }` its elements. */
export function itemsOf(value: JsonValue | undefined): readonly JsonValue[] | undefined {
  if (!isObject(value) || Object.keys(value).length !== 1) return undefined;
  const { items } = value;
  return Array.isArray(items) ? (items as readonly JsonValue[]) : undefined;
}

function nameOf(key: string, names: Readonly<Record<string, string>>): string {
  const known = Object.hasOwn(names, key) ? names[key] : Object.hasOwn(RENAMED, key) ? RENAMED[key] : undefined;
  if (known !== undefined) return known;
  const lower = key.replace(/^[A-Z]/, (letter) => letter.toLowerCase()).replace(/^[a-z][A-Z]+/, (run) => run.toLowerCase());
  if (!lower.endsWith('Set') || lower.length === 3) return lower;
  const one = lower.slice(0, -3);
  return one.endsWith('s') ? one : `${one}s`;
}
