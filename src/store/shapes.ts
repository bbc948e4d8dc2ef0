import { isObject, type JsonValue } from '../domain/json';

/** Stands for all paths: an operation whose records have too many different ones. */
export const ANY_PATH = '*';
/** Noted where an `errorCode` is there that is no text, or an empty one. */
export const ODD_ERROR = '$.errorCode!';
const MOST_PATHS = 2_000;
const LONGEST_PATH = 500;
/** Operations whose paths are told apart, and bytes of paths that are held, about: a hostile log has no end of either. */
const MOST_OPERATIONS = 5_000;
const MOST_BYTES = 32 * 1024 * 1024;
const ENTRY_BYTES = 40;

/** Records of one operation with the same paths. */
interface Kind {
  readonly paths: ReadonlySet<string>;
  /** The last collection that they were noted in. */
  noted: number;
}

/** Which JSON paths the records of an operation have: what tells, of a search by path, the operations that can't match. */
export class Shapes {
  /** By operation. */
  readonly paths = new Map<string, Set<string>>();
  private readonly any = new Set([ANY_PATH, ODD_ERROR]);
  /** What was read of records, by operation and fingerprint; a path that many have is held once. */
  private readonly kinds = new Map<string, Map<number, Kind>>();
  private readonly texts = new Map<string, string>();
  private bytes = 0;
  private collection = 1;

  /** @param fingerprint the same for records with the same paths, so that only one of them is read */
  add(operation: string, bytes: Buffer, start: number, end: number, fingerprint: number): void {
    let kinds = this.kinds.get(operation);
    if (kinds === undefined) {
      kinds = new Map();
      this.kinds.set(operation, kinds);
    }
    let kind = kinds.get(fingerprint);
    if (kind?.noted === this.collection) return;
    const paths = this.of(operation);
    if (paths.has(ANY_PATH)) return;
    if (kind === undefined) {
      if (this.bytes > MOST_BYTES) {
        anyOnly(paths);
        return;
      }
      kind = { paths: this.held(pathsIn(JSON.parse(bytes.toString('utf8', start, end)) as JsonValue)), noted: 0 };
      kinds.set(fingerprint, kind);
    }
    kind.noted = this.collection;
    for (const path of kind.paths) paths.add(path);
    if (paths.size > MOST_PATHS || paths.has(ANY_PATH)) anyOnly(paths);
  }

  /** @param path what is noted of an operation beside the paths of its records */
  note(operation: string, path: string): void {
    this.of(operation).add(path);
  }

  /** Begins another collection. What was read of records is remembered. */
  clear(): void {
    this.paths.clear();
    this.collection += 1;
    if (this.bytes <= MOST_BYTES) return;
    this.kinds.clear();
    this.texts.clear();
    this.bytes = 0;
  }

  private of(operation: string): Set<string> {
    let paths = this.paths.get(operation);
    if (paths === undefined) {
      paths = this.paths.size < MOST_OPERATIONS ? new Set() : this.any;
      this.paths.set(operation, paths);
    }
    return paths;
  }

  private held(paths: Iterable<string>): ReadonlySet<string> {
    const held = new Set<string>();
    for (const path of paths) {
      let text = this.texts.get(path);
      if (text === undefined) {
        text = path;
        this.texts.set(path, path);
        this.bytes += 2 * ENTRY_BYTES + path.length;
      }
      held.add(text);
      this.bytes += ENTRY_BYTES;
    }
    return held;
  }
}

function anyOnly(paths: Set<string>): void {
  const odd = paths.has(ODD_ERROR);
  paths.clear();
  paths.add(ANY_PATH);
  if (odd) paths.add(ODD_ERROR);
}

/** One step down: a key as it is written in a path, or `[*]` for any place in an array. */
export function pathStep(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function pathsIn(record: JsonValue): ReadonlySet<string> {
  const paths = new Set<string>();
  const open: { readonly path: string; readonly value: JsonValue }[] = [{ path: '$', value: record }]; // no recursion: records nest deep
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, value } = next;
    if (path.length > LONGEST_PATH || paths.size >= MOST_PATHS) return new Set([ANY_PATH]);
    paths.add(path);
    if (Array.isArray(value)) for (const item of value as readonly JsonValue[]) open.push({ path: `${path}[*]`, value: item });
    else if (isObject(value))
      for (const [key, item] of Object.entries(value)) if (item !== undefined) open.push({ path: path + pathStep(key), value: item });
  }
  return paths;
}
