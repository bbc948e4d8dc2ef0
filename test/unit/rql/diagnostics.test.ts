import { describe, expect, it } from 'vitest';
import { DIAGNOSTICS, type DiagnosticCode } from '../../../src/rql/diagnostics/table';
import { NOTHING_GIVEN, type Given } from '../../../src/rql/given';
import { analyse, compileSearch, type Diagnostic } from '../../../src/rql/query';

const ROWS = Object.entries(DIAGNOSTICS) as readonly [DiagnosticCode, (typeof DIAGNOSTICS)[DiagnosticCode]][];

/** What the editor shows; of a text without faults, what a search or a policy says that takes one query. */
function faultsOf(text: string, given?: Given): readonly Diagnostic[] {
  const { diagnostics } = analyse(text);
  const compiled = compileSearch(text, given);
  return diagnostics.length > 0 || compiled.kind !== 'faulty' ? diagnostics : compiled.diagnostics;
}

describe.each(ROWS)('%s', (code, { severity, bad, good }) => {
  const faults = faultsOf(bad);

  it('is the one fault of its bad example', () => {
    expect(faults.map((fault) => [fault.code, fault.severity])).toEqual([[code, severity]]);
  });

  it('is repaired into its good example, which has no fault', () => {
    const [fix] = faults.flatMap(({ fixes }) => fixes);
    if (fix !== undefined) expect(bad.slice(0, fix.start) + fix.newText + bad.slice(fix.end)).toBe(good);
    expect(faultsOf(good, NOTHING_GIVEN)).toEqual([]);
    expect(compileSearch(good, NOTHING_GIVEN).kind).not.toBe('faulty');
  });
});
