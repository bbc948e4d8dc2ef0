/**
 * What stands in the rest of a record for each part that was cut out: a digit and white space, so that the rest is JSON. No record
 * that was cut has white space between its parts, and no JSON has such white space within a string.
 */
export const MARKS = [
  { column: 'identity', digit: 0x30, space: 0x09 },
  { column: 'request', digit: 0x30, space: 0x0d },
  { column: 'response', digit: 0x30, space: 0x0a },
  { column: 'id', digit: 0x31, space: 0x09 },
] as const;
/** Before a record of which nothing was cut out, for it has white space of its own. */
export const UNCUT = 0x20;

/**
 * Rows that are compressed together, and left unread together where their smallest and largest values say so. Few: little memory is
 * held until they are written, and a question about a handful of operations reads a third of what it would of DuckDB's usual 122,880.
 */
export const ROW_GROUP = 16_384;

const ZSTD = 'VARCHAR USING COMPRESSION zstd';

/**
 * The tables of one segment; names of columns are ours and constant. This one has one event a row, sorted by operation and time; what
 * a row is called in `refs` is its place.
 */
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
  identity VARCHAR,                -- userIdentity, requestParameters and responseElements as the log held them
  request ${ZSTD},
  response ${ZSTD},
  rest ${ZSTD} NOT NULL            -- the record, with marks in place of the three and of the id
)`;

/** From a resource id, ARN or name to the events that carry it: what look-ups by resource read instead of every record. */
export const REFERENCES_TABLE = `(
  token VARCHAR NOT NULL,
  event UINTEGER NOT NULL,         -- rowid in events
  time BIGINT NOT NULL,
  account VARCHAR NOT NULL,
  region VARCHAR NOT NULL,
  crud VARCHAR NOT NULL,
  failed BOOLEAN NOT NULL,         -- the call ended with an error
  side VARCHAR NOT NULL            -- request, response or resources: where in the record it stands
)`;

/** Which JSON paths the records of an operation have; `*`: any. */
export const SHAPES_TABLE = `(
  operation VARCHAR NOT NULL,
  path VARCHAR NOT NULL
)`;

/** How many events have a value in a column; columns with few different values only. */
export const COUNTS_TABLE = `(
  field VARCHAR NOT NULL,          -- name of the column in events
  value VARCHAR NOT NULL,
  events UINTEGER NOT NULL
)`;

/** The views that all questions read: of all events, of all references, of all shapes and counts. */
export const EVENTS = 'events';
/** The same with the whole record, which costs a question about many segments milliseconds even where it doesn't read it. */
export const RECORDS = 'records';
export const REFERENCES = 'refs';
export const SHAPES = 'shapes';
export const COUNTS = 'counts';

/** The tables of a segment with their columns. */
export const TABLES = { [EVENTS]: EVENTS_TABLE, [REFERENCES]: REFERENCES_TABLE, [SHAPES]: SHAPES_TABLE, [COUNTS]: COUNTS_TABLE } as const;
export type Table = keyof typeof TABLES;
export const VIEWS = [EVENTS, RECORDS, REFERENCES, SHAPES, COUNTS] as const;
export type View = (typeof VIEWS)[number];

const ID_TEXT = 'CAST(id AS VARCHAR)';
const PART_TEXTS = { identity: 'identity', request: 'request', response: 'response', id: `'"' || ${ID_TEXT} || '"'` } as const;
const WHOLE = MARKS.reduce(
  (text, { column, digit, space }) =>
    `replace(${text}, '${String.fromCharCode(digit)}' || chr(${space}), coalesce(${PART_TEXTS[column]}, ''))`,
  'rest',
);

const EVENT_ID = `coalesce(odd_id, ${ID_TEXT}) AS event_id`;
/** The whole record, byte for byte. */
const RECORD = `CASE WHEN starts_with(rest, chr(${UNCUT})) THEN substr(rest, 2) ELSE ${WHOLE} END AS record`;

/** What a view shows of the events of one segment: beside the table's columns the id as the log held it, and the place of the row. */
const MORE: Readonly<Record<View, string>> = {
  [EVENTS]: `${EVENT_ID}, rowid AS "row", `,
  [RECORDS]: `${EVENT_ID}, rowid AS "row", ${RECORD}, `,
  [REFERENCES]: '',
  [SHAPES]: '',
  [COUNTS]: '',
};

/** The query behind a view of one segment. `events.row` and `refs.event` are the same number, within it. */
export function viewOf(view: View, tableOf: (table: Table) => string, segment: number): string {
  return `SELECT *, ${MORE[view]}${segment} AS segment FROM ${tableOf(view === RECORDS ? EVENTS : view)}`;
}
