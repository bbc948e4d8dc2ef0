import { isObject, type JsonValue } from '../domain/json';
import { resourceType, shortName } from '../domain/resource';
import type { Change } from '../store/changes';
import { ask, describe, end, make, type Effect, type Place, type ResourceKind } from './effects';
import { BIRTH_NOUNS, END_NOUNS, isAbout, verbless } from './life';
import { keyInSdk } from './sdk-form';

type GenericCall = Pick<Change, 'operation' | 'request' | 'response'> & { readonly crud: string };

/**
 * A kind for one resource of which no table tells what its calls do: read off the calls themselves. What answers with it makes it, what
 * is called a deletion of such a thing ends it, and what other calls about it ask for is taken as what became so.
 */
export function genericKind(token: string, calls: readonly GenericCall[]): ResourceKind {
  const type = resourceType(token);
  const names = new Set([token, shortName(token)]);
  const rows: Record<string, readonly Effect[]> = {};
  const of = new Set<Place>();
  let [id, noun] = ['arn', type.slice(type.lastIndexOf(':') + 1).toLowerCase()];
  for (const { operation, crud, request, response } of calls) {
    const asked = placesOf(request, (text) => names.has(text), 'request');
    const [answered] = placesOf(response, (text) => text === token, '');
    if (Object.hasOwn(rows, operation)) continue;
    if (crud === 'create') {
      if (answered === undefined || !isAbout({ operation }, token, BIRTH_NOUNS)) continue;
      if (placesOf(request, (text) => text === token, '').length > 0) continue;
      id = keyInSdk(lastOf(answered));
      noun = verbless(operation);
      rows[operation] = [make(withoutLast(answered))];
      continue;
    }
    for (const place of asked) of.add(place);
    if (crud === 'delete') {
      if (noun === '' ? isAbout({ operation }, token, END_NOUNS) : verbless(operation) === noun) rows[operation] = [end()];
    } else if (asked.length > 0 && (noun === '' ? MODIFYING.test(operation) : verbless(operation).startsWith(noun)))
      rows[operation] = [ask(), ...(answered === undefined ? [] : [describe(withoutLast(answered))])];
  }
  return { type, source: sourceIn(token), id, name: 'name', of: [...of], calls: rows };
}

/** How the names of calls begin that change what they name and don't use it. */
const MODIFYING = /^(?:Modify|Update|Put|Set|Attach|Detach|Associate|Disassociate|Enable|Disable|Change)/;

/** The service whose calls are about it. */
export function sourceIn(token: string): string {
  const arn = /^arn:[^:]+:([^:]+):/.exec(token)?.[1];
  return arn ?? (/^A[A-Z]{3}[A-Z0-9]/.test(token) ? 'iam' : 'ec2');
}

/** The places of some texts below a value, outermost first. */
function placesOf(value: JsonValue | undefined, isWanted: (text: string) => boolean, root: Place): readonly Place[] {
  const found: Place[] = [];
  const queue: { readonly value: JsonValue | undefined; readonly place: Place }[] = [{ value, place: root }];
  for (const { value: here, place } of queue) {
    // the list grows while it is walked: breadth first
    const join = (step: string): Place => (place === '' ? step : `${place}.${step}`);
    if (typeof here === 'string' && isWanted(here)) found.push(place);
    else if (Array.isArray(here)) for (const item of here as readonly JsonValue[]) queue.push({ value: item, place: join('*') });
    else if (isObject(here))
      for (const [key, item] of Object.entries(here)) if (!key.includes('.')) queue.push({ value: item, place: join(key) });
  }
  return [...new Set(found)];
}

function lastOf(place: Place): string {
  return place.slice(place.lastIndexOf('.') + 1);
}

function withoutLast(place: Place): Place {
  return place.includes('.') ? place.slice(0, place.lastIndexOf('.')) : '';
}
