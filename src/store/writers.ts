import type { Reader } from './reader';
import { rowsAt } from './rows-at';
import { EVENTS, RECORDS } from './schema';
import { marks } from './sql-condition';
import { steady } from './steady';
import { TOUCH_COLUMNS, touchOf, type Touch } from './touches';

/** The successful writes of one session, key or name in one region. */
export interface Writer {
  readonly account: string;
  readonly region: string;
  readonly writes: number;
  /** The newest of them; absent of those that services made by themselves, which are one writer together. */
  readonly newest?: Touch;
}

/**
 * Who wrote in each account and region, and how often: as many answers as there were sessions, and one record of each is read.
 * @param except services whose writes don't count
 */
export async function writersIn(reader: Reader, except: readonly string[], signal?: AbortSignal): Promise<readonly Writer[]> {
  return steady(reader, async () => {
    const groups = await reader.rows(
      `SELECT account, region, service_driven, count(*) AS writes, max(time) AS time,
         arg_max(segment, (time, segment, "row")) AS segment, arg_max("row", (time, segment, "row")) AS "row"
       FROM (SELECT *, CASE WHEN NOT service_driven THEN (access_key, subject, role) END AS who FROM ${EVENTS}
         WHERE crud <> 'read' AND error_code IS NULL AND region <> '' AND service NOT IN (${marks(except)}))
       GROUP BY account, region, service_driven, who`,
      except,
      signal,
    );
    const people = groups.filter((group) => group['service_driven'] === false);
    const newest = (await rowsAt(reader, RECORDS, people, TOUCH_COLUMNS, signal)).map((row) => touchOf(row));
    const touches = new Map(people.map((group, n) => [group, newest[n]]));
    return groups.map((group) => {
      const touch = touches.get(group);
      return {
        account: String(group['account']),
        region: String(group['region']),
        writes: Number(group['writes']),
        ...(touch !== undefined && { newest: touch }),
      };
    });
  });
}
