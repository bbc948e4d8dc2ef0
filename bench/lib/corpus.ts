import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { root } from '../../scripts/lib/paths.mjs';
import { isObject, textAt, type JsonObject } from '../../src/domain/json';
import { HOUR } from '../../src/domain/time';
import { makeSample } from '../../src/sample';
import { findLogFiles } from '../../src/store/log-paths';

/** Log files to load. */
export interface Corpus {
  readonly name: string;
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
const FILES = 100;
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
  const logs = join(dir, 'AWSLogs');
  return measured('the sample', logs);
}

/**
 * At least `events` records in gzip files: real records where there are some, else the sample's, as often as it takes, each copy with
 * ids and a time of its own.
 */
export async function largeCorpus(scratch: string, events: number): Promise<Corpus> {
  const real = existsSync(REAL);
  const records = await recordsOf(real ? REAL : (await sampleCorpus(scratch)).dir);
  const dir = join(scratch, `large-${events}`);
  const name = `${events.toLocaleString('en-US')} records (${real ? 'real ones' : "the sample's"}, multiplied)`;
  if (existsSync(dir)) return measured(name, dir);
  await mkdir(dir, { recursive: true });
  const perFile = Math.ceil(events / FILES);
  const numbers = Array.from({ length: FILES }, (_, file) => file);
  for (let start = 0; start < FILES; start += AT_ONCE)
    await Promise.all(
      numbers.slice(start, start + AT_ONCE).map(async (file) => {
        const first = file * perFile;
        const texts = Array.from({ length: Math.min(perFile, events - first) }, (_, i) => copyOf(records, first + i));
        const at = `202601${String(1 + (file % 28)).padStart(2, '0')}T${String(Math.floor(file / 28)).padStart(2, '0')}00Z`;
        await writeFile(
          join(dir, `111122223333_CloudTrail_us-east-1_${at}_bench${file}.json.gz`),
          await pack(`{"Records":[${texts.join(',')}]}`),
        );
      }),
    );
  return measured(name, dir);
}

async function recordsOf(dir: string): Promise<readonly JsonObject[]> {
  const { files } = await findLogFiles([dir]);
  const records: JsonObject[] = [];
  for (const { path } of files) {
    const bytes = await readFile(path);
    const text = (path.endsWith('.gz') ? await unpack(bytes) : bytes).toString('utf8');
    const content = JSON.parse(text) as { readonly Records?: readonly unknown[] };
    records.push(...(content.Records ?? []).filter(isObject));
  }
  if (records.length === 0) throw new Error(`No records in ${dir}.`);
  return records;
}

/** UUIDs (of events, requests, tokens) and the long form of resource ids. */
const IDS = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|(?<=\b[a-z]+-)0[0-9a-f]{16}\b/g;

/** The text of the nth record. Within one copy an id stays one id, so that records still name the same resources. */
function copyOf(records: readonly JsonObject[], n: number): string {
  const copy = Math.floor(n / records.length);
  const record = records[n % records.length] ?? {};
  const time = Date.parse(textAt(record, 'eventTime') ?? '') + copy * COPY_EVERY;
  const text = JSON.stringify({ ...record, eventTime: new Date(time).toISOString().replace('.000Z', 'Z') });
  return text.replace(IDS, (id) => {
    const hex = createHash('sha1').update(`${copy} ${id}`).digest('hex');
    if (!id.includes('-')) return `0${hex.slice(0, 16)}`;
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
  });
}

async function measured(name: string, dir: string): Promise<Corpus> {
  const { files } = await findLogFiles([dir]);
  let jsonBytes = 0;
  for (const { path } of files) jsonBytes += (await unpack(await readFile(path))).length;
  return { name, dir, files: files.map(({ path }) => path), jsonBytes, gzipBytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}
