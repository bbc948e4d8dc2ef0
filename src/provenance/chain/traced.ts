import { describeEvent, type AuditEvent } from '../../domain/event';
import { isObject, type JsonObject, type JsonValue } from '../../domain/json';
import type { Touch } from '../../store/touches';

/** A record as a chain sees it: read once, whatever asks about it. */
export interface Traced {
  /** As it was looked up. */
  readonly touch: Touch;
  readonly event: AuditEvent;
  readonly record: JsonObject;
  readonly identity: JsonObject;
  readonly request: JsonValue | undefined;
  readonly response: JsonValue | undefined;
}

export function tracedOf(touch: Touch): Traced {
  const value: unknown = JSON.parse(touch.record);
  const record = isObject(value) ? value : {};
  const identity = record['userIdentity'];
  return {
    touch,
    event: describeEvent(record),
    record,
    identity: isObject(identity) ? identity : {},
    request: record['requestParameters'],
    response: record['responseElements'],
  };
}

/** A text that a record holds, with the key it stands at; of what an array holds the array's key. */
export interface Leaf {
  readonly key: string;
  readonly text: string;
}

/** Deeper or wider than this no record says what it is about. */
const MOST_VALUES = 4_000;

/** The texts below a value, outermost first. */
export function leavesOf(value: JsonValue | undefined): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const queue: { readonly key: string; readonly value: JsonValue | undefined }[] = [{ key: '', value }];
  for (let n = 0; n < queue.length && n < MOST_VALUES; n++) {
    const next = queue[n];
    if (next === undefined) break;
    if (typeof next.value === 'string') leaves.push({ key: next.key, text: next.value });
    else if (Array.isArray(next.value)) for (const item of next.value as readonly JsonValue[]) queue.push({ key: next.key, value: item });
    else if (isObject(next.value)) for (const [key, item] of Object.entries(next.value)) queue.push({ key, value: item });
  }
  return leaves;
}
