import { GLOBAL_SERVICES } from '../domain/regions';
import type { Reader } from '../store/reader';
import { EVENTS } from '../store/schema';

/** A region with writes of its own, and whether they look like work. */
export interface RegionUse {
  readonly region: string;
  readonly inUse: boolean;
  /** Successful writes by people and tools; those of services by themselves, and of services that record in one region, are left out. */
  readonly writes: number;
  readonly principals: number;
  /** Distinct days, in UTC. */
  readonly days: number;
}

/**
 * The regions that something was made or changed in, most writes first, each with a proposal. A region is in use where work comes back:
 * on two days or more, by two principals or more. One person on one day is what a slip looks like, or an intruder. The region with the
 * most writes is in use whatever the numbers, so that an hour of logs doesn't call its only region unused.
 * @throws what the reader throws
 */
export async function proposeRegions(reader: Reader, signal?: AbortSignal): Promise<readonly RegionUse[]> {
  const marks = GLOBAL_SERVICES.map(() => '?').join(', ');
  const rows = await reader.rows(
    `SELECT region, count(*) AS writes, count(DISTINCT coalesce(subject, access_key, account)) AS principals, count(DISTINCT time // 86400000) AS days
     FROM ${EVENTS}
     WHERE NOT service_driven AND crud <> 'read' AND error_code IS NULL AND region <> '' AND service NOT IN (${marks})
     GROUP BY region ORDER BY writes DESC, days DESC, region`,
    GLOBAL_SERVICES,
    signal,
  );
  return rows.map((row, place) => {
    const { writes, principals, days } = {
      writes: Number(row['writes']),
      principals: Number(row['principals']),
      days: Number(row['days']),
    };
    return { region: String(row['region']), inUse: place === 0 || (days >= 2 && principals >= 2), writes, principals, days };
  });
}
