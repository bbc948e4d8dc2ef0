import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EngineError, type ExportProgress, type LoadProgress } from '../../../src/engine/api';
import { startEngine } from '../../../src/engine/client';
import { bundled } from '../support/bundle';
import { event, logFile, temporaryFolder } from '../support/folders';

let enginePath: string;
beforeAll(async () => (enginePath = await bundled('src/engine/process.ts', 'engine')));

type Client = ReturnType<typeof startEngine>;
const open: Client[] = [];
afterEach(async () => {
  for (const client of open.splice(0)) await client.dispose();
});

async function client(path = enginePath): Promise<{
  engine: Client;
  storeDir: string;
  lines: string[];
  told: string[];
  pid: () => number;
}> {
  const storeDir = join(await temporaryFolder(), 'store');
  const lines: string[] = [];
  const told: string[] = [];
  const engine = startEngine({
    storeDir,
    policiesDir: 'src/policies/packs',
    enginePath: path,
    log: (line) => lines.push(line),
    onRestart: (message) => told.push(message),
  });
  open.push(engine);
  const pid = (): number => Number(/process (\d+)/.exec(lines.findLast((line) => line.includes('started')) ?? '')?.[1]);
  return { engine, storeDir, lines, told, pid };
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** More than an engine reads in a moment. */
async function manyLogs(): Promise<string> {
  const logs = await temporaryFolder();
  const pad = 'x'.repeat(10_000);
  for (let file = 0; file < 8; file++)
    await logFile(
      logs,
      `${file}.json`,
      Array.from({ length: 1500 }, (_, n) => event(`${file}-${n}`, { pad })),
    );
  return logs;
}

describe('the engine beside the editor', () => {
  it('starts with the first question, answers, tells progress, and ends when it is disposed', async () => {
    const { engine, lines, pid } = await client();
    expect(lines).toEqual([]);
    const told: LoadProgress[] = [];
    const logs = await temporaryFolder();
    await logFile(logs, 'a.json', [event('1'), event('2')]);
    expect(await engine.load([logs], { onProgress: (progress) => told.push(progress) })).toMatchObject({ new: 2 });
    expect(told.at(-1)).toMatchObject({ filesDone: 1, filesTotal: 1, events: 2 });
    expect(await engine.status()).toMatchObject({ events: 2, generation: 1 });
    expect((await engine.policies()).rejected).toEqual([]);
    expect(await engine.record('1')).toBe(JSON.stringify(event('1')));
    expect(await engine.record('9')).toBeUndefined();
    const window = {};
    await expect(engine.search({ query: 'event where', window, offset: 0, limit: 1 })).rejects.toSatisfy((error) =>
      EngineError.is(error, 'query'),
    );
    const process = pid();
    expect(lives(process)).toBe(true);
    await engine.dispose();
    expect(lives(process)).toBe(false);
    await expect(engine.status()).rejects.toSatisfy((error) => EngineError.is(error, 'engine-stopped'));
  });

  it('cancels: a load ends with what it had, a question is refused', async () => {
    const { engine } = await client();
    const logs = await manyLogs();
    const stop = new AbortController();
    const report = await engine.load([logs], { signal: stop.signal, onProgress: ({ filesDone }) => filesDone > 0 && stop.abort() });
    expect(report).toMatchObject({ cancelled: true });
    expect(report.files).toBeLessThan(8);
    expect(await engine.status()).toMatchObject({ events: report.new });
    await expect(engine.alerts({ window: {} }, { signal: AbortSignal.abort() })).rejects.toSatisfy((error) =>
      EngineError.is(error, 'cancelled'),
    );
  });

  it('exports with progress, applies retention, and clears a store that it can no longer open', async () => {
    const { engine, storeDir } = await client();
    const logs = await temporaryFolder();
    const old = await logFile(logs, 'a.json', [event('1', { eventTime: '2024-04-01T10:00:00Z' })]);
    await engine.load([old]);
    await engine.load([await logFile(logs, 'b.json', [event('2'), event('3')])]);
    const told: ExportProgress[] = [];
    const path = join(logs, 'out.json.gz');
    const window = { from: Date.UTC(2024, 4, 1) };
    const report = await engine.export(path, { window }, { onProgress: (progress) => told.push(progress) });
    expect(report).toEqual({ events: 2, bytes: (await stat(path)).size });
    expect(told.at(-1)).toEqual({ events: 2, eventsTotal: 2 });
    const stopped = engine.export(join(logs, 'none.json'), { window }, { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toSatisfy((error) => EngineError.is(error, 'cancelled'));
    await expect(engine.export(join(logs, 'no', 'such.json'), { window })).rejects.toThrow(/such\.json/);

    expect(await engine.retain({ days: 10 }, Date.UTC(2024, 4, 2))).toMatchObject({ segments: 1, events: 1 });
    expect(await engine.record('1')).toBeUndefined();
    for (const name of ['manifest.json', 'manifest.copy.json']) await writeFile(join(storeDir, name), 'damaged');
    await expect(engine.status()).rejects.toThrow(/Clear the store/);
    expect(await engine.clear()).toMatchObject({ segments: 1 });
    expect(await engine.status()).toMatchObject({ events: 0, bytes: 0 });
    expect(await engine.load([path])).toMatchObject({ new: 2 });

    // One that was never open.
    const { engine: other, storeDir: broken } = await client();
    await expect(other.clear()).rejects.toThrow(/no store/);
    await mkdir(join(broken, 'segments'), { recursive: true });
    for (const name of ['manifest.json', 'manifest.copy.json']) await writeFile(join(broken, name), 'damaged');
    await expect(other.status()).rejects.toSatisfy((error) => EngineError.is(error, 'store'));
    expect(await other.clear()).toMatchObject({ segments: 0 });
    expect(await other.status()).toMatchObject({ events: 0 });
  });

  it('killed, it fails what it was asked, says so once, and answers the next question', async () => {
    const { engine, told, pid } = await client();
    await engine.status();
    const logs = await manyLogs();
    for (let time = 0; time < 2; time++) {
      const dead = pid();
      const lost = [engine.load([logs]), engine.status()];
      process.kill(dead, 'SIGKILL');
      for (const result of await Promise.allSettled(lost))
        expect(result.status === 'rejected' && EngineError.is(result.reason, 'engine-stopped')).toBe(true);
      await engine.status();
      expect(pid()).not.toBe(dead);
    }
    expect(told).toHaveLength(1);
    expect(await engine.load([logs])).toMatchObject({ cancelled: false, files: 8 });
    expect(await engine.status()).toMatchObject({ events: 12_000 });
  });

  it('killed in the middle of a load, it says what to do; what was loaded is kept, and the same load brings the rest', async () => {
    const { engine, told, pid } = await client();
    const logs = await manyLogs();
    await engine.load([join(logs, '0.json')]);
    const load = engine.load([logs], { onProgress: ({ events }) => events > 0 && lives(pid()) && process.kill(pid(), 'SIGKILL') });
    await expect(load).rejects.toThrow(/in the middle of the load\. What it had loaded by then is kept; load the same files again/);
    const { events } = await engine.status();
    expect(events).toBeGreaterThanOrEqual(1500);
    expect(told).toHaveLength(1);
    expect(await engine.load([logs])).toMatchObject({ cancelled: false, files: 8, new: 12_000 - events });
    expect(await engine.status()).toMatchObject({ events: 12_000 });
  });

  it('that can’t start answers so', async () => {
    const { engine } = await client(join(await temporaryFolder(), 'missing.js'));
    await expect(engine.status()).rejects.toSatisfy((error) => EngineError.is(error, 'engine-stopped'));
  });
});
