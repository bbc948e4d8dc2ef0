// A process that collects an account from the double, as the engine's process does: how long it takes, and the most memory it held.
import { rm } from 'node:fs/promises';
import { EngineService } from '../../src/engine/service';

/** Argument, as JSON. */
export interface InventoryInput {
  readonly storeDir: string;
  readonly policiesDir: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Kind that is listed and asked for. */
  readonly api: string;
}

/** Times in milliseconds. */
export interface InventoryAnswer {
  readonly resources: number;
  readonly calls: number;
  readonly first: number;
  readonly again: number;
  readonly callsAgain: number;
  readonly opened: number;
  readonly list: number;
  readonly query: number;
  /** 10⁶ bytes. */
  readonly peakMB: number;
}

const LISTED = 200;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round(performance.now() - start);
}

async function main({ storeDir, policiesDir, environment, api }: InventoryInput): Promise<InventoryAnswer> {
  Object.assign(process.env, environment);
  await rm(storeDir, { recursive: true, force: true });
  const open = (): EngineService => new EngineService({ storeDir, policiesDir, live: {} });
  let engine = open();
  const { connected, failed } = await engine.live.connect([{ profile: 'production' }]);
  const account = connected[0]?.account;
  const region = connected[0]?.regions[0]?.region;
  if (account === undefined || region === undefined) throw new Error(JSON.stringify(failed));
  const sync = { sources: ['inventory'] } as const;
  const report = await engine.live.sync(sync);
  if (report.problems.length > 0) throw new Error(JSON.stringify(report.problems[0]));
  const second = await engine.live.sync(sync);
  await engine.dispose();
  engine = open();
  const page = { account, region, api, limit: LISTED };
  const opened = await timed(() => engine.live.resources({ ...page, limit: 1 }));
  const list = await timed(() => engine.live.resources(page));
  const query = await timed(() =>
    engine.search({ query: `config from cloud.resource where api.name = '${api}'`, window: {}, offset: 0, limit: LISTED }),
  );
  await engine.dispose();
  return {
    resources: report.resources,
    calls: report.calls,
    first: Math.round(report.seconds * 1000),
    again: Math.round(second.seconds * 1000),
    callsAgain: second.calls,
    opened,
    list,
    query,
    peakMB: (process.resourceUsage().maxRSS * 1024) / 1e6,
  };
}

main(JSON.parse(process.argv[2] ?? '{}') as InventoryInput).then(
  (answer) => process.stdout.write(JSON.stringify(answer)),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
