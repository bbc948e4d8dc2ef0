import { CONFIG_DIAGNOSTICS } from './config';
import { DIRECTIVE_DIAGNOSTICS } from './directives';
import { FUNCTION_DIAGNOSTICS } from './functions';
import { HEAD_DIAGNOSTICS } from './heads';
import type { DiagnosticRow, DiagnosticTable } from './row';
import { SIGN_DIAGNOSTICS } from './signs';
import { TAIL_DIAGNOSTICS } from './tails';
import { TERM_DIAGNOSTICS } from './terms';
import { VALUE_DIAGNOSTICS } from './values';

/** Every fault the language knows. A test holds each row to its examples: the bad one has this fault alone, its repair makes it the good one. */
export const DIAGNOSTICS = {
  ...HEAD_DIAGNOSTICS,
  ...TERM_DIAGNOSTICS,
  ...FUNCTION_DIAGNOSTICS,
  ...VALUE_DIAGNOSTICS,
  ...SIGN_DIAGNOSTICS,
  ...TAIL_DIAGNOSTICS,
  ...DIRECTIVE_DIAGNOSTICS,
  ...CONFIG_DIAGNOSTICS,
} as const satisfies DiagnosticTable;

export type DiagnosticCode = keyof typeof DIAGNOSTICS;

export function rowOf(code: DiagnosticCode): DiagnosticRow {
  return DIAGNOSTICS[code];
}

export function isDiagnosticCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(DIAGNOSTICS, text);
}
