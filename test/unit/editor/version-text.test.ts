import { expect, it } from 'vitest';
import type { Root } from '../../../src/domain/chain';
import { authorText } from '../../../src/editor/version-text';

const t = (text: string, ...values: readonly string[]) => text.replace(/\{(\d)\}/g, (_, place: string) => values[Number(place)] ?? '');
const root = (more: Partial<Root>): Root => ({ kind: 'human', name: 'dana.lee', strength: 'strong', ...more });

it('names a person only with how sure it is, and else who called', () => {
  expect(authorText({ kind: 'call', principal: 'AWSServiceRoleForECS' }, root({}), t)).toBe('dana.lee (strong), by AWSServiceRoleForECS');
  expect(authorText({ kind: 'call', principal: 'dana.lee' }, root({ strength: 'exact' }), t)).toBe('dana.lee (exact)');
  expect(authorText({ kind: 'call', principal: '' }, root({ strength: 'scored' }), t)).toBe('dana.lee (scored)');
  for (const kind of ['unknown', 'before-log'] as const)
    expect(authorText({ kind: 'call', principal: 'ci' }, root({ kind }), t)).toBe('ci');
  expect(authorText({ kind: 'call', principal: 'ci' }, undefined, t)).toBe('ci');
  expect(authorText({ kind: 'call', principal: '' }, undefined, t)).toBe('(unknown)');
  expect(authorText({ kind: 'call', principal: 'a\u202eb' }, undefined, t)).not.toContain('\u202e');
});

it('names nobody for what was only seen', () => {
  expect(authorText({ kind: 'seen' }, root({}), t)).not.toContain('dana.lee');
});
