import { textAt, type JsonValue } from '../../domain/json';
import type { RecordFact, ShownRecord } from '../../protocol/chain';
import { indentJson } from '../documents/indent-json';

/** A person reads no more of a record than this beside a card; some have a quarter of a million characters. */
const LONGEST = 60_000;

/** A raw record as its card shows it. */
export function shownRecord(raw: string): ShownRecord {
  const text = indentJson(raw);
  const record = JSON.parse(raw) as JsonValue;
  const values: Readonly<Record<RecordFact, string | undefined>> = {
    caller: textAt(record, 'userIdentity', 'arn') ?? textAt(record, 'userIdentity', 'principalId'),
    userAgent: textAt(record, 'userAgent'),
    sourceIPAddress: textAt(record, 'sourceIPAddress'),
    errorCode: textAt(record, 'errorCode'),
  };
  const facts = Object.entries(values).flatMap(([of, value]) => (value === undefined ? [] : [{ of: of as RecordFact, value }]));
  return { text: text.slice(0, LONGEST), cut: text.length > LONGEST, facts };
}
