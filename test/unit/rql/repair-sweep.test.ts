import { describe, expect, it } from 'vitest';
import type { Diagnostic, Fix } from '../../../src/rql/query';
import { analyse } from '../../../src/rql/query';
import { BROKEN } from './broken-queries';

function applied(text: string, { start, end, newText }: Fix): string {
  return text.slice(0, start) + newText + text.slice(end);
}

/** `code|text` for each fault. */
function said(text: string, diagnostics: readonly Diagnostic[] = analyse(text).diagnostics): readonly string[] {
  return diagnostics.map(({ code, start, end }) => `${code}|${text.slice(start, end)}`);
}

describe('a hundred broken queries', () => {
  it('are a hundred and more', () => expect(new Set(BROKEN.map(([text]) => text)).size).toBeGreaterThanOrEqual(100));

  it.each(BROKEN)('%s', (text, ...expected) => {
    const { diagnostics } = analyse(text);
    expect(said(text, diagnostics)).toEqual(expected);
    for (const { code, fixes } of diagnostics) {
      for (const fix of fixes) {
        const next = applied(text, fix);
        const left = analyse(next).diagnostics;
        const isValid = left.every((fault) => fault.severity !== 'error' && fault.code !== code);
        expect(isValid || left.length === diagnostics.length - 1, `${code}: ${fix.title}: ${next}: ${said(next).join(' ')}`).toBe(true);
      }
    }
  });
});
