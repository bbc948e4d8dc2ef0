import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SyncReport, SyncRequest } from '../../../../src/aws/live-api';
import type { ApiName } from '../../../../src/domain/inventory';
import type { JsonObject } from '../../../../src/domain/json';
import type { EngineService } from '../../../../src/engine/service';
import type { Double, DoubleOptions } from '../../../aws/double';
import { temporaryFolder } from '../../support/folders';
import { connectedTo, doubleOf } from '../../support/live';

export const NOW = Date.UTC(2026, 4, 20, 9, 30);

export interface Bench {
  readonly double: Double;
  readonly engine: EngineService;
  readonly sync: (request?: Partial<SyncRequest>) => Promise<SyncReport>;
  /** Calls that reached the double since the last time somebody asked, by name and how often. */
  readonly calls: () => Readonly<Record<string, number>>;
  /** What the snapshots of the account take on disk. */
  readonly bytes: () => Promise<number>;
  readonly record: (api: ApiName, name: string, region?: string) => Promise<JsonObject>;
}

/** One account of the sample's world, of which some regions are looked at. */
export async function bench(profile: string, account: string, regions: readonly string[], options: DoubleOptions = {}): Promise<Bench> {
  const now = options.now ?? (() => NOW);
  const { double } = await doubleOf({ ...options, now });
  const dir = join(await temporaryFolder(), 'store');
  const engine = await connectedTo([profile], dir, now);
  await engine.live.chooseRegions(account, regions);
  double.requests.length = 0;
  return {
    double,
    engine,
    sync: (request) => engine.live.sync({ sources: ['inventory'], accounts: [account], ...request }),
    calls: () => {
      const made: Record<string, number> = {};
      for (const { service, operation } of double.requests.splice(0))
        if (service !== 'sts') made[`${service}:${operation}`] = (made[`${service}:${operation}`] ?? 0) + 1;
      return made;
    },
    bytes: async () => {
      const folder = join(dir, 'inventory', account);
      const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
      const sizes = await Promise.all(files.map(async (name) => (await stat(join(folder, name))).size));
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    record: async (api, name, region = regions[0] ?? '') => {
      const { resources } = await engine.live.resources({ account, region, api, filter: name, limit: 10 });
      const resource = resources.find((one) => one.name === name)?.resource ?? `no ${api} ${name}`;
      const found = await engine.configuration(resource);
      return found?.configuration ?? {};
    },
  };
}
