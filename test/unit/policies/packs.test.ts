import { describe, expect, it } from 'vitest';
import { describeEvent } from '../../../src/domain/event';
import type { JsonObject } from '../../../src/domain/json';
import type { Policy } from '../../../src/domain/policy';
import { GLOBAL_SERVICES } from '../../../src/domain/regions';
import { compilePolicy } from '../../../src/policies/compile';
import { EvidenceCache } from '../../../src/policies/evidence-cache';
import { loadPolicies } from '../../../src/policies/load';
import { analyse, compileQuery } from '../../../src/rql/query';
import { matchesEvent } from '../../../src/rql/reference';
import { readerOver } from '../support/reader';
import { PACKS, packFiles } from '../support/packs';

const FILES = packFiles();
const REGIONS_IN_USE = ['us-east-1'];

/** What a test's record leaves out, as the schema promises it. */
function complete(record: JsonObject, eventID: string): JsonObject {
  return { eventID, eventTime: '2023-07-10T12:00:00Z', recipientAccountId: '111122223333', awsRegion: 'us-east-1', ...record };
}

/** Whether a policy counts a record, by the reference predicate and the policy's own words; the burst is left aside. */
function counts(policy: Policy, record: JsonObject): boolean {
  const compiled = compileQuery(policy.query);
  if (compiled.kind === 'faulty') throw new Error(compiled.diagnostics.map(({ message }) => message).join(' '));
  const event = describeEvent(record);
  if (policy.serviceDriven === 'ignore' && event.serviceDriven) return false;
  if (policy.scope === 'unused-regions' && (REGIONS_IN_USE.includes(event.region) || GLOBAL_SERVICES.includes(event.service))) return false;
  return matchesEvent(compiled.predicate, event, record);
}

describe('the packs', () => {
  it('load without a rejected file', async () => {
    const { policies, rejected } = await loadPolicies(PACKS);
    expect(rejected).toEqual([]);
    expect(policies).toHaveLength(FILES.length);
    expect(policies.length).toBeGreaterThanOrEqual(20);
  });

  it('cover the monitoring sections 4.1 to 4.15 of CIS 3.0 and 5.0', () => {
    const covered = (framework: string): Set<string> =>
      new Set(FILES.flatMap(({ policy }) => policy.compliance.filter((one) => one.framework === framework).map(({ id }) => id)));
    const sections = new Set(Array.from({ length: 15 }, (_, index) => `4.${index + 1}`));
    expect(covered('CIS AWS Foundations 3.0')).toEqual(sections);
    expect(covered('CIS AWS Foundations 5.0')).toEqual(sections);
  });

  it('keep everyday changes below high', () => {
    const everyday =
      /security-group-change|network-acl|gateway-change|route-table|vpc-change|iam-policy|s3-bucket|organizations|config-rec|without-mfa|unauth|authentication/;
    const severities = FILES.filter(({ policy }) => everyday.test(policy.id)).map(({ policy }) => policy.severity);
    expect(severities).toHaveLength(12);
    expect(severities.every((severity) => severity === 'low' || severity === 'medium')).toBe(true);
  });
});

describe.each(FILES)('$name', ({ name, policy, tests }) => {
  it('has the id of its file and a query without so much as a hint', () => {
    expect(`${policy.id.replace(/^nephoscope\./, '')}.yaml`).toBe(name);
    expect(analyse(policy.query).diagnostics).toEqual([]);
  });

  it('has tests of both kinds', () => {
    expect(new Set(tests.map(({ matches }) => matches)).size).toBe(2);
  });

  it.each(tests)('$name: $matches', ({ matches, record }) => {
    expect(counts(policy, complete(record, 'e-1'))).toBe(matches);
  });

  it('counts the same in the store', async () => {
    const reader = await readerOver(tests.map(({ record }, index) => complete(record, `e-${index}`)));
    const result = compilePolicy(policy);
    if (result.kind === 'faulty') throw new Error(result.reason);
    const evidence = (await new EvidenceCache().evidence(reader, [result.compiled], REGIONS_IN_USE)).flat();
    reader.close();
    const expected = tests.flatMap(({ matches }, index) => (matches ? [`e-${index}`] : []));
    expect(evidence.map(({ eventId }) => eventId).sort()).toEqual(expected.sort());
  });
});
