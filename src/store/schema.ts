/**
 * The tables of one segment, and of the views that unite all segments under the same names.
 * Names of columns are ours and constant; every value reaches SQL as a bound parameter.
 */
export const EVENTS_TABLE = `(
  event_id VARCHAR NOT NULL,
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
  record VARCHAR NOT NULL          -- the raw record, as the log held it
)`;

/** From a resource id, ARN or name to the events that carry it: what look-ups by resource read instead of every record. */
export const REFERENCES_TABLE = `(
  token VARCHAR NOT NULL,
  event_id VARCHAR NOT NULL,
  account VARCHAR NOT NULL,
  region VARCHAR NOT NULL,
  time BIGINT NOT NULL,
  side VARCHAR NOT NULL            -- request, response or resources: where in the record it stands
)`;

/** The views all questions read: `events` and `refs`. */
export const EVENTS = 'events';
export const REFERENCES = 'refs';
