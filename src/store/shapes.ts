import { isObject, type JsonValue } from '../domain/json';

/** Stands for all paths: an operation whose records have too many different ones. */
export const ANY_PATH = '*';
/** Noted where an `errorCode` is there that is no text, or an empty one. */
export const ODD_ERROR = '$.errorCode!';
const MOST_PATHS = 2_000;
const LONGEST_PATH = 500;
/** Kinds of records that are remembered. */
const MOST_KINDS = 100_000;

/** Which JSON paths the records of an operation have: what tells, of a search by path, the operations that can't match. */
export class Shapes {
  /** By operation. */
  readonly paths = new Map<string, Set<string>>();
  private readonly known = new Map<string, Set<number>>();
  private kinds = 0;

  /** @param fingerprint the same for records with the same paths, so that only one of them is read */
  add(operation: string, bytes: Buffer, start: number, end: number, fingerprint: number): void {
    let known = this.known.get(operation);
    if (known === undefined) {
      known = new Set();
      this.known.set(operation, known);
    }
    if (known.has(fingerprint)) return;
    if (this.kinds < MOST_KINDS) {
      known.add(fingerprint);
      this.kinds += 1;
    }
    const paths = this.of(operation);
    if (!paths.has(ANY_PATH)) addPaths(JSON.parse(bytes.toString('utf8', start, end)) as JsonValue, paths);
  }

  /** @param path what is noted of an operation beside the paths of its records */
  note(operation: string, path: string): void {
    this.of(operation).add(path);
  }

  private of(operation: string): Set<string> {
    let paths = this.paths.get(operation);
    if (paths === undefined) {
      paths = new Set();
      this.paths.set(operation, paths);
    }
    return paths;
  }

  clear(): void {
    this.paths.clear();
    this.known.clear();
    this.kinds = 0;
  }
}

/** One step down: a key as it is written in a path, or `[*]` for any place in an array. */
export function pathStep(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function addPaths(record: JsonValue, paths: Set<string>): void {
  const open: { readonly path: string; readonly value: JsonValue }[] = [{ path: '$', value: record }]; // no recursion: records nest deep
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, value } = next;
    if (path.length > LONGEST_PATH || paths.size >= MOST_PATHS) {
      const odd = paths.has(ODD_ERROR);
      paths.clear();
      paths.add(ANY_PATH);
      if (odd) paths.add(ODD_ERROR);
      return;
    }
    paths.add(path);
    if (Array.isArray(value)) for (const item of value as readonly JsonValue[]) open.push({ path: `${path}[*]`, value: item });
    else if (isObject(value))
      for (const [key, item] of Object.entries(value)) if (item !== undefined) open.push({ path: path + pathStep(key), value: item });
  }
}
