import { isObject, type JsonObject } from '../../domain/json';
import type { Reader, SqlRow } from '../../store/reader';
import { rowsAt } from '../../store/rows-at';
import { EVENTS, REFERENCES } from '../../store/schema';
import { steady } from '../../store/steady';

/** The successful call that brought a resource into being. */
export interface Birth {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly request: JsonObject;
  readonly response: JsonObject;
}

/** Resources in one statement. */
const AT_ONCE = 2_000;

/** The newest births of resources by their ids, thousands in a statement: a flood asks for as many. @throws what the reader throws */
export async function readBirths(reader: Reader, tokens: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, Birth>> {
  const found = new Map<string, Birth>();
  for (let at = 0; at < tokens.length; at += AT_ONCE) {
    const part = tokens.slice(at, at + AT_ONCE);
    for (const [token, birth] of await steady(reader, () => births(reader, part, signal))) found.set(token, birth);
  }
  return found;
}

async function births(
  reader: Reader,
  tokens: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly (readonly [token: string, birth: Birth])[]> {
  const places = await reader.rows(
    `SELECT segment, event AS "row", time, token FROM ${REFERENCES}
     WHERE token IN (SELECT unnest(from_json(?::VARCHAR, '["VARCHAR"]'))) AND side = 'response' AND crud = 'create' AND NOT failed
     GROUP BY ALL ORDER BY time`,
    [JSON.stringify(tokens)],
    signal,
  );
  const rows = await rowsAt(reader, EVENTS, places, 'request, response', signal);
  return places.map(({ token, time }, index) => {
    const { request, response } = rows[index] ?? {};
    return [String(token), { time: Number(time), request: objectOf(request), response: objectOf(response) }];
  });
}

/** A record is somebody else's text: what is no object says nothing. */
function objectOf(value: SqlRow[string] | undefined): JsonObject {
  try {
    const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : undefined;
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
