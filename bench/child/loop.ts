// A process that stands in for the editor's extension host: it has an engine beside it, and its own event loop is what we watch.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { HOUR } from '../../src/domain/time';
import type { Engine } from '../../src/engine/api';
import { startEngine } from '../../src/engine/client';

/** Argument, as JSON. */
export interface LoopInput {
  readonly storeDir: string;
  readonly policiesDir: string;
  readonly enginePath: string;
  /** Log files to load meanwhile. */
  readonly logs: string;
}

/** Longest time between two turns of the loop, milliseconds. */
export interface LoopAnswer {
  readonly idle: number;
  readonly busy: number;
  readonly questions: number;
  readonly loaded: number;
}

const IDLE_MS = 1_000;
/** A load may take longer: it is cancelled then, as a person would. */
const LONGEST_MS = 30_000;

/** All of them read the whole store, and bring back what the views show. */
const HEAVY: readonly ((engine: Engine, round: number) => Promise<unknown>)[] = [
  (engine) =>
    engine.search({
      query: `event from cloud.audit_logs where json.rule = $.userAgent contains 'nobody has this'`,
      window: {},
      offset: 0,
      limit: 1_000,
    }),
  (engine) =>
    engine.search({
      query: `event from cloud.audit_logs where operation MATCHES '*'`,
      window: {},
      offset: 0,
      limit: 1_000,
      sort: { column: 'ip', descending: false },
    }),
  // Other regions each time: the evidence is gathered anew.
  (engine, round) => engine.dashboard({ window: {}, bucket: HOUR, bucketOffset: 0, regionsInUse: [`us-east-1`, `none-${round}`] }),
  (engine) => engine.accounts({ window: {} }),
];

async function main({ storeDir, policiesDir, enginePath, logs }: LoopInput): Promise<LoopAnswer> {
  const told: string[] = [];
  const note = (line: string): void => void told.push(line);
  const engine = startEngine({ storeDir, policiesDir, enginePath, log: note, onRestart: note });
  try {
    await engine.status();
    const idle = await worstDelay(() => pause(IDLE_MS));
    let [questions, loaded] = [0, 0];
    const busy = await worstDelay(async () => {
      let loading = true;
      const load = engine.load([logs], { signal: AbortSignal.timeout(LONGEST_MS) }).then(({ events }) => {
        loading = false;
        loaded = events;
      });
      const asking = HEAVY.map(async (ask) => {
        for (let round = 0; round === 0 || loading; round++) {
          await ask(engine, round);
          questions += 1;
        }
      });
      await Promise.all([load, ...asking]);
    });
    return { idle, busy, questions, loaded };
  } catch (error) {
    throw new Error(told.join('\n'), { cause: error });
  } finally {
    await engine.dispose();
  }
}

async function worstDelay(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.max / 1e6;
}

void main(JSON.parse(process.argv[2] ?? '') as LoopInput).then((answer) => console.log(JSON.stringify(answer)));
