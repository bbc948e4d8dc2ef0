import { Ajv } from 'ajv';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import schema from '../../../media/policy.schema.json';
import { loadPolicies } from '../../../src/policies/load';
import { readPolicy } from '../../../src/policies/policy-file';
import { packFiles } from '../support/packs';

const validate = new Ajv({ strict: true }).compile(schema);

const GOOD = {
  id: 'acme.bucket-made',
  title: 'A bucket was made',
  severity: 'low',
  type: 'audit-event',
  description: 'Somebody made a bucket.',
  query: "event from cloud.audit_logs where operation = 'CreateBucket'",
  remediation: { text: 'Ask them.' },
};

function reasonOf(text: string): string {
  const reading = readPolicy(text);
  return reading.kind === 'faulty' ? reading.reason : '';
}

describe('what is wrong with a policy', () => {
  const without = (key: keyof typeof GOOD): object => Object.fromEntries(Object.entries(GOOD).filter(([name]) => name !== key));
  const cases: readonly (readonly [name: string, document: unknown, says: string])[] = [
    ['no title', without('title'), '"title" is missing'],
    ['no remediation', without('remediation'), '"remediation" is missing'],
    ['a key with a slip', { ...GOOD, serviceDrivn: 'keep' }, 'serviceDrivn is not known here; did you mean "serviceDriven"?'],
    ['a key nobody knows', { ...GOOD, colour: 'red' }, 'colour is not known here; known are id,'],
    [
      'a severity of somebody else',
      { ...GOOD, severity: 'urgent' },
      'severity must be critical, high, medium, low, informational, not "urgent"',
    ],
    ['a type that is not evaluated', { ...GOOD, type: 'config' }, 'type must be audit-event, not "config"'],
    ['an id with blanks', { ...GOOD, id: 'My Policy' }, `id can't be "My Policy"`],
    ['an empty query', { ...GOOD, query: '' }, 'query is empty'],
    ['a title too long', { ...GOOD, title: 'x'.repeat(121) }, 'title is 121 characters long; at most 120'],
    ['one resource and no list', { ...GOOD, resource: '$.requestParameters.bucketName' }, 'resource must be a list'],
    ['a resource path with a star', { ...GOOD, resource: ['$.resources[*].ARN'] }, `resource[0] can't be "$.resources[*].ARN"`],
    ['a burst of one', { ...GOOD, burst: { events: 1, hours: 24 } }, `burst.events can't be 1`],
    ['a burst of a half', { ...GOOD, burst: { events: 2.5, hours: 24 } }, 'burst.events must be a whole number'],
    ['a burst in no time', { ...GOOD, burst: { events: 20, hours: 0 } }, `burst.hours can't be 0`],
    ['a burst without hours', { ...GOOD, burst: { events: 20 } }, '"hours" is missing'],
    [
      'a section that became a number',
      { ...GOOD, compliance: [{ framework: 'CIS AWS Foundations 5.0', id: 4.1 }] },
      'compliance[0].id must be text',
    ],
    ['commands outside the remediation', { ...GOOD, commands: ['aws s3 ls'] }, 'commands is not known here'],
    ['too many resources', { ...GOOD, resource: Array.from({ length: 21 }, () => '$.eventID') }, 'resource holds 21; at most 20'],
    ['a test without a record', { ...GOOD, tests: [{ name: 'x', matches: true }] }, '"record" is missing'],
    ['a test with a word for an answer', { ...GOOD, tests: [{ name: 'x', matches: 'maybe', record: {} }] }, 'must be true or false'],
    ['a list', [GOOD], 'must be a block of keys and values'],
    ['nothing', null, 'must be a block of keys and values'],
  ];

  it.each(cases)('%s: is said, and the schema says no as well', (_, document, says) => {
    expect(reasonOf(stringify(document))).toContain(says);
    expect(validate(document)).toBe(false);
  });

  it('is said with its line', () => {
    expect(reasonOf('id: acme.x\ntitle: X\nseverity: urgent\n')).toContain('Line 3: severity must be');
  });

  it('is all said at once', () => {
    const reason = reasonOf(stringify({ ...without('title'), severity: 'urgent' }));
    expect(reason).toContain('"title" is missing');
    expect(reason).toContain('severity must be');
  });
});

it('schema and reader let the same files through, the packs among them', () => {
  for (const { name, text } of packFiles()) expect([name, validate(parse(text))]).toEqual([name, true]);
  for (const document of [
    GOOD,
    { ...GOOD, title: '😀'.repeat(120) }, // 120 characters, 240 UTF-16 units
    { ...GOOD, resource: ['$.resources[0].ARN'], scope: 'unused-regions', serviceDriven: 'ignore', burst: { events: 2, hours: 0.5 } },
  ]) {
    expect(validate(document)).toBe(true);
    expect(reasonOf(stringify(document))).toBe('');
  }
});

it('the schema uses only what the reader checks', () => {
  const checked =
    'type description enum pattern minLength maxLength minimum exclusiveMinimum maximum maxItems items properties required additionalProperties';
  const known = new Set(checked.split(' '));
  const visit = (part: Record<string, unknown>): void => {
    expect(Object.keys(part).filter((key) => !known.has(key) && !['$schema', '$id', 'title'].includes(key))).toEqual([]);
    expect(part['description']).toMatch(/\.$|…$/);
    for (const inner of Object.values((part['properties'] ?? {}) as Record<string, Record<string, unknown>>)) visit(inner);
    if (part['items'] !== undefined) visit(part['items'] as Record<string, unknown>);
  };
  visit(schema);
});

it.each([
  ['no YAML', 'id: [', 'this is not YAML'],
  ['a key twice', 'id: acme.a\nid: acme.b\n', 'Line 2: this is not YAML'],
  ['a tower of aliases', bomb(), "The file can't be read as YAML"],
  ['a file of megabytes', `id: ${'x'.repeat(300_000)}`, 'The file is 300004 characters long'],
])('%s is a reason, not an exception', (_, text, says) => {
  expect(reasonOf(text)).toContain(says);
});

/** Nine levels of ten aliases each: a thousand million values where they are all made. */
function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(', ')}]`);
  return ['l0: &l0 [x]', ...levels].join('\n');
}

describe('a folder', () => {
  const made: string[] = [];
  function folder(files: Readonly<Record<string, string>>): string {
    const dir = mkdtempSync(join(tmpdir(), 'policies-'));
    made.push(dir);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    return dir;
  }
  afterEach(() => made.splice(0).forEach((dir) => rmSync(dir, { recursive: true })));

  it('gives what can be used and names the rest with the reason', async () => {
    const dir = folder({
      'a-good.yaml': stringify(GOOD),
      'b-broken.yaml': 'id: [',
      'c-query.yml': stringify({ ...GOOD, id: 'acme.query', query: "event from cloud.audit_logs where opration = 'CreateBucket'" }),
      'd-again.yaml': stringify(GOOD),
      'e-timed.yaml': stringify({ ...GOOD, id: 'acme.timed', query: `// time: past 24 hours\n${GOOD.query}` }),
      'readme.md': 'not a policy',
    });
    const { policies, rejected } = await loadPolicies(dir);
    expect(policies.map(({ id }) => id)).toEqual(['acme.bucket-made']);
    expect(rejected.map(({ file }) => file)).toEqual(
      ['b-broken.yaml', 'c-query.yml', 'd-again.yaml', 'e-timed.yaml'].map((name) => join(dir, name)),
    );
    const [broken, query, again, timed] = rejected.map(({ reason }) => reason);
    expect(broken).toContain('not YAML');
    expect(query).toMatch(/"opration" is no attribute of events.*\(At: opration = 'CreateBucket'\)/);
    expect(again).toBe('id: "acme.bucket-made" is taken by a-good.yaml; give this policy another one.');
    expect(timed).toContain('take the time range, the limit and what follows the condition out');
  });

  it('fills in what a file leaves out', async () => {
    const { policies } = await loadPolicies(folder({ 'a.yaml': stringify(GOOD) }));
    expect(policies[0]).toEqual({
      ...GOOD,
      resource: [],
      serviceDriven: 'lower',
      compliance: [],
      remediation: { text: 'Ask them.', commands: [] },
    });
  });

  it('that is not there is rejected itself', async () => {
    const missing = join(tmpdir(), 'no-such-folder-of-policies');
    const { policies, rejected } = await loadPolicies(missing);
    expect(policies).toEqual([]);
    expect(rejected).toMatchObject([{ file: missing }]);
  });
});
