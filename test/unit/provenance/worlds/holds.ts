import { beforeAll, describe, expect, it } from 'vitest';
import type { Chain } from '../../../../src/domain/chain';
import { Tracer } from '../../../../src/provenance/chain/tracer';
import { deliver } from '../../../../src/sample/delivery';
import { Store } from '../../../../src/store/store';
import { logFile, temporaryFolderForAll } from '../../support/folders';
import { judge } from './judge';
import type { World } from './world';

/** Each truth of each world, held against the chain that its records give. */
export function holds(makers: readonly (() => World)[]): void {
  describe.each(makers.map((make) => make()).map((world) => ({ ...world, title: world.name })))('$title', (world) => {
    const folder = temporaryFolderForAll();
    let store: Store;
    let tracer: Tracer;
    beforeAll(async () => {
      store = await Store.open(await folder());
      const { rejected } = await store.load(await delivered(world, await folder()));
      expect(rejected).toEqual([]);
      tracer = new Tracer(store);
      return () => store.close();
    });

    it.each(world.truths)('$says', async (truth) => {
      const chain = await tracer.trace(truth.subject);
      expect(chain === undefined ? ['there is no chain'] : judge(chain, truth), chain && drawn(chain)).toEqual([]);
    });
  });
}

/** The records in files as AWS delivers them: unordered, and some of them twice, here as many as a third. */
async function delivered({ records, name }: World, folder: string): Promise<readonly string[]> {
  const files = deliver(records, name.length).map((file) => file.records);
  const again = records.filter((_, index) => index % 3 === 0).toReversed();
  return Promise.all([...files, again].map((file, index) => logFile(folder, `${index}.json`, file)));
}

/** A chain on a few lines, for whoever reads why a test fails. */
function drawn({ hops, root, alternatives }: Chain): string {
  const lines = hops.map(
    ({ edge, strength, score, operation, principal, eventId, shared }) =>
      `${edge} ${strength} ${score ?? ''} ${operation} by ${principal} (${eventId}) for ${shared.join(', ')}`,
  );
  const others = alternatives.map(
    ({ hop, operation, principal, eventId, score }) => `  or ${hop}: ${operation} by ${principal} (${eventId}) ${score}`,
  );
  return [...lines, ...others, `${root.kind} ${root.strength} ${root.name ?? ''} ${root.principal ?? ''}`].join('\n');
}
