import { event, type DiagnosticTable } from './row';

/** How a query begins, and what a file of queries is made of. */
export const HEAD_DIAGNOSTICS = {
  'query-expected': {
    severity: 'error',
    message: 'A query starts with "event from cloud.audit_logs where".',
    doc: 'A file holds queries and comments. Text before the first query belongs to none: write the head of a query before it, or `//` to make it a comment.',
    bad: "user = 'root'",
    good: event("user = 'root'"),
  },
  'several-queries': {
    severity: 'error',
    message: 'Only one query can stand here.',
    doc: 'A file may hold any number of queries; a search and a policy take exactly one.',
    bad: `${event("user = 'root'")}\n${event("role = 'admin'")}`,
    good: event("user = 'root' OR role = 'admin'"),
  },
  'not-supported': {
    severity: 'error',
    message: 'Not supported yet: {0}.',
    doc: 'The language has this and Nephoscope does not understand it yet. The query can be kept; it is not run.',
    bad: 'network from vpc.flow_record where bytes > 0',
    good: event("cloud.service = 'ec2.amazonaws.com'"),
  },
  'not-given': {
    severity: 'error',
    message: "This query asks about the present time, about alerts or about known accounts; here it can't.",
    doc: 'What the answer is depends on when and where it is asked. A search can ask that; a policy says what counts in every event, whenever it is looked at.',
    bad: event("alert.id = '0123456789abcdef'"),
    good: event("operation = 'DeleteTrail'"),
  },
  'from-missing': {
    severity: 'warning',
    message: 'The word "from" is missing.',
    doc: 'The query is understood without it. Other products that read this language ask for `from`.',
    bad: "event cloud.audit_logs where user = 'root'",
    good: event("user = 'root'"),
    keepsMeaning: true,
  },
  'old-prefix': {
    severity: 'hint',
    message: 'Old form: write "event from cloud.audit_logs where".',
    doc: 'Older queries begin with `event where`. They run as before; the repair writes the form of today.',
    bad: "event where user = 'root'",
    good: event("user = 'root'"),
    keepsMeaning: true,
  },
  'source-unknown': {
    severity: 'error',
    message: 'Events are searched in cloud.audit_logs; there is no source "{0}".',
    doc: 'Audit events have one source, `cloud.audit_logs`.',
    bad: "event from cloud.audit where user = 'root'",
    good: event("user = 'root'"),
  },
  'source-expected': {
    severity: 'error',
    message: 'Say where to search: "from cloud.audit_logs where".',
    doc: 'After the first word a query names what is searched, then comes `where` and the condition.',
    bad: "event user = 'root'",
    good: event("user = 'root'"),
  },
  'where-expected': {
    severity: 'error',
    message: 'The word "where" and a condition are missing.',
    doc: 'A query without a condition would find everything; say with `where` what is looked for.',
    bad: "event from cloud.audit_logs user = 'root'",
    good: event("user = 'root'"),
  },
  'condition-expected': {
    severity: 'error',
    message: "A condition is missing here, such as operation = 'CreateService'.",
    doc: 'After `where`, `AND`, `OR`, `NOT` and an opening bracket stands a condition: an attribute, an operator and, with most operators, a value.',
    bad: event("user = 'root' AND"),
    good: event("user = 'root' AND ip EXISTS"),
  },
} as const satisfies DiagnosticTable;
