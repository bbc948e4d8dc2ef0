import type { Reader } from '../../store/reader';
import { EVENTS } from '../../store/schema';
import { marks } from '../../store/sql-condition';
import { steady } from '../../store/steady';
import { PAUSE } from '../chain/run';
import type { Traced } from '../chain/traced';

/** When the run began that a deed belongs to, epoch milliseconds. */
export type RunStart = (deed: Traced) => number;

/** Looks up in one statement when the runs of some keys began, over all their calls and not only those that raised alerts. */
export async function readRuns(reader: Reader, deeds: readonly Traced[], signal?: AbortSignal): Promise<RunStart> {
  const keys = [...new Set(deeds.flatMap(({ event }) => event.accessKey ?? []))];
  const starts = new Map<string, number[]>();
  if (keys.length > 0) {
    const rows = await steady(reader, () =>
      reader.rows(
        `SELECT access_key, ip, time FROM (
           SELECT access_key, coalesce(ip, '') AS ip, time, lag(time) OVER (PARTITION BY access_key, coalesce(ip, '') ORDER BY time) AS before
           FROM ${EVENTS} WHERE access_key IN (${marks(keys)}))
         WHERE before IS NULL OR time - before >= ${PAUSE} ORDER BY time`,
        keys,
        signal,
      ),
    );
    for (const { access_key: key, ip, time } of rows) {
      const place = placeOf(String(key), String(ip));
      const known = starts.get(place);
      if (known === undefined) starts.set(place, [Number(time)]);
      else known.push(Number(time));
    }
  }
  return ({ event: { accessKey = '', ip = '', time } }) => starts.get(placeOf(accessKey, ip))?.findLast((start) => start <= time) ?? time;
}

function placeOf(key: string, ip: string): string {
  return `${key} ${ip}`;
}
