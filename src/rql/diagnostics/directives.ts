import { event, type DiagnosticTable } from './row';

/** Comments above a query that say something about it. */
export const DIRECTIVE_DIAGNOSTICS = {
  'directive-time': {
    severity: 'error',
    message: 'A time range is "past 24 hours", "since 2023-07-10", "2023-07-10 .. 2023-07-11" or "all"; "{0}" is none.',
    doc: 'The directive gives the query a time range of its own. After `past` come a number and minutes, hours, days, weeks or months; other times are ISO 8601 and UTC.',
    bad: `// time: yesterday\n${event("user = 'root'")}`,
    good: `// time: past 24 hours\n${event("user = 'root'")}`,
  },
  'directive-limit': {
    severity: 'error',
    message: 'A limit is a whole number from 1 up; "{0}" is none.',
    doc: 'A limit says how many rows the answer has at most: the newest events, or the largest counts.',
    bad: `// limit: none\n${event("user = 'root'")}`,
    good: `// limit: 500\n${event("user = 'root'")}`,
  },
  'directive-empty': {
    severity: 'error',
    message: 'The directive "{0}" says nothing.',
    doc: 'After the colon of a directive stands what it says. A comment that should be none may say anything else before its first colon.',
    bad: `// name:\n${event("user = 'root'")}`,
    good: `// name: What the root user did\n${event("user = 'root'")}`,
  },
  'directive-twice': {
    severity: 'warning',
    message: 'Said twice above one query; the last "{0}" counts.',
    doc: 'Each directive counts once for the query below it. Remove the line that is not meant.',
    bad: `// limit: 100\n// limit: 500\n${event("user = 'root'")}`,
    good: `// limit: 500\n${event("user = 'root'")}`,
  },
} as const satisfies DiagnosticTable;
