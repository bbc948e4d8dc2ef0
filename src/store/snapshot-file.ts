import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isObject, type JsonObject, type JsonValue } from '../domain/json';
import type { Problem } from '../domain/live';
import { StoreError } from './error';
import { replaceFile } from './manifest';
import type { Look, Seen } from './snapshot';

/**
 * The snapshots of one place: lines that are only ever added to, beside a small file of when each kind was looked at. A line is what is
 * asked of all resources at once (`Head`) and, after a tab, the record, each as JSON, in which no tab stands: an index of twenty thousand
 * resources is read without parsing one record. Lines and not a database, for windows of other processes read while one writes, a look
 * adds few of them, and a process that is killed leaves whole lines and perhaps a part of the last, which is told by its missing end.
 */
export interface Head {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly api: string;
  readonly resource: string;
  readonly name: string;
  readonly parent?: string;
  readonly region?: string;
  readonly since?: number;
  /** No longer there. */
  readonly gone?: true;
  /** Of all that a look says of it. A resource that is gone for the lists alone has that of what it was. */
  readonly hash: string;
}

type Body = Pick<Seen, 'tags' | 'record' | 'unknown'>;

/** A version, and where its record lies in the file. Nothing was read of one that a list no longer had. */
export interface Place {
  readonly head: Head;
  readonly from: number;
  readonly bytes: number;
}

/** When a kind was looked at, and what came of it last. */
export interface Looks {
  /** The last one that failed nowhere, epoch milliseconds. */
  readonly at?: number;
  /** Times of looks at all there are, oldest first: the first, and the newest. */
  readonly whole: readonly number[];
  readonly resources: number;
  readonly problem?: Problem;
}

const MOST_LOOKS = 100;
const TAB = 9;
const LINE_END = 10;
/** Read, and written, at once. */
const BLOCK = 4 * 1024 * 1024;

export class SnapshotFile {
  /** Versions of each resource, oldest first, by kind. */
  readonly kinds = new Map<string, Map<string, Place[]>>();
  looks: Readonly<Record<string, Looks>> = {};
  /** Grows when something was taken in. */
  changes = 0;
  private read = 0;
  private inode = -1;
  private looksText = '';
  private refreshing: Promise<void> = Promise.resolve();

  /** @param path of the lines, ending in `.jsonl` */
  constructor(private readonly path: string) {}

  private get looksPath(): string {
    return this.path.replace(/\.jsonl$/, '.looks.json');
  }

  /** Takes in what was added since, by whichever process. */
  refresh(): Promise<void> {
    const next = this.refreshing.then(() => this.refreshNow()); // one after another: two at once would take the same lines twice
    this.refreshing = next.catch(() => undefined);
    return next;
  }

  private async refreshNow(): Promise<void> {
    await this.readLooks();
    const found = await stat(this.path).catch(() => undefined);
    if (found?.ino !== this.inode || found.size < this.read) this.forget(found?.ino ?? -1); // cleared, perhaps written anew
    if (found === undefined || found.size === this.read) return;
    const file = await open(this.path);
    try {
      await this.take(file, found.size);
    } finally {
      await file.close();
    }
  }

  private forget(inode: number): void {
    if (this.read > 0) this.changes += 1;
    this.kinds.clear();
    this.inode = inode;
    this.read = 0;
  }

  private async readLooks(): Promise<void> {
    const text = await readFile(this.looksPath, 'utf8').catch(() => '');
    if (text === this.looksText) return;
    this.looksText = text;
    this.looks = looksIn(text);
    this.changes += 1;
  }

  private async take(file: FileHandle, size: number): Promise<void> {
    let rest = Buffer.alloc(0);
    for (let at = this.read; at < size;) {
      const block = Buffer.alloc(Math.min(BLOCK, size - at));
      const { bytesRead } = await file.read(block, 0, block.length, at);
      if (bytesRead === 0) break;
      at += bytesRead;
      const text = rest.length === 0 ? block.subarray(0, bytesRead) : Buffer.concat([rest, block.subarray(0, bytesRead)]);
      let start = 0;
      for (let end = text.indexOf(LINE_END); end >= 0; end = text.indexOf(LINE_END, start)) {
        this.takeLine(text.subarray(start, end), this.read);
        this.read += end + 1 - start;
        start = end + 1;
      }
      rest = text.subarray(start);
    }
    this.changes += 1;
  }

  private takeLine(line: Buffer, offset: number): void {
    const tab = line.indexOf(TAB);
    const head = headIn(line.toString('utf8', 0, tab < 0 ? line.length : tab));
    if (head === undefined) return; // a line that somebody else has changed says nothing
    let resources = this.kinds.get(head.api);
    if (resources === undefined) this.kinds.set(head.api, (resources = new Map<string, Place[]>()));
    const place = { head, from: offset + tab + 1, bytes: tab < 0 ? 0 : line.length - tab - 1 };
    const versions = resources.get(head.resource);
    if (versions === undefined) resources.set(head.resource, [place]);
    else versions.push(place);
  }

  /** The records of some versions, as they were written. Neighbours are read at once. */
  async bodies(places: readonly Place[]): Promise<readonly Body[]> {
    if (places.length === 0) return [];
    const inFile = [...places.entries()].sort(([, one], [, other]) => one.from - other.from);
    const bodies = new Array<Body>(places.length);
    const file = await open(this.path);
    try {
      for (let start = 0; start < inFile.length;) {
        const from = inFile[start]?.[1].from ?? 0;
        const beyond = inFile.findIndex(([, place], n) => n > start && place.from + place.bytes > from + BLOCK);
        const span = inFile.slice(start, beyond < 0 ? undefined : beyond);
        const bytes = Math.max(...span.map(([, place]) => place.from + place.bytes)) - from;
        const { buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, from);
        for (const [n, place] of span) bodies[n] = bodyIn(buffer.toString('utf8', place.from - from, place.from - from + place.bytes));
        start += span.length;
      }
      return bodies;
    } finally {
      await file.close();
    }
  }

  /**
   * Adds what looks found otherwise than those before; nothing where all is as it was, but for the time. For one writer at a time.
   * @returns what was cut off, in words, where a process had been killed while it wrote
   * @throws StoreError where it can't be written
   */
  async add(looks: readonly Look[]): Promise<string | undefined> {
    await mkdir(dirname(this.path), { recursive: true });
    await this.refresh();
    const torn = await this.mend();
    for (const look of looks) {
      await this.append(await this.newLines(look));
      await this.refresh();
    }
    await this.note(looks);
    await this.refresh();
    return torn;
  }

  /** Takes away a line without an end. */
  private async mend(): Promise<string | undefined> {
    const { size } = (await stat(this.path).catch(() => undefined)) ?? { size: 0 };
    if (size === this.read) return undefined;
    const file = await open(this.path, 'r+');
    try {
      await file.truncate(this.read);
    } finally {
      await file.close();
    }
    return `The last line of ${this.path} was cut off, ${size - this.read} bytes, by a process that was stopped while it wrote. It is dropped; what it said is asked for again.`;
  }

  private async newLines({ api, at, seen, found: extent }: Look): Promise<readonly string[]> {
    const known = this.kinds.get(api) ?? new Map<string, Place[]>();
    const lines: string[] = [];
    for (const one of seen) {
      const last = known.get(one.resource)?.at(-1);
      const { resource, name, parent, region, since, ended, ...found } = one;
      const body = found.unknown === undefined || last === undefined ? found : await this.withOld(last, found);
      const told = { api, resource, name, ...definedOf({ parent, region, since }), ...(ended === true && { gone: true as const }) };
      const hash = hashOf([told, body]);
      if (last?.head.hash !== hash || last.head.gone !== told.gone) lines.push(lineOf({ at, ...told, hash }, body));
    }
    if (extent !== 'all') return lines;
    const there = new Set(seen.map(({ resource }) => resource));
    for (const [resource, versions] of known) {
      const last = versions.at(-1);
      if (last !== undefined && last.head.gone !== true && !there.has(resource))
        lines.push(`${JSON.stringify({ ...last.head, at, gone: true } satisfies Head)}\n`);
    }
    return lines;
  }

  /** What can't be had now is as it was. */
  private async withOld(last: Place, found: Body): Promise<Body> {
    const [before] = await this.bodies([last]);
    const old = Object.entries(before?.record ?? {}).filter(([key]) => Object.hasOwn(found.unknown ?? {}, key));
    return { ...found, record: { ...Object.fromEntries(old), ...found.record } };
  }

  private async append(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    try {
      const file = await open(this.path, 'a');
      try {
        let block = '';
        for (const line of lines) {
          block += line;
          if (block.length < BLOCK) continue;
          await file.appendFile(block);
          block = '';
        }
        await file.appendFile(block);
        await file.datasync();
      } finally {
        await file.close();
      }
    } catch (error) {
      throw StoreError.fromWrite(error, this.path, 'refresh again');
    }
  }

  /** What was found stands in the file before it is said when. */
  private async note(looks: readonly Look[]): Promise<void> {
    const noted: Record<string, Looks> = { ...this.looks };
    for (const look of looks) noted[look.api] = this.after(look, noted[look.api]);
    try {
      await replaceFile(this.looksPath, JSON.stringify(noted));
    } catch (error) {
      throw StoreError.fromWrite(error, this.looksPath, 'refresh again');
    }
  }

  private after({ api, at, found, problem }: Look, before: Looks | undefined): Looks {
    const { whole = [] } = before ?? {};
    const times = found === 'all' ? [...whole, at] : whole;
    const done = found === 'part' ? before?.at : at;
    const trouble = problem ?? (found === 'part' ? before?.problem : undefined); // one that was cancelled says nothing new
    return {
      ...(done !== undefined && { at: done }),
      whole: times.length > MOST_LOOKS ? [...times.slice(0, 1), ...times.slice(2)] : times,
      resources: [...(this.kinds.get(api)?.values() ?? [])].filter((versions) => versions.at(-1)?.head.gone !== true).length,
      ...(trouble !== undefined && { problem: trouble }),
    };
  }
}

function lineOf(head: Head, body: Body): string {
  return `${JSON.stringify(head)}\t${JSON.stringify(body)}\n`;
}

function headIn(text: string): Head | undefined {
  const value = parsed(text);
  if (!isObject(value)) return undefined;
  const { at, api, resource, name, hash } = value;
  const isHead = typeof at === 'number' && [api, resource, name, hash].every((member) => typeof member === 'string');
  return isHead ? (value as unknown as Head) : undefined; // what is not asked for above is ours or absent
}

function bodyIn(text: string): Body {
  const value = parsed(text);
  const isBody = isObject(value) && isObject(value['record']) && isObject(value['tags']);
  return isBody ? (value as unknown as Body) : { tags: {}, record: {} };
}

function looksIn(text: string): Readonly<Record<string, Looks>> {
  const value = parsed(text);
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([api, looks]) => (isLooks(looks) ? [[api, looks] as const] : [])));
}

function isLooks(value: unknown): value is Looks {
  const { whole, resources } = (value ?? {}) as Partial<Looks>;
  return Array.isArray(whole) && typeof resources === 'number';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function definedOf(members: { readonly [Key in 'parent' | 'region' | 'since']: Seen[Key] | undefined }): Pick<
  Seen,
  'parent' | 'region' | 'since'
> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** The same for the same, in whatever order its keys stand. */
function hashOf(value: JsonValue | readonly [object, Body]): string {
  return createHash('sha256')
    .update(JSON.stringify(value, (_, member: unknown) => (isObject(member) ? inOrder(member) : member)))
    .digest('base64url')
    .slice(0, 22);
}

function inOrder(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Takes everything of a place away. For the writer. */
export async function removeSnapshots(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
