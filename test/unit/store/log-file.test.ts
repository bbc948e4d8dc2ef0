import { randomBytes } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { constants, createGzip, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readLogFile } from '../../../src/store/log-file';
import { Scanner } from '../../../src/store/scanner';
import { Splitter } from '../../../src/store/splitter';
import { event, EXEMPLARS, hasExemplars, temporaryFolder } from '../support/folders';

interface Outcome {
  readonly items: readonly string[];
  readonly faults: readonly string[];
}

function split(text: string | Buffer, size: number): Outcome {
  const bytes = Buffer.from(text);
  const items: string[] = [];
  const faults: string[] = [];
  const splitter = new Splitter({ item: (item) => items.push(item.toString('utf8')), fault: (reason) => faults.push(reason) });
  for (let start = 0; start < bytes.length; start += size) splitter.push(bytes.subarray(start, start + size));
  splitter.end();
  return { items, faults };
}

async function read(
  path: string,
  breathe = (): Promise<void> => Promise.resolve(),
): Promise<{ texts: string[]; faults: { reason: string; record?: number }[] }> {
  const texts: string[] = [];
  const faults: { reason: string; record?: number }[] = [];
  await readLogFile(path, {
    scanner: new Scanner(),
    record: (bytes, start, end) => texts.push(bytes.toString('utf8', start, end)),
    fault: (reason, record) => faults.push({ reason, ...(record !== undefined && { record }) }),
    progress: () => undefined,
    breathe,
  });
  return { texts, faults };
}

const A = '{"eventID":"a","eventTime":"2024-05-01T10:00:00Z","s":"} ] \\" { \\\\","n":{"Records":[{"x":1}]},"é":"日本"}';
const B = '{"eventID":"b","eventTime":"2024-05-01T10:00:01Z","resources":[{"ARN":"x"}],"big":12345678901234567890}';
const PRETTY = '{\n"eventID":"p",\n"eventTime":"2024-05-01T10:00:00Z",\n"requestParameters":\n{\n"list":[\n{\n"y":1\n},\n{\n}\n]\n}\n}';

/** Whatever is around them, these files hold the records A and B. */
const SHAPES: Readonly<Record<string, string>> = {
  'Records alone': `{"Records":[${A},${B}]}`,
  'Records after other keys': `{"meta":{"Records":[{"no":1}]},"Recordsx":[{"no":2}],"k":"Records","Records" : [ ${A} ,\n ${B} ]}`,
  'Records before other keys': `{"Records":[${A},${B}],"next":{"a":[{"b":1}]},"list":[{"c":1}],"t":"}"}`,
  'an envelope a line': `{"Records":[${A}]}\n{"Records":[]}\n{"x":1,"Records":[${B}]}\n`,
  'a bare array': ` [\n${A},\n${B}\n]\n`,
  'one object a line': `${A}\n${B}\n`,
  'one object a line, as Windows ends them': `${A}\r\n${B}`,
  'one after another': `${A}${B}`,
  'a byte order mark': `\ufeff{"Records":[${A},${B}]}`,
};

describe('the splitter', () => {
  for (const [shape, text] of Object.entries(SHAPES))
    it.each([1, 7, 65536])(`${shape}, %i bytes at a time`, (size) => {
      expect(split(text, size)).toEqual({ items: [A, B], faults: [] });
    });

  it.each([1, 7, 65536])('objects over lines without indentation stay whole, %i bytes at a time', (size) => {
    expect(split(`${PRETTY}\n${A}\n${PRETTY}`, size)).toEqual({ items: [PRETTY, A, PRETTY], faults: [] });
  });

  it.each([1, 7, 65536])('a line that breaks off takes none after it along, %i bytes at a time', (size) => {
    for (const broken of ['{"eventID":"x","s":"cut', '{"eventID":"x","s":', '{"a":{"b":[1,', '{"a":"b\\']) {
      const { items } = split(`${A}\n${broken}\n${B}\n`, size);
      expect(items.map((item) => item.trim())).toEqual([A, broken, B]);
    }
  });

  it.each([1, 7, 65536])('text before, between and after is named and passed over, %i bytes at a time', (size) => {
    const { items, faults } = split(`# exported {today}\n${A}\nERROR retry\n${B}}\n${A}\nbye`, size);
    expect(items).toEqual([A, B, A]);
    expect(faults).toHaveLength(4);
    expect(faults[1]).toContain('"E"');
  });

  it('text after an envelope costs nothing of it; a cut one names its end', () => {
    expect(split(`{"Records":[${A}]} and more`, 7)).toMatchObject({ items: [A], faults: [expect.stringContaining('not JSON')] });
    expect(split(`{"Records":[${A},{"eventID":`, 7)).toMatchObject({ items: [A], faults: [expect.stringContaining('in the middle')] });
  });

  it('text that is no JSON is one fault; nothing at all is none', () => {
    expect(split('Dear all,\nno log here.\n'.repeat(1000), 65536)).toMatchObject({ items: [], faults: [expect.any(String)] });
    for (const empty of ['', ' \n', '{"Records":[]}', '[]']) expect(split(empty, 1)).toEqual({ items: [], faults: [] });
  });

  it('a layout made to be slow is not', () => {
    const started = performance.now();
    split(`{"x":\n[${'\n{\n},'.repeat(1_500_000)}`, 65536);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('a log file', () => {
  it('is read gzipped or plain, whatever its name', async () => {
    const dir = await temporaryFolder();
    const text = JSON.stringify({ Records: [event('1'), event('2')] });
    await writeFile(join(dir, 'a.json'), gzipSync(text));
    await writeFile(join(dir, 'b.gz'), text);
    await writeFile(join(dir, 'c.gz'), Buffer.concat([gzipSync(text.slice(0, 300)), gzipSync(text.slice(300))]));
    const expected = { texts: [JSON.stringify(event('1')), JSON.stringify(event('2'))], faults: [] };
    for (const name of ['a.json', 'b.gz', 'c.gz']) expect(await read(join(dir, name))).toEqual(expected);
  });

  it('keeps what an EventBridge envelope holds, as it stands there', async () => {
    const dir = await temporaryFolder();
    const detail = '{ "eventTime":"2024-05-01T10:00:00Z", "eventID":"e", "n": 12345678901234567890, "u":"\\u0041, }" }';
    await writeFile(join(dir, 'e.json'), `{"id":"detail","x":{"detail":{"no":1}},"detail" : ${detail} ,"account":"1"}`);
    expect(await read(join(dir, 'e.json'))).toEqual({ texts: [detail], faults: [] });
  });

  it.skipIf(!hasExemplars)('takes the records out of an answer of LookupEvents', async () => {
    const path = join(EXEMPLARS, 'LookupEvents_response_awsdocs.json');
    const answer = JSON.parse(readFileSync(path, 'utf8')) as { Events: { CloudTrailEvent: string }[] };
    const { texts, faults } = await read(path);
    expect(answer.Events.length).toBeGreaterThan(0);
    expect(texts).toEqual(answer.Events.map(({ CloudTrailEvent }) => CloudTrailEvent));
    expect(faults).toEqual([]);
  });

  it('names the record that is broken or none, by its number', async () => {
    const dir = await temporaryFolder();
    await writeFile(
      join(dir, 'n.json'),
      `${JSON.stringify(event('1'))}\n{"eventID":"cut","x":"\n{"some":"thing"}\n${JSON.stringify(event('4'))}\n`,
    );
    const { texts, faults } = await read(join(dir, 'n.json'));
    expect(texts).toHaveLength(2);
    expect(faults.map(({ record }) => record)).toEqual([2, 3]);
  });

  it('of a gzip that was cut, keeps every record that can be had', async () => {
    const dir = await temporaryFolder();
    const lines = Array.from({ length: 3000 }, (_, n) => JSON.stringify(event(String(n), { pad: randomBytes(200).toString('hex') })));
    const whole = gzipSync(lines.join('\n'));
    for (const share of [0.3, 0.9, 0.999]) {
      const cut = whole.subarray(0, Math.floor(whole.length * share));
      const there = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8').split('\n').length - 1;
      await writeFile(join(dir, 'cut.json.gz'), cut);
      const { texts, faults } = await read(join(dir, 'cut.json.gz'), () => setTimeout(3)); // as a reader that is slow to take it
      expect(texts).toHaveLength(there);
      expect(faults).toEqual([{ reason: expect.stringContaining(`the ${there} records before the damage`) as string }]);
    }
  });

  it.each([
    ['white space', '', ' '],
    ['one string', '{"eventTime":"', 'x'],
    ['one array', '{"a":[', '1,'],
  ])('is a bomb of %s and fills no memory', async (_, head, filling) => {
    const dir = await temporaryFolder();
    const path = join(dir, 'bomb.json.gz');
    const block = Buffer.from(filling.repeat((1024 * 1024) / filling.length));
    await pipeline(
      Readable.from([Buffer.from(head), ...Array<Buffer>(200).fill(block)]),
      createGzip({ level: 1 }),
      createWriteStream(path),
    );
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5);
    const { texts, faults } = await read(path);
    clearInterval(watch);
    expect(texts).toEqual([]);
    expect(faults).toHaveLength(head === '' ? 0 : 1);
    if (head !== '') expect(faults[0]?.reason).toContain('larger than 16 MB');
    expect(most - before).toBeLessThan(120 * 1024 * 1024);
  });

  it('rejects with what the sink says, and doesn’t blame the file for it', async () => {
    const dir = await temporaryFolder();
    const path = join(dir, 'a.json.gz');
    await writeFile(path, gzipSync(JSON.stringify({ Records: [event('1')] })));
    const sink = { scanner: new Scanner(), record: () => undefined, fault: () => expect.unreachable(), progress: () => undefined };
    await expect(readLogFile(path, { ...sink, breathe: () => Promise.reject(new Error('disk full')) })).rejects.toThrow('disk full');
    const thrower = (): never => {
      throw new Error('in the middle');
    };
    await expect(readLogFile(path, { ...sink, record: thrower, breathe: () => Promise.resolve() })).rejects.toThrow('in the middle');
  });
});
