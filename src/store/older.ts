import type { View } from './schema';

/** What the columns of a record's parts hold, out of a whole record. A part that is `null` has no text. */
const PART = (member: string): string => `nullif(CAST(TRY(json_extract(record, '$.${member}')) AS VARCHAR), 'null')`;
/** As a batch makes one of an id that is none. */
const UUID_OF = (id: string): string => `coalesce(TRY_CAST(${id} AS UUID), CAST(left(sha256(${id}), 32) AS UUID))`;

const events = (source: string, more: string): string => `SELECT ${UUID_OF('event_id')} AS id,
  CASE WHEN CAST(TRY_CAST(event_id AS UUID) AS VARCHAR) = event_id THEN NULL ELSE event_id END AS odd_id,
  account, time, region, service, operation, user_name, subject, role, ip, crud, error_code, service_driven, access_key,
  ${PART('userIdentity')} AS identity, ${PART('requestParameters')} AS request, ${PART('responseElements')} AS response,
  ' ' || record AS rest, event_id, rowid AS "row", ${more} FROM ${source}.events`;

/**
 * Segments of the first format held each record whole, and references by the ids of their events. They are shown as if they were of
 * today's; merging writes them anew.
 */
export const FIRST_FORMAT: Readonly<Record<View, (source: string, segment: number) => string>> = {
  events: (source, segment) => events(source, `${segment} AS segment`),
  records: (source, segment) => events(source, `record, ${segment} AS segment`),
  refs: (source, segment) => `SELECT r.token, CAST(e.rowid AS UINTEGER) AS event, r.time, r.account, r.region, e.crud,
    e.error_code IS NOT NULL AS failed, r.side, ${segment} AS segment
    FROM ${source}.refs r JOIN ${source}.events e ON e.event_id = r.event_id AND e.account = r.account`,
  // Nothing was noted of paths: any operation may have any, and an errorCode may be anything.
  shapes: (source, segment) =>
    `SELECT operation, unnest(['*', '$.errorCode!']) AS path, ${segment} AS segment FROM (SELECT DISTINCT operation FROM ${source}.events)`,
  counts: (source, segment) => `SELECT field, value, CAST(count(*) AS UINTEGER) AS events, ${segment} AS segment
    FROM (SELECT unnest(['operation', 'service', 'region', 'account']) AS field, unnest([operation, service, region, account]) AS value FROM ${source}.events)
    GROUP BY field, value`,
};
