import { at, isObject, textAt, type JsonObject, type JsonValue } from '../../../src/domain/json';
import { bucketArn, isReference, type Reference } from '../../../src/domain/resource';

/** The longest text that is looked at: ids and ARNs are shorter, policy documents are not. */
const LONGEST = 2048;
/** A record that names more is a listing, not a touch. */
const MOST = 256;

/** By reading the parsed record, and so by another way than the store's: the resources it names. Ids and ARNs anywhere in its request, response and resource list, and the bucket of an S3 call. */
export function references(record: JsonObject): readonly Reference[] {
  const found = new Map<string, Reference>();
  const add = (token: string, side: Reference['side']): void => {
    const key = `${side} ${token}`;
    if (found.size < MOST && !found.has(key)) found.set(key, { token, side });
  };
  collect(record['requestParameters'], (token) => add(token, 'request'));
  collect(record['responseElements'], (token) => add(token, 'response'));
  collect(record['serviceEventDetails'], (token) => add(token, 'resources'));
  collect(record['additionalEventData'], (token) => add(token, 'resources'));
  const resources = record['resources'];
  if (Array.isArray(resources))
    for (const item of resources as readonly JsonValue[]) collect(at(item, 'ARN'), (token) => add(token, 'resources'));
  const bucket = textAt(record, 'requestParameters', 'bucketName');
  const arn = bucket !== undefined && textAt(record, 'eventSource') === 's3.amazonaws.com' ? bucketArn(bucket) : undefined;
  if (arn !== undefined) add(arn, 'request');
  return [...found.values()];
}

function collect(value: JsonValue | undefined, add: (token: string) => void): void {
  const open: (JsonValue | undefined)[] = [value]; // a list and no recursion: a hostile record may nest a hundred thousand deep
  for (let next = open.pop(); next !== undefined || open.length > 0; next = open.pop()) {
    if (typeof next === 'string') {
      if (next.length >= 8 && next.length <= LONGEST && isReference(next)) add(next);
    } else if (Array.isArray(next)) {
      for (const item of next as readonly JsonValue[]) open.push(item);
    } else if (isObject(next)) {
      for (const item of Object.values(next)) open.push(item);
    }
  }
}
