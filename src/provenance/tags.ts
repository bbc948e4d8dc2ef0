import { isObject, textAt, type JsonObject, type JsonValue } from '../domain/json';
import { itemsOf } from './sdk-form';

export type Pair = readonly [key: string, value: string];

/** The tags that stand in a value, in whichever way its service writes them: pairs in a list or wrapped, or an object of them. */
export function pairsIn(value: JsonValue | undefined): readonly Pair[] {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap(pairOf);
  if (!isObject(value)) return [];
  const list = itemsOf(value) ?? value['TagSet'] ?? value['Tag'];
  if (list !== undefined) return pairsIn(list);
  if ('Key' in value) return pairOf(value); // a single one, without its list
  return Object.entries(value).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text] as const] : []));
}

function pairOf(item: JsonValue): readonly Pair[] {
  const key = textAt(item, 'key') ?? textAt(item, 'Key') ?? textAt(item, 'tagKey');
  if (key === undefined || !isObject(item)) return [];
  const value = item['value'] ?? item['Value'] ?? item['tagValue'] ?? '';
  return [[key, typeof value === 'string' ? value : JSON.stringify(value)]];
}

/** The keys of tags to be taken away: themselves, or of pairs. */
export function keysIn(value: JsonValue | undefined): readonly string[] {
  const list: readonly JsonValue[] = Array.isArray(value) ? (value as readonly JsonValue[]) : (itemsOf(value) ?? []);
  return list.flatMap((item) => (typeof item === 'string' ? [item] : pairOf(item).map(([key]) => key)));
}

/** Where calls that make something have its tags: in the answer, or in the request. */
const KEYS: readonly string[] = ['tags', 'tagSet', 'tagList', 'tagsList'];

/** The tags that something was made with. */
export function tagsMadeWith(answer: JsonObject, request: JsonObject): readonly Pair[] {
  const specified = (itemsOf(request['tagSpecificationSet']) ?? []).flatMap((item) => (isObject(item) ? [item['tags']] : []));
  return [...KEYS.map((key) => answer[key]), ...KEYS.map((key) => request[key]), ...specified].flatMap(pairsIn);
}

/** Without the members that say tags, beside the one that is kept. */
export function withoutTags(value: JsonObject, kept?: string): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([key]) => key === kept || !(KEYS.includes(key) || key === 'tagSpecificationSet' || key === 'tagSpecifications'),
    ),
  );
}
