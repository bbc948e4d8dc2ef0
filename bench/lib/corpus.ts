import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip, gunzip, gzip } from 'node:zlib';
import { root } from '../../scripts/lib/paths.mjs';
import { isObject, textAt, type JsonObject } from '../../src/domain/json';
import { HOUR } from '../../src/domain/time';
import { makeSample } from '../../src/sample';
import { findLogFiles } from '../../src/store/log-paths';

/** Log files to load. */
export interface Corpus {
  readonly name: string;
  /** How many records it was made to have; absent: as many as there are. */
  readonly records?: number;
  /** What is given to the loader. */
  readonly dir: string;
  readonly files: readonly string[];
  /** Bytes of the files unpacked. */
  readonly jsonBytes: number;
  readonly gzipBytes: number;
}

/** Records of a public attack simulation, where this machine has them. */
const REAL = join(root, '../shared/data/invictus-ir/CloudTrail');
/** The sample's moment: fixed, so that every run has the same bytes. */
export const SAMPLE_NOW = Date.UTC(2026, 0, 15, 12);
const SAMPLE_SEED = 1;
/** As many as a busy trail delivers in one file. */
const RECORDS_PER_FILE = 1_056;
/** Between the copies of a record, so that the corpus spans weeks as real logs do. */
const COPY_EVERY = 6 * HOUR;
/** At a time: what is packed together, no more than Node has threads for. */
const AT_ONCE = 4;

const pack = promisify<string, Buffer>(gzip);
const unpack = promisify<Buffer, Buffer>(gunzip);

/** The sample investigation as the product makes it. */
export async function sampleCorpus(scratch: string): Promise<Corpus> {
  const dir = join(scratch, 'sample');
  if (!existsSync(dir)) await makeSample(dir, { now: SAMPLE_NOW, seed: SAMPLE_SEED });
  return measured('the sample', join(dir, 'AWSLogs'));
}

/**
 * `records` records in gzip files, laid out as a trail delivers them: real records where there are some, else the sample's, as often as
 * it takes, each copy with ids, a time and session keys of its own. Made once and kept in `folder`: two million take a minute.
 */
export async function largeCorpus(folder: string, records: number): Promise<Corpus> {
  const dir = join(folder, `${existsSync(REAL) ? 'real' : 'sample'}-${records}`);
  if (!existsSync(dir)) {
    const templates = await templatesFor(folder);
    await madeAside(dir, async (aside) => {
      const files = Array.from({ length: Math.ceil(records / RECORDS_PER_FILE) }, (_, file) => file);
      for (let start = 0; start < files.length; start += AT_ONCE)
        await Promise.all(files.slice(start, start + AT_ONCE).map((file) => writeFileOf(aside, templates, file, records)));
    });
  }
  return measured(`${records.toLocaleString('en-US')} records (${origin()}, multiplied)`, dir, records);
}

/** What large corpora are copied from: to be said beside their numbers. */
export function origin(): string {
  return existsSync(REAL) ? 'real ones' : "the sample's";
}

/** The same in one file with one array, with ids that no `largeCorpus` has: what another tool's export looks like, and new to every store. */
export async function oneFileCorpus(folder: string, records: number): Promise<Corpus> {
  const dir = join(folder, `one-file-${records}`);
  if (!existsSync(dir)) {
    const templates = await templatesFor(folder);
    await madeAside(dir, async (aside) => {
      await mkdir(aside, { recursive: true });
      await pipeline(Readable.from(oneArray(templates, records)), createGzip(), createWriteStream(join(aside, 'export.json.gz')));
    });
  }
  return measured(`one file of ${records.toLocaleString('en-US')} records`, dir, records);
}

/** Half a corpus is none: it gets its name when it is whole. */
async function madeAside(dir: string, make: (aside: string) => Promise<void>): Promise<void> {
  const aside = `${dir}.tmp`;
  await rm(aside, { recursive: true, force: true });
  await make(aside);
  await rename(aside, dir);
}

async function writeFileOf(dir: string, templates: readonly Template[], file: number, records: number): Promise<void> {
  const first = file * RECORDS_PER_FILE;
  const copies = copiesOf(templates, first, Math.min(first + RECORDS_PER_FILE, records), '');
  const at = new Date(copies.at(-1)?.time ?? SAMPLE_NOW).toISOString();
  const folder = join(dir, 'AWSLogs/111122223333/CloudTrail/us-east-1', ...at.slice(0, 10).split('-'));
  await mkdir(folder, { recursive: true });
  const stamp = at.slice(0, 16).replace(/[-:]/g, '');
  const name = `111122223333_CloudTrail_us-east-1_${stamp}Z_bench${String(file).padStart(5, '0')}.json.gz`;
  await writeFile(join(folder, name), await pack(`{"Records":[${copies.map(({ text }) => text).join(',')}]}`));
}

function* oneArray(templates: readonly Template[], records: number): Generator<string> {
  yield '{"Records":[';
  for (let first = 0; first < records; first += RECORDS_PER_FILE) {
    const copies = copiesOf(templates, first, Math.min(first + RECORDS_PER_FILE, records), 'one file');
    yield `${first === 0 ? '' : ','}${copies.map(({ text }) => text).join(',')}`;
  }
  yield ']}';
}

async function templatesFor(folder: string): Promise<readonly Template[]> {
  const records = await recordsOf(existsSync(REAL) ? REAL : (await sampleCorpus(folder)).dir);
  return records.map(templateOf);
}

/** Each record once: a trail delivers some in two files. */
async function recordsOf(dir: string): Promise<readonly JsonObject[]> {
  const { files } = await findLogFiles([dir]);
  const records = new Map<string, JsonObject>();
  for (const { path } of files) {
    const bytes = await readFile(path);
    const text = (path.endsWith('.gz') ? await unpack(bytes) : bytes).toString('utf8');
    const content = JSON.parse(text) as { readonly Records?: readonly unknown[] };
    for (const record of (content.Records ?? []).filter(isObject)) records.set(textAt(record, 'eventID') ?? '', record);
  }
  if (records.size === 0) throw new Error(`No records in ${dir}.`);
  return [...records.values()];
}

/** A record's text cut at what differs from copy to copy. */
interface Template {
  readonly time: number;
  /** Verbatim text at even places; at odd ones an id, or nothing for the time of the event. */
  readonly parts: readonly (string | undefined)[];
}

/** UUIDs (of events, requests, tokens), the long form of resource ids, and access keys of sessions. */
const IDS = /\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=\b[a-z]+-)0[0-9a-f]{16}|ASIA[A-Z0-9]{16})\b/;
const MOMENT = '\u0000';

function templateOf(record: JsonObject): Template {
  const time = Date.parse(textAt(record, 'eventTime') ?? '');
  return { time, parts: JSON.stringify({ ...record, eventTime: MOMENT }).split(new RegExp(`${IDS.source}|"\\\\u0000"`)) };
}

/** Records `first` up to `end` of the endless row of copies. What differs in `salt` shares no id. */
function copiesOf(templates: readonly Template[], first: number, end: number, salt: string): readonly { time: number; text: string }[] {
  return Array.from({ length: end - first }, (_, i) => {
    const n = first + i;
    const template = templates[n % templates.length];
    if (template === undefined) throw new RangeError('There is nothing to copy.');
    const copy = Math.floor(n / templates.length);
    const time = template.time + copy * COPY_EVERY;
    return { time, text: copyOf(template, time, copy === 0 && salt === '' ? undefined : `${salt}${copy}`) };
  });
}

/** Within one copy an id stays one id, so that its records still name the same resources. Without a name for the copy, all ids stay. */
function copyOf({ parts }: Template, time: number, copy: string | undefined): string {
  const at = moment(time);
  return parts.map((part, n) => (part === undefined ? at : n % 2 === 0 || copy === undefined ? part : freshId(part, copy))).join('');
}

function moment(time: number): string {
  return `"${new Date(time).toISOString().replace('.000Z', 'Z')}"`;
}

function freshId(id: string, copy: string): string {
  const hex = createHash('sha1').update(`${copy} ${id}`).digest('hex');
  if (id.startsWith('ASIA')) return `ASIA${hex.slice(0, 16).toUpperCase()}`;
  if (!id.includes('-')) return `0${hex.slice(0, 16)}`;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

async function measured(name: string, dir: string, records?: number): Promise<Corpus> {
  const { files } = await findLogFiles([dir]);
  let jsonBytes = 0;
  for (const { path, bytes } of files) jsonBytes += path.endsWith('.gz') ? await unpackedBytes(path, bytes) : bytes;
  return {
    name,
    ...(records !== undefined && { records }),
    dir,
    files: files.map(({ path }) => path),
    jsonBytes,
    gzipBytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** The last four bytes of a gzip file tell its size unpacked, modulo 2³²: our files are smaller. */
async function unpackedBytes(path: string, bytes: number): Promise<number> {
  const file = await open(path);
  try {
    return (await file.read(Buffer.alloc(4), 0, 4, bytes - 4)).buffer.readUInt32LE();
  } finally {
    await file.close();
  }
}
