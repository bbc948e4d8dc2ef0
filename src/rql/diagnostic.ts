/** A place in a text: UTF-16 offsets, `end` not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type DiagnosticSeverity = 'error' | 'warning' | 'hint';

/** A repair: what stands between `start` and `end` becomes `newText`. */
export interface Fix extends Span {
  readonly title: string;
  readonly newText: string;
  /** The title before its `{0}` is filled in: what a translator translates. */
  readonly template: string;
  readonly args: readonly string[];
}

export interface Diagnostic extends Span {
  /** Stable: people suppress and look up by it. */
  readonly code: DiagnosticCode;
  readonly severity: DiagnosticSeverity;
  /** English, complete. */
  readonly message: string;
  /** The message before its `{0}`, `{1}` are filled in: what a translator translates. */
  readonly template: string;
  readonly args: readonly string[];
  readonly fixes: readonly Fix[];
}

/** Every fault the language knows: how bad it is and what it says. `{0}`, `{1}` are filled in from the arguments. */
export const MESSAGES = {
  'query-expected': ['error', 'A query starts with "event from cloud.audit_logs where".'],
  'several-queries': ['error', 'Only one query can stand here.'],
  'not-supported': ['error', 'Not supported yet: {0}.'],
  'from-missing': ['warning', 'The word "from" is missing.'],
  'old-prefix': ['hint', 'Old form: write "event from cloud.audit_logs where".'],
  'source-unknown': ['error', 'Events are searched in cloud.audit_logs; there is no source "{0}".'],
  'source-expected': ['error', 'Say where to search: "from cloud.audit_logs where".'],
  'where-expected': ['error', 'The word "where" and a condition are missing.'],
  'condition-expected': ['error', "A condition is missing here, such as operation = 'CreateService'."],
  'attribute-unknown': ['error', '"{0}" is no attribute of events.'],
  'attribute-renamed': ['error', '"{0}" is no attribute of events; did you mean "{1}"?'],
  'attribute-of-config': ['error', '"{0}" belongs to config queries.'],
  'time-is-a-directive': ['error', 'Time is not part of a query: write a line "// time: past 24 hours" above it.'],
  'operator-expected': ['error', 'An operator is missing after "{0}"; it takes {1}.'],
  'operator-spelling': ['warning', 'Write "{1}" for "{0}".'],
  'operator-not-allowed': ['error', '"{0}" doesn\'t take "{1}"; it takes {2}.'],
  'value-expected': ['error', 'A value is missing after "{0}".'],
  'list-expected': ['error', "\"{0}\" takes a list in brackets, such as ('a', 'b')."],
  'list-not-allowed': ['error', '"{0}" takes one value, not a list.'],
  'number-expected': ['error', '"{0}" compares with a number; "{1}" is none.'],
  'count-expected': ['error', '"{0}" compares with a whole number; "{1}" is none.'],
  'type-unknown': ['error', '"{0}" is none of Array, Object, String, Integer, Number, Boolean.'],
  'width-expected': ['error', 'The width of a bar is missing, such as 5m, 1h, 3h or 1d.'],
  'width-invalid': ['error', '"{0}" is no width of a bar; write minutes, hours or days, such as 5m, 1h, 3h or 1d.'],
  'column-expected': ['error', 'A column is missing here: an attribute such as user, or a path such as $.errorCode.'],
  'column-impossible': ['error', '"{0}" can\'t be a column: it has no single value in an event.'],
  'column-unused': ['warning', 'A query that counts shows no columns of single events.'],
  'one-column': ['error', 'A time chart is split by one column.'],
  'tail-twice': ['error', 'This can stand only once in a query.'],
  'comma-missing': ['warning', 'A comma is missing between the values.'],
  'bracket-missing': ['error', 'A closing bracket is missing.'],
  'bracket-stray': ['warning', 'This bracket closes nothing.'],
  'string-unclosed': ['error', 'The closing quote is missing.'],
  'quotes-typographic': ['warning', 'Typographic quotes: write straight ones.'],
  'connective-missing': ['error', 'AND or OR is missing between two conditions.'],
  'text-unexpected': ['error', '"{0}" is not understood here.'],
  'mixed-and-or': ['warning', 'AND binds tighter than OR here. Add brackets, for readers disagree.'],
  'attribute-in-rule': ['warning', '"{0}" is read as a path into the record here, not as the attribute.'],
  'path-expected': ['error', 'A path into the record is missing here, such as $.errorCode.'],
  'path-broken': ['error', 'The path breaks off here.'],
  'too-deep': ['error', 'Brackets are nested too deeply.'],
  'crud-unknown': ['error', '"{0}" is none of create, read, update, delete.'],
  'region-unknown': ['warning', 'No AWS region is called "{0}".'],
  'cloud-unknown': ['warning', 'There are no accounts of "{0}" here.'],
  'address-invalid': ['error', '"{0}" is no IP address and no network such as 203.0.113.0/24.'],
  'directive-time': ['error', 'A time range is "past 24 hours", "since 2023-07-10", "2023-07-10 .. 2023-07-11" or "all"; "{0}" is none.'],
  'directive-limit': ['error', 'A limit is a whole number from 1 up; "{0}" is none.'],
  'directive-empty': ['error', 'The directive "{0}" says nothing.'],
  'directive-twice': ['warning', 'Said twice above one query; the last "{0}" counts.'],
} as const satisfies Readonly<Record<string, readonly [DiagnosticSeverity, string]>>;

export type DiagnosticCode = keyof typeof MESSAGES;

/** Titles of the repairs. */
export const FIX_TITLES = {
  replace: 'Replace with {0}',
  insert: 'Insert {0}',
  remove: 'Remove {0}',
  brackets: 'Add brackets',
  quote: 'Add the closing quote',
  straight: 'Use straight quotes',
} as const;

/** Fills `{0}`, `{1}` … of a template. */
export function fill(template: string, args: readonly string[]): string {
  return template.replace(/\{(\d)\}/g, (whole, index: string) => args[Number(index)] ?? whole);
}

export function diagnostic(
  code: DiagnosticCode,
  { start, end }: Span,
  args: readonly string[] = [],
  fixes: readonly Fix[] = [],
): Diagnostic {
  const [severity, template] = MESSAGES[code];
  return { start, end, code, severity, message: fill(template, args), template, args, fixes };
}

export function fix(title: keyof typeof FIX_TITLES, { start, end }: Span, newText: string, ...args: readonly string[]): Fix {
  const template = FIX_TITLES[title];
  return { start, end, title: fill(template, args), newText, template, args };
}

/** "Replace with X". */
export function replaceFix(span: Span, newText: string): Fix {
  return fix('replace', span, newText, newText.trim());
}

/** "Insert X" at one place. */
export function insertFix(at: number, newText: string): Fix {
  return fix('insert', { start: at, end: at }, newText, newText.trim());
}
