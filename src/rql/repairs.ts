import type { Diagnostic, DiagnosticCode, Fix } from './diagnostic';
import { rowOf } from './diagnostics/table';

/** The repairs of all faults of one kind, those left out that have several or none. None reaches into another. */
export function repairsOf(diagnostics: readonly Diagnostic[], code: DiagnosticCode): readonly Fix[] {
  return apart(diagnostics.filter((diagnostic) => diagnostic.code === code));
}

/** All repairs that nobody need look at: they change how a query is written, and not what it means. */
export function harmlessRepairs(diagnostics: readonly Diagnostic[]): readonly Fix[] {
  return apart(diagnostics.filter(({ code }) => rowOf(code).keepsMeaning === true));
}

function apart(diagnostics: readonly Diagnostic[]): readonly Fix[] {
  let end = 0;
  return diagnostics
    .flatMap(({ fixes: [fix, ...others] }) => (fix === undefined || others.length > 0 ? [] : [fix]))
    .sort((a, b) => a.start - b.start)
    .filter((fix) => {
      const isApart = fix.start >= end;
      if (isApart) ({ end } = fix);
      return isApart;
    });
}
