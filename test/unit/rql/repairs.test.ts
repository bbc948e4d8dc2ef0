import { describe, expect, it } from 'vitest';
import { diagnosticDocument } from '../../../src/rql/diagnostics/document';
import { DIAGNOSTICS, rowOf, type DiagnosticCode } from '../../../src/rql/diagnostics/table';
import { fill, type Fix } from '../../../src/rql/diagnostic';
import { analyse } from '../../../src/rql/query';
import { harmlessRepairs, repairsOf } from '../../../src/rql/repairs';

const HEAD = 'event from cloud.audit_logs where ';
const CODES = Object.keys(DIAGNOSTICS) as DiagnosticCode[];

function repaired(text: string, fixes: readonly Fix[]): string {
  return fixes.toReversed().reduce((done, { start, end, newText }) => done.slice(0, start) + newText + done.slice(end), text);
}

it('repairs all faults of one kind, and no other', () => {
  const text = `event where user == 'a' AND crud = 'reed'\nevent where user == “b” OR crud = 'delet'`;
  const { diagnostics } = analyse(text);
  expect(repaired(text, repairsOf(diagnostics, 'crud-unknown'))).toBe(
    `event where user == 'a' AND crud = 'read'\nevent where user == “b” OR crud = 'delete'`,
  );
  expect(repaired(text, harmlessRepairs(diagnostics))).toBe(`${HEAD}user = 'a' AND crud = 'reed'\n${HEAD}user = 'b' OR crud = 'delet'`);
});

it('leaves out what another repair reaches into', () => {
  const text = `${HEAD}user == “x” OR ip EXISTS AND crud = 'read'`; // the brackets would hold the old spelling of what is in them
  const fixes = harmlessRepairs(analyse(text).diagnostics);
  const once = repaired(text, fixes);
  expect(repaired(once, harmlessRepairs(analyse(once).diagnostics))).toBe(`${HEAD}user = 'x' OR (ip EXISTS AND crud = 'read')`);
});

describe('a fault whose repair may be made unseen', () => {
  it.each(CODES.filter((code) => rowOf(code).keepsMeaning === true))('%s means the same with and without', (code) => {
    const { bad, good } = rowOf(code);
    const [before, after] = [bad, good].map((text) =>
      analyse(text).queries.map(({ predicate, resources, shape }) => [predicate, resources, shape]),
    );
    expect(before?.flat()).not.toEqual([undefined, undefined, undefined]);
    expect(before).toEqual(after);
  });
});

it.each(CODES)('%s has a text that says what it says, why, and shows it', (code) => {
  const { bad, good, doc } = rowOf(code);
  const text = diagnosticDocument(code, (template, ...args) => fill(template, args));
  expect(text.startsWith(`# ${code}\n`)).toBe(true);
  for (const part of [doc, bad, good]) expect(text).toContain(part);
  expect(text).not.toMatch(/https?:/);
});
