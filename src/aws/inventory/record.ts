import { isObject, type JsonObject, type JsonValue } from '../../domain/json';
import { policyDocumentIn } from '../../domain/policy-document';
import { sdkKey } from '../../domain/sdk-key';

/** What stands below is the user's own: keys of labels, of a driver's options. */
const VERBATIM: readonly string[] = ['options', 'labels', 'dockerLabels'];
/** Texts of JSON, percent-encoded in the answers of IAM. */
const POLICIES: readonly string[] = ['policyDocument', 'assumeRolePolicyDocument', 'document', 'policy'];
/** As CloudTrail writes it in place of what might be a secret. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** What a call answered, as a record: camelCase keys, times in ISO 8601, policies as objects, and no value of an environment. */
export function recordOf(answer: object): JsonObject {
  return objectOf(
    Object.entries(answer).filter(([key]) => key !== '$metadata'),
    true,
  );
}

function objectOf(entries: readonly (readonly [string, unknown])[], named: boolean): JsonObject {
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      const name = named ? sdkKey(key) : key;
      const json = valueOf(value, name);
      return json === undefined ? [] : [[name, json] as const];
    }),
  );
}

function valueOf(value: unknown, name: string): JsonValue | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'string') return POLICIES.includes(name) ? policyDocumentIn(value) : value;
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return listOf(value as readonly unknown[], name);
  if (!isObject(value)) return undefined;
  if (name === 'variables') return Object.fromEntries(Object.keys(value).map((key) => [key, HIDDEN]));
  return objectOf(Object.entries(value), !VERBATIM.includes(name));
}

function listOf(items: readonly unknown[], name: string): readonly JsonValue[] {
  const values = items.flatMap((item) => valueOf(item, '') ?? []);
  if (name === 'environment') return values.map((item) => (isObject(item) && 'value' in item ? { ...item, value: HIDDEN } : item));
  // In no order, so that each answer may have another one.
  return name === 'tags' || name === 'tagSet' || name === 'tagList'
    ? values.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    : values;
}

function keyOf(tag: JsonValue): string {
  return isObject(tag) && typeof tag['key'] === 'string' ? tag['key'] : '';
}

/** The tags of a record, in whichever of the ways answers have them. */
export function tagsIn(record: JsonObject): Readonly<Record<string, string>> {
  const list = [record['tags'], record['tagSet'], record['tagList']].find(Array.isArray) as readonly JsonValue[] | undefined;
  return Object.fromEntries(
    (list ?? []).flatMap((tag) =>
      isObject(tag) && typeof tag['key'] === 'string' ? [[tag['key'], typeof tag['value'] === 'string' ? tag['value'] : '']] : [],
    ),
  );
}
