import { describe, expect, it } from 'vitest';
import { textAt, type JsonObject } from '../../../src/domain/json';
import { countBySeverity } from '../../../src/domain/severity';
import { PAST_DAY, PAST_WEEK, resolveRange } from '../../../src/domain/time';
import { makeAlertBook } from '../../../src/policies/evaluate';
import { proposeRegions } from '../../../src/policies/regions-in-use';
import { analyse } from '../../../src/rql/query';
import { generate } from '../../../src/sample';
import { COMPANIONS } from '../../../src/sample/searches';
import { readerOver } from '../support/reader';
import { packFiles } from '../support/packs';

/** The table at the head of src/sample/last-day.ts, added up by hand: 33, and the 172 of the story. */
const PAST_DAY_BY_POLICY = {
  'network-interface-churn': 172,
  'security-group-change': 8,
  'iam-policy-change': 6,
  'unauthorized-api-calls': 6,
  'console-authentication-failure': 4,
  's3-bucket-policy-change': 3,
  'route-table-change': 3,
  'network-acl-change': 1,
  'vpc-change': 1,
  'organizations-change': 1,
};

function once(records: readonly JsonObject[]): JsonObject[] {
  return [...new Map(records.map((record) => [textAt(record, 'eventID'), record])).values()];
}

function byPolicy(alerts: readonly { readonly policy: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { policy } of alerts) {
    const name = policy.replace('nephoscope.', '');
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe('the sample under the policies that ship', () => {
  const policies = packFiles().map(({ policy }) => policy);

  it.each([
    ['2025-06-14T22:10:33Z', 1],
    ['2025-03-03T04:05:06.700Z', 5],
    ['2025-01-01T00:00:00Z', 9],
  ])('gives 205 alerts, 172 of them high, in the 24 hours before %s (seed %i)', async (moment, seed) => {
    const now = Date.parse(moment);
    const reader = await readerOver(once(generate({ now, seed }).flatMap((file) => file.records)));
    try {
      const regions = await proposeRegions(reader);
      const inUse = regions.filter((region) => region.inUse).map(({ region }) => region);
      expect([...inUse].sort()).toEqual(['eu-central-1', 'eu-west-1', 'us-east-1']);

      const book = await makeAlertBook(reader, policies, { regionsInUse: inUse });
      const day = book.alerts(resolveRange(PAST_DAY, now));
      expect(byPolicy(day)).toEqual(PAST_DAY_BY_POLICY);
      expect(day).toHaveLength(205);
      expect(countBySeverity(day)).toMatchObject({ critical: 0, high: 172 });
      const high = day.filter(({ severity }) => severity === 'high');
      expect(new Set(high.map(({ region, operation }) => `${region} ${operation}`))).toEqual(new Set(['us-east-2 DeleteNetworkInterface']));

      const week = byPolicy(book.alerts(resolveRange(PAST_WEEK, now)));
      const worse = { 'unused-region-write': 1, 'root-use': 1, 'audit-trail-tampering': 1, 'kms-key-disabled': 1 };
      expect(week).toMatchObject({ ...worse, 'security-group-opened-to-the-world': 1, 'snapshot-or-image-shared': 1 });
    } finally {
      reader.close();
    }
  });

  it('brings searches that say what they mean', () => {
    for (const [path, text] of Object.entries(COMPANIONS)) {
      if (!path.endsWith('.rql')) continue;
      const { queries, diagnostics } = analyse(text);
      expect(diagnostics, path).toEqual([]);
      expect(queries.length, path).toBe(2);
      for (const query of queries)
        expect([query.name, query.timeRange?.kind, query.faulty], path).toEqual([expect.any(String), 'past', false]);
    }
  });
});
