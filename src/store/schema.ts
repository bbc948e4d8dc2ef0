/**
 * The tables of one segment, and the views that unite all segments under the names that questions read.
 * Names of columns are ours and constant; every value reaches SQL as a bound parameter.
 */
const ZSTD = 'VARCHAR USING COMPRESSION zstd';

/** One event a row, sorted by operation and time; what a row is called in `refs` is its place. */
export const EVENTS_TABLE = `(
  id UUID NOT NULL,                -- eventID, or a digest of one that is no UUID
  odd_id VARCHAR,                  -- an eventID that is no UUID
  account VARCHAR NOT NULL,
  time BIGINT NOT NULL,            -- epoch milliseconds
  region VARCHAR NOT NULL,
  service VARCHAR NOT NULL,        -- eventSource
  operation VARCHAR NOT NULL,      -- eventName
  user_name VARCHAR,
  subject VARCHAR,
  role VARCHAR,
  ip VARCHAR,
  crud VARCHAR NOT NULL,
  error_code VARCHAR,
  service_driven BOOLEAN NOT NULL,
  access_key VARCHAR,
  identity ${ZSTD},                -- userIdentity, requestParameters and responseElements as the log held them
  request ${ZSTD},
  response ${ZSTD},
  rest ${ZSTD} NOT NULL            -- the record, with a control character in place of each of the three and of the id
)`;

/** From a resource id, ARN or name to the events that carry it: what look-ups by resource read instead of every record. */
export const REFERENCES_TABLE = `(
  token VARCHAR NOT NULL,
  event UINTEGER NOT NULL,         -- rowid in events
  time BIGINT NOT NULL,
  account VARCHAR NOT NULL,
  region VARCHAR NOT NULL,
  side VARCHAR NOT NULL            -- request, response or resources: where in the record it stands
)`;

/** Which JSON paths the records of an operation have; \`*\`: any. */
export const SHAPES_TABLE = `(
  operation VARCHAR NOT NULL,
  path VARCHAR NOT NULL
)`;

/** The views that all questions read: of all events, of all references, of all shapes. */
export const EVENTS = 'events';
export const REFERENCES = 'refs';
export const SHAPES = 'shapes';

/** The tables of a segment with their columns. */
export const TABLES = { [EVENTS]: EVENTS_TABLE, [REFERENCES]: REFERENCES_TABLE, [SHAPES]: SHAPES_TABLE } as const;
export type Table = keyof typeof TABLES;

/**
 * Columns of the view of events beside those of the table, worked out only where a question asks for them: the id as the log held it,
 * the whole record byte for byte, and the rest of it as valid JSON (zeros stand for the parts that were cut out).
 */
const ID_TEXT = 'CAST(id AS VARCHAR)';
const WORKED_OUT = `coalesce(odd_id, ${ID_TEXT}) AS event_id,
  replace(replace(replace(replace(rest, chr(4), ${ID_TEXT}), chr(1), coalesce(identity, '')), chr(2), coalesce(request, '')),
    chr(3), coalesce(response, '')) AS record,
  replace(translate(rest, chr(1) || chr(2) || chr(3), '000'), chr(4), ${ID_TEXT}) AS rest_json`;

/** What a view shows of one table. `events.row` and `refs.event` are the same number, within one segment. */
export function viewOf(table: Table, source: string, segment: number): string {
  const more = {
    [EVENTS]: `rowid AS "row", ${segment} AS segment, ${WORKED_OUT}`,
    [REFERENCES]: `${segment} AS segment`,
    [SHAPES]: `${segment} AS segment`,
  };
  return `SELECT *, ${more[table]} FROM ${source}`;
}
