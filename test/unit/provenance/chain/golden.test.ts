import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Tracer } from '../../../../src/provenance/chain/tracer';
import { makeSample } from '../../../../src/sample';
import { STORY_PERSON, STORY_REGION } from '../../../../src/sample/world';
import { hasRealLogs, REAL_LOGS, temporaryFolder } from '../../support/folders';
import { storeIn } from '../../support/stores';
import { path } from './records';

// Read by hand out of the records; see the calls of rds.amazonaws.com and those that name the interface.
const INTERFACE = 'eni-0938d805949b4e134';
const DELETED = '8e7c424e-ba89-4259-a302-ebc251a1d79c';
const CREATED = '75f05727-9451-4593-9dd2-921cb841f2c3';
const DATABASE = 'fdc74c82-c299-4211-a08e-b5f125ee3b58';
// Of Terraform: 76 calls with the same key, user agent and address, each less than a minute after the one before.
const RUN = { calls: 76, from: Date.UTC(2023, 6, 10, 12, 14, 54), to: Date.UTC(2023, 6, 10, 12, 22, 5) };

describe('public logs', () => {
  it.skipIf(!hasRealLogs)('lead from an interface of RDS to the person who made the database by Terraform', async () => {
    const store = await storeIn(await temporaryFolder());
    await store.load([REAL_LOGS]);
    const tracer = new Tracer(store);
    const chain = await tracer.trace(DELETED);
    expect(path(chain)).toBe(
      'asked DeleteNetworkInterface < K1 CreateNetworkInterface < K11 scored CreateDBInstance < human bert-jan scored',
    );
    expect(chain?.hops.map(({ eventId }) => eventId)).toEqual([DELETED, CREATED, DATABASE]);
    expect(chain?.hops.map(({ principal }) => principal)).toEqual(['AWSServiceRoleForRDS', 'AWSServiceRoleForRDS', 'bert-jan']);
    expect(chain?.hops[1]?.shared).toEqual([INTERFACE]);
    // What the interface was made with, and what the database answered.
    expect(chain?.hops[2]?.shared).toEqual(['subnet-0c8a70cf4fd24084f', 'sg-0a1ae80d31d1e9c86', 'vpc-07b33857c7ad1c027']);
    expect(chain?.hops[2]?.tool).toBe('Terraform');
    expect(chain?.hops[2]?.run).toEqual(RUN);
    expect(chain?.root).toMatchObject({ principal: 'arn:aws:iam::123837392027:user/bert-jan', eventId: DATABASE });
    expect(chain?.alternatives).toEqual([]); // no other database was made in that hour
    expect((await tracer.trace(INTERFACE))?.hops).toEqual(chain?.hops);
  });
});

describe('the sample', () => {
  it('leads from the deletions of its story to the person, by the service and the sign-in', async () => {
    const folder = await temporaryFolder();
    await makeSample(join(folder, 'logs'), { now: Date.UTC(2024, 5, 10, 12) });
    const store = await storeIn(join(folder, 'store'));
    await store.load([join(folder, 'logs')]);
    const deleted = await store.reader.rows(
      "SELECT event_id AS id FROM events WHERE operation = 'DeleteNetworkInterface' AND region = ? AND time >= ? ORDER BY time",
      [STORY_REGION, Date.UTC(2024, 5, 9, 12)],
    );
    expect(deleted).toHaveLength(172);
    const tracer = new Tracer(store);
    for (const { id } of deleted.filter((_, n) => n % 10 === 0)) {
      const chain = await tracer.trace(String(id));
      expect(path(chain)).toBe(
        `asked DeleteNetworkInterface < K1 CreateNetworkInterface < K11 scored CreateService < K5 strong AssumeRoleWithSAML < human ${STORY_PERSON} scored`,
      );
      expect(chain?.alternatives).toEqual([]);
    }
  }, 60_000);
});
