import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../../src/domain/json';
import { Objects, type BucketWorld } from '../../aws/world/bucket';
import { emptyInventory } from '../../aws/world/inventory';
import type { TrailWorld } from '../../aws/world/trail';
import { makeAccount, makeWorld, type World } from '../../aws/world/world';
import { recordOf } from '../support/live';

/** Where things go wrong, and where nothing does. */
export const STRUCK = 'us-east-2';
export const SPARED = 'us-east-1';
/** Each region of each account has so many events that can be looked up, 50 a page, … */
export const EVENTS = 120;
/** … so many files of a trail, each with so many events of its own, … */
export const FILES = 3;
export const EVENTS_IN_FILE = 5;
/** … and so many clusters. */
export const CLUSTERS = 2;
export const ROLE = 'NephoscopeReadOnly';
const MINUTE = 60_000;

/** So many accounts that are alike, of two regions each; what stands in one has its number in it. */
export function alikeWorld(accounts: readonly string[], now: number): World {
  const clustersOf = (account: string, region: string) =>
    Array.from({ length: CLUSTERS }, (_, n) => ({
      clusterArn: `arn:aws:ecs:${region}:${account}:cluster/c${n}`,
      clusterName: `c${n}`,
      status: 'ACTIVE',
    }));
  const eventsOf = (account: string, region: string) =>
    Array.from({ length: EVENTS }, (_, n) => ofAccount(account, recordOf(`${region} ${account}`, n, now - n * MINUTE), region));
  const worlds = accounts.map((id) =>
    makeAccount(id, {
      roles: [{ name: ROLE }],
      regions: { [SPARED]: 'opt-in-not-required', [STRUCK]: 'opt-in-not-required' },
      inventory: (region) => ({ ...emptyInventory(), clusters: clustersOf(id, region) }),
      records: [SPARED, STRUCK].flatMap((region) => eventsOf(id, region)),
    }),
  );
  return makeWorld(worlds, {
    buckets: new Map(accounts.map((account) => [bucketName(account), bucketOf(account, now)])),
    trails: accounts.map((account) => trailOf(account, now)),
  });
}

function ofAccount(account: string, record: JsonObject, awsRegion: string): JsonObject {
  return { ...record, awsRegion, recipientAccountId: account };
}

function bucketName(account: string): string {
  return `trail-of-${account}`;
}

function bucketOf(account: string, now: number): BucketWorld {
  const fill = (objects: Objects): void => {
    for (const region of [SPARED, STRUCK])
      for (let file = 0; file < FILES; file++) {
        const records = Array.from({ length: EVENTS_IN_FILE }, (_, n) =>
          ofAccount(account, recordOf(`${region} ${account} trail`, file * EVENTS_IN_FILE + n, now - 100 * MINUTE), region),
        );
        const at = new Date(now - 95 * MINUTE).toISOString();
        const stamp = `${at.slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
        const name = `${account}_CloudTrail_${region}_${stamp}_${'abcdefgh'[file] ?? ''}bcdefghijklmnop.json.gz`;
        objects.put(`AWSLogs/${account}/CloudTrail/${region}/${at.slice(0, 10).replaceAll('-', '/')}/${name}`, {
          lastModified: new Date(now - 95 * MINUTE),
          body: () => gzipSync(JSON.stringify({ Records: records })),
        });
      }
  };
  return {
    name: bucketName(account),
    account,
    region: SPARED,
    created: new Date(now - 1e10),
    grants: [],
    encryption: { Rules: [] },
    tags: [],
    readers: [],
    objects: new Objects(fill),
  };
}

function trailOf(account: string, now: number): TrailWorld {
  return {
    account,
    trail: {
      Name: 'all',
      TrailARN: `arn:aws:cloudtrail:${SPARED}:${account}:trail/all`,
      S3BucketName: bucketName(account),
      HomeRegion: SPARED,
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: true,
      IsOrganizationTrail: false,
      LogFileValidationEnabled: false,
      HasCustomEventSelectors: false,
      HasInsightSelectors: false,
    },
    status: { IsLogging: true, StartLoggingTime: new Date(now - 1e10) },
    selectors: [],
    tags: [],
  };
}
