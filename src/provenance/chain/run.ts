import type { Run } from '../../domain/chain';
import { HOUR, MINUTE } from '../../domain/time';
import { timesOfKey } from '../../store/frequency';
import { textAt } from '../../domain/json';
import type { LookUps } from './look-ups';
import { PLANNERS } from './tools';
import type { Traced } from './traced';

/** Calls with the same key, by the same program, from the same address, less than this apart are one run (spec: provenance, Terraform). */
export const PAUSE = MINUTE;
/** A longer run is cut. */
const LONGEST = HOUR;

/** The run of a tool that a call is part of; `undefined`: it was made by no such tool, or without a key. */
export async function runOf(traced: Traced, tool: string | undefined, look: LookUps, signal?: AbortSignal): Promise<Run | undefined> {
  const { accessKey, ip, time } = traced.event;
  if (tool === undefined || !PLANNERS.has(tool) || accessKey === undefined || ip === undefined) return undefined;
  const use = { accessKey, ip, agent: textAt(traced.record, 'userAgent') ?? '', from: time - LONGEST, until: time + LONGEST };
  const times = await look.once(`run ${JSON.stringify(use)}`, () => timesOfKey(look.store.reader, use, signal));
  const here = times.indexOf(time);
  if (here < 0) return undefined;
  let [first, last] = [here, here];
  while (first > 0 && (times[first] ?? 0) - (times[first - 1] ?? 0) < PAUSE) first -= 1;
  while (last < times.length - 1 && (times[last + 1] ?? 0) - (times[last] ?? 0) < PAUSE) last += 1;
  return { calls: last - first + 1, from: times[first] ?? time, to: times[last] ?? time };
}
