export type DiagnosticSeverity = 'error' | 'warning' | 'hint';

/** What the language knows of one kind of fault: what it says, why, and how it is put right. */
export interface DiagnosticRow {
  readonly severity: DiagnosticSeverity;
  /** `{0}`, `{1}` are filled in from the arguments. */
  readonly message: string;
  /** Why it is a fault and what to do, in a sentence or two. Markdown. */
  readonly doc: string;
  /** A text with this fault and no other. */
  readonly bad: string;
  /** The same without it: what the first repair makes of it, where there is one. */
  readonly good: string;
  /** The repair changes how the query is written, and not what it means: it may be made unseen. */
  readonly keepsMeaning?: true;
}

export type DiagnosticTable = Readonly<Record<string, DiagnosticRow>>;

/** An example: a config query, or one clause of it. */
export function config(rest: string): string {
  return `config from cloud.resource where ${rest}`;
}

/** An example: an event query with this condition, and what follows it. */
export function event(rest: string): string {
  return `event from cloud.audit_logs where ${rest}`;
}
