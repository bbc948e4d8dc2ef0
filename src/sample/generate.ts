import { DAY } from '../domain/time';
import { deliver, type LogFile } from './delivery';
import { failures } from './failures';
import { earlierDays, incidents } from './incidents';
import { LAST_DAY } from './last-day';
import { callsOf } from './ledger';
import { oddities } from './oddities';
import { people } from './people';
import { builds, terraform } from './pipelines';
import { Random } from './random';
import { recordOf, type Call } from './record';
import { services } from './services';
import { story } from './story';

export interface SampleOptions {
  /** Another seed is another week in the same company; 1 where absent. */
  readonly seed?: number;
  /** The moment the sample ends, in epoch milliseconds. */
  readonly now: number;
}

export const DEFAULT_SEED = 1;
/** How far back the sample reaches. */
const SPAN = 7 * DAY;

type Scenario = (from: number, now: number, random: Random) => readonly Call[];

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  people,
  builds,
  terraform,
  services,
  failures,
  oddities: (_, now, random) => oddities(now, random),
  lastDay: (_, now, random) => callsOf(LAST_DAY, now, random),
  earlierDays: (_, now, random) => callsOf(earlierDays(random), now, random),
  incidents: (_, now, random) => callsOf(incidents(now), now, random),
  story: (_, now, random) => story(now, random),
};

/** The log files of the sample investigation, by path. Pure: the same options give the same files. */
export function generate({ seed = DEFAULT_SEED, now }: SampleOptions): readonly LogFile[] {
  const from = now - SPAN;
  const records = Object.entries(SCENARIOS).flatMap(([name, scenario]) => {
    const random = new Random(seed, name);
    return scenario(from, now, random)
      .filter(({ time }) => time >= from && time <= now)
      .map((call) => recordOf(call, random));
  });
  return deliver(records, seed);
}
