import { event, type DiagnosticTable } from './row';

/** What stands after the condition: columns, limits, counts and charts. */
export const TAIL_DIAGNOSTICS = {
  'width-expected': {
    severity: 'error',
    message: 'The width of a bar is missing, such as 5m, 1h, 3h or 1d.',
    doc: 'A time chart counts events in bars of equal width: a number, and `m` for minutes, `h` for hours or `d` for days.',
    bad: event("user = 'root' | timechart"),
    good: event("user = 'root' | timechart 3h"),
  },
  'width-invalid': {
    severity: 'error',
    message: '"{0}" is no width of a bar; write minutes, hours or days, such as 5m, 1h, 3h or 1d.',
    doc: 'A width is a whole number from 1 up, and right after it `m`, `h` or `d`.',
    bad: event("user = 'root' | timechart 3x"),
    good: event("user = 'root' | timechart 3h"),
  },
  'column-expected': {
    severity: 'error',
    message: 'A column is missing here: an attribute such as user, or a path such as $.errorCode.',
    doc: 'A column shows one value of each event, or counts by it.',
    bad: event("user = 'root' | count by"),
    good: event("user = 'root' | count by operation"),
  },
  'column-impossible': {
    severity: 'error',
    message: '"{0}" can\'t be a column: it has no single value in an event.',
    doc: 'An attribute that is a condition of its own, such as `json.rule`, has no value to show. Name the path instead.',
    bad: event("user = 'root' addcolumn json.rule"),
    good: event("user = 'root' addcolumn $.errorCode"),
  },
  'column-unused': {
    severity: 'warning',
    message: 'A query that counts shows no columns of single events.',
    doc: 'With `| count by` or `| timechart` the answer has a row for each group. Name what is counted by after `by`, or leave the count away to see the events with these columns.',
    bad: event("user = 'root' addcolumn ip | count by operation"),
    good: event("user = 'root'  | count by operation"),
  },
  'one-column': {
    severity: 'error',
    message: 'A time chart is split by one column.',
    doc: 'Each value of the column has a colour of its own in the chart. To count by several columns use `| count by`.',
    bad: event("user = 'root' | timechart 3h by operation, ip"),
    good: event("user = 'root' | timechart 3h by operation"),
  },
  'tail-twice': {
    severity: 'error',
    message: 'This can stand only once in a query.',
    doc: 'A query has one limit, and one count or chart. The repair removes the second one.',
    bad: event("user = 'root' | count by operation | count by ip"),
    good: event("user = 'root' | count by operation "),
  },
} as const satisfies DiagnosticTable;
