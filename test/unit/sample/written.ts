import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isObject, type JsonObject } from '../../../src/domain/json';

/** Reads a written sample with nothing of the product's but the type of JSON: what is counted here is counted on its own. */
export interface WrittenLog {
  readonly path: string;
  readonly records: readonly JsonObject[];
}

/** A folder that is gone after `use`. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'nephoscope-sample-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Paths of all files below a folder, with `/`, in order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => relative(folder, join(folder, path)).split(sep).join('/'))
    .sort();
}

export function unzipped(folder: string, path: string): JsonObject {
  const value: unknown = JSON.parse(gunzipSync(readFileSync(join(folder, path))).toString('utf8'));
  if (!isObject(value)) throw new Error(`no object in ${path}`);
  return value;
}

export function logsBelow(folder: string): WrittenLog[] {
  return filesBelow(folder)
    .filter((path) => path.includes('/CloudTrail/'))
    .map((path) => ({ path, records: unzipped(folder, path)['Records'] as readonly JsonObject[] }));
}
