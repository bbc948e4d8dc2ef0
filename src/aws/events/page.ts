import type { LookupEventsResponse } from '@aws-sdk/client-cloudtrail';
import { isObject, textAt } from '../../domain/json';

/** What one answer of LookupEvents holds. */
export interface Page {
  /** The records, byte for byte as they came. */
  readonly records: readonly string[];
  /** Ids of events whose record is none. */
  readonly broken: readonly string[];
  /** Time of an event on it than which none that comes later in the list is newer, epoch milliseconds; absent: it has none. */
  readonly down?: number;
  /** Absent: there is nothing older in the range. */
  readonly next?: string;
}

/** An answer that doesn't say what it has to: nothing can be concluded from it. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** @throws NoAnswer */
export function readPage({ Events, NextToken }: LookupEventsResponse): Page {
  if (Events === undefined) throw new NoAnswer('The answer has no list of events.');
  const records: string[] = [];
  const broken: string[] = [];
  const times: number[] = [];
  for (const { EventId = '?', EventTime, CloudTrailEvent } of Events) {
    const time = timeOf(CloudTrailEvent);
    if (time === undefined || CloudTrailEvent === undefined) broken.push(EventId);
    else records.push(CloudTrailEvent);
    const at = EventTime?.getTime() ?? time;
    if (at !== undefined && !Number.isNaN(at)) times.push(at);
  }
  // Newest first is what the service promises. A page that doesn't keep to it may go on anywhere below its newest event.
  const inOrder = times.every((time, n) => n === 0 || time <= (times[n - 1] ?? Infinity));
  const down = inOrder ? times.at(-1) : Math.max(...times);
  return { records, broken, ...(down !== undefined && { down }), ...(NextToken !== undefined && NextToken !== '' && { next: NextToken }) };
}

/** Time of a record that the store will take; `undefined`: it is none. */
function timeOf(text: string | undefined): number | undefined {
  let record: unknown;
  try {
    record = JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
  if (!isObject(record) || (textAt(record, 'eventID') ?? '') === '') return undefined;
  const time = Date.parse(textAt(record, 'eventTime') ?? '');
  return Number.isNaN(time) ? undefined : time;
}
