import type { DiagnosticSeverity } from './diagnostics/row';
import { DIAGNOSTICS, type DiagnosticCode } from './diagnostics/table';

export type { DiagnosticCode, DiagnosticSeverity };

/** A place in a text: UTF-16 offsets, `end` not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

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
  const { severity, message: template } = DIAGNOSTICS[code];
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
