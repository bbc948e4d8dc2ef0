import { isObject, type JsonObject, type JsonValue } from '../domain/json';
import type { Place, Values } from './effects';
import { sdkForm } from './sdk-form';

/** The values at a place of a call. */
export function valuesAt(call: JsonObject, place: Place): readonly JsonValue[] {
  let found: readonly JsonValue[] = [call];
  for (const step of place.split('.')) {
    found = found.flatMap((value) => {
      if (step === '*') return Array.isArray(value) ? (value as readonly JsonValue[]) : isObject(value) ? [value] : [];
      const member = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
      return member === undefined || member === null ? [] : [member];
    });
  }
  return found;
}

/** The texts at some places, of the first of them that has any. */
export function textsAt(call: JsonObject, places: readonly Place[]): readonly string[] {
  for (const place of places) {
    const texts = valuesAt(call, place).filter((value) => typeof value === 'string' && value !== '') as readonly string[];
    if (texts.length > 0) return texts;
  }
  return [];
}

/** What a call has at the places of some keys, in the form of the SDK; keys of which it has nothing are left out. */
export function valuesOf(call: JsonObject, values: Values): JsonObject {
  const found: Record<string, JsonValue | undefined> = {};
  for (const [key, from] of Object.entries(values)) {
    if (typeof from !== 'string') found[key] = 'is' in from ? from.is : valuesOf(call, from.each);
    else Object.assign(found, sdkForm({ [key]: valuesAt(call, from)[0] }, { [key]: key }));
  }
  return found;
}

/** Elements for a list: one of some keys, or all at a place. */
export function itemsAt(call: JsonObject, item: Values | Place): readonly JsonObject[] {
  if (typeof item !== 'string') {
    const places = Object.entries(item).filter(([, from]) => typeof from === 'string' && from.endsWith('.*')) as readonly (readonly [
      string,
      Place,
    ])[];
    const [many] = places;
    return many === undefined ? [valuesOf(call, item)] : valuesAt(call, many[1]).map((value) => ({ [many[0]]: value }));
  }
  return valuesAt(call, item)
    .filter(isObject)
    .map((value) => sdkForm(value));
}
