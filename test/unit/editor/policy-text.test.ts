import { describe, expect, it } from 'vitest';
import { policyId, policyText } from '../../../src/editor/policy-text';
import { compilePolicy } from '../../../src/policies/compile';
import { readPolicy } from '../../../src/policies/policy-file';
import type { Policy } from '../../../src/domain/policy';

const HEAD = 'event from cloud.audit_logs where ';
const WORDS = { note: 'Fill it in.', title: 'What "happened"', description: 'It means: trouble.', remediation: 'Call {somebody}, #now.' };

/** The policy as the product would read it from a file; it must be usable as it is. */
function policyOf(name: string | undefined, condition: string): Policy {
  const reading = readPolicy(policyText(name === undefined ? {} : { name }, condition, WORDS));
  if (reading.kind === 'faulty') throw new Error(reading.reason);
  expect(compilePolicy(reading.policy).kind).toBe('compiled');
  return reading.policy;
}

describe('the text of a new policy', () => {
  it('is a policy that can be used at once', () => {
    expect(policyOf('Who deletes trails?', `${HEAD}operation = 'DeleteTrail'`)).toMatchObject({
      id: 'workspace.who-deletes-trails',
      title: 'Who deletes trails?',
      severity: 'medium',
      type: 'audit-event',
      query: `${HEAD}operation = 'DeleteTrail'`,
      description: WORDS.description,
      remediation: { text: WORDS.remediation, commands: [] },
    });
    expect(policyOf(undefined, `${HEAD}ip EXISTS`).title).toBe(WORDS.title);
  });

  it.each([
    `${HEAD}user = 'a: b # c' // why: not\n\n  AND json.rule = '$.a["x"] exists'`,
    `${HEAD}user = '\u202e\u0000\u0085 \ud83d\ude42 é 名前'`,
    `${HEAD}user = "{{ %x | & * ! }}"\r\n  AND ip EXISTS`,
    `${HEAD}user = '---\n... \n- x: y\n'`,
  ])('holds the query as it is: %j', (query) => {
    expect(policyOf('n', query).query).toBe(query.replaceAll('\r\n', '\n').trim());
  });

  it('has an id whatever the name, and a title that is not too long', () => {
    expect(policyId('  Ça & là — 42 ')).toBe('workspace.a-l-42');
    expect(policyId('名前')).toBe('workspace.new-policy');
    expect(policyOf('x'.repeat(500), `${HEAD}ip EXISTS`).title).toHaveLength(120);
    expect(policyOf('"\n: #', `${HEAD}ip EXISTS`).title).toBe('"\n: #');
  });
});
