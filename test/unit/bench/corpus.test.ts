import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { largeCorpus, oneFileCorpus, type Corpus } from '../../../bench/lib/corpus';
import { describeEvent } from '../../../src/domain/event';
import type { JsonObject } from '../../../src/domain/json';
import { temporaryFolder } from '../support/folders';

/** More than there are to copy from, so that there are copies. */
const MANY = 32_000;
const IN_ONE_FILE = 2_000;

async function recordsOf({ files }: Corpus): Promise<readonly JsonObject[]> {
  const texts = await Promise.all(files.map(async (file) => gunzipSync(await readFile(file)).toString('utf8')));
  return texts.flatMap((text) => (JSON.parse(text) as { readonly Records: readonly JsonObject[] }).Records);
}

it('makes audit events, each with an id that no other has', async () => {
  const folder = await temporaryFolder();
  const many = await recordsOf(await largeCorpus(folder, MANY));
  const one = await recordsOf(await oneFileCorpus(folder, IN_ONE_FILE));
  expect([many.length, one.length]).toEqual([MANY, IN_ONE_FILE]);
  const ids = [...many, ...one].map((record) => describeEvent(record).eventId); // throws at what is no event
  expect(new Set(ids).size).toBe(MANY + IN_ONE_FILE);
}, 60_000);
