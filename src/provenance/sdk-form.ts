import { isObject, type JsonObject, type JsonValue } from '../domain/json';
import { sdkKey } from '../domain/sdk-key';

/** What calls name otherwise than the answers that describe the same thing. */
const RENAMED: Readonly<Record<string, string>> = {
  instanceState: 'state',
  blockDeviceMapping: 'blockDeviceMappings',
  entrySet: 'entries',
  kMSKeyId: 'kmsKeyId',
};
/** What stands below is the user's own: keys of policies, of variables, of labels. */
const VERBATIM: readonly string[] = [
  'policy',
  'bucketPolicy',
  'policyDocument',
  'document',
  'variables',
  'dockerLabels',
  'labels',
  'options',
];
/** Of the way the call was written down. */
const OF_THE_NOTATION: readonly string[] = ['xmlns', 'tag'];

/**
 * What a call answered, in the form in which the SDK describes the same thing, with camelCase keys. The logs of EC2 have
 * `groupSet: { items: […] }` where the SDK has `groups: […]`, and write `dBInstanceArn` where queries write `dbinstanceArn`.
 * @param names of some keys, where this kind of thing has others
 */
export function sdkForm(value: JsonObject, names: Readonly<Record<string, string>> = {}): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === undefined || (OF_THE_NOTATION.includes(key) && !isObject(member) && !Array.isArray(member))
        ? []
        : [[keyInSdk(key, names), VERBATIM.includes(key) ? member : sdkValue(member, names, key.endsWith('Set'))] as const],
    ),
  );
}

/** The same of one value; an empty `…Set` is a list. */
export function sdkValue(value: JsonValue, names: Readonly<Record<string, string>> = {}, isSet = false): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((element) => sdkValue(element, names));
  if (!isObject(value)) return value;
  const items = itemsOf(value);
  if (items !== undefined) return items.map((element) => sdkValue(element, names));
  return isSet && Object.keys(value).length === 0 ? [] : sdkForm(value, names);
}

/** Of `{ items: […] }` its elements; newer calls of EC2 have `{ item: […] }`, and a single one without its list. */
export function itemsOf(value: JsonValue | undefined): readonly JsonValue[] | undefined {
  if (!isObject(value) || Object.keys(value).length !== 1) return undefined;
  const { items, item } = value;
  if (Array.isArray(items)) return items as readonly JsonValue[];
  if (Array.isArray(item)) return item as readonly JsonValue[];
  return item === undefined ? undefined : [item];
}

/** The name of a key in the SDK. */
export function keyInSdk(key: string, names: Readonly<Record<string, string>> = {}): string {
  const known = Object.hasOwn(names, key) ? names[key] : Object.hasOwn(RENAMED, key) ? RENAMED[key] : undefined;
  if (known !== undefined) return known;
  const lower = sdkKey(key);
  if (!lower.endsWith('Set') || lower.length === 3) return lower;
  const one = lower.slice(0, -3);
  return one.endsWith('s') ? one : `${one}s`;
}
