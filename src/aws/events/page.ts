import type { LookupEventsResponse } from '@aws-sdk/client-cloudtrail';
import { isObject, textAt } from '../../domain/json';

/** What one answer of LookupEvents holds. */
export interface Page {
  /** The records, byte for byte as they came. */
  readonly records: readonly string[];
  /** Ids of events whose record is none. */
  readonly broken: readonly string[];
  /** Time of its newest event, epoch milliseconds; absent: it has none. */
  readonly newest?: number;
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
  let newest: number | undefined;
  for (const { EventId = '?', EventTime, CloudTrailEvent } of Events) {
    const time = timeOf(CloudTrailEvent);
    if (time === undefined || CloudTrailEvent === undefined) broken.push(EventId);
    else records.push(CloudTrailEvent);
    const at = EventTime?.getTime() ?? time;
    if (at !== undefined && !Number.isNaN(at) && at > (newest ?? -Infinity)) newest = at;
  }
  return {
    records,
    broken,
    ...(newest !== undefined && { newest }),
    ...(NextToken !== undefined && NextToken !== '' && { next: NextToken }),
  };
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
