import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHECKED_LINKS } from '../../../bench/lib/checked-links';
import { Tracer } from '../../../src/provenance/chain/tracer';
import { Store } from '../../../src/store/store';
import { temporaryFolderForAll } from '../support/folders';

const DATA = resolve('../shared/data');
const SETS = ['invictus-ir', 'stratus-red-team'] as const;

it('forty links were checked by hand', () => {
  expect(new Set(CHECKED_LINKS.map(({ from }) => from)).size).toBe(40);
});

describe.each(SETS)('links of %s that somebody has checked', (set) => {
  const dir = resolve(DATA, set);
  if (!existsSync(dir)) console.log(`skipped: there is no ${dir}`);
  describe.skipIf(!existsSync(dir))('in its records', () => {
    const folder = temporaryFolderForAll();
    let tracer: Tracer;
    beforeAll(async () => {
      const store = await Store.open(await folder());
      await store.load([dir]);
      tracer = new Tracer(store);
      return () => store.close();
    });

    it.each(CHECKED_LINKS.filter((link) => link.set === set))('$from: $edge, for $why', async ({ from, edge, to }) => {
      const [, next] = (await tracer.trace(from))?.hops ?? [];
      expect([next?.edge, next?.eventId]).toEqual([edge, to]);
    });

    it.runIf(set === 'invictus-ir')('whoever made a secret has not thereby ended it: no record tells who did', async () => {
      // Of secret 16 there are a CreateSecret, the ends that the service tells of, and no DeleteSecret.
      const chain = await tracer.trace('04e31b9c-0377-4fd2-8af3-1f0c9bb79622');
      expect(chain).toMatchObject({
        hops: [{ operation: 'EndSecretVersionDelete' }],
        root: { kind: 'service', name: 'secretsmanager.amazonaws.com' },
      });
    });

    it.runIf(set === 'invictus-ir')('a session that Lambda opens for itself leads to the function with that role', async () => {
      const chain = await tracer.trace('6202111c-efb2-4599-85cf-0096f6b752e4');
      expect(chain?.hops[1]).toMatchObject({ edge: 'K11', eventId: '31b7f7f7-356d-427d-84c2-5f91afccf1cf', strength: 'scored' });
      // Another began a second before the call that asked for it was written down: the service is all that is known.
      expect((await tracer.trace('ce4cf27b-50d0-4e75-9caa-e3741468240d'))?.root).toMatchObject({
        kind: 'service',
        name: 'lambda.amazonaws.com',
      });
    });
  });
});
