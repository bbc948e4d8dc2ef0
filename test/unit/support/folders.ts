import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';

/** What goes on in the background may write a last file while its folder is removed. */
const GONE = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 } as const;
const made: string[] = [];

afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, GONE);
});

/** A folder of its own that goes away with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nephoscope-'));
  made.push(folder);
  return folder;
}

/** Folders that go away with the group of tests. Called where the group is described. */
export function temporaryFolderForAll(): () => Promise<string> {
  const folders: string[] = [];
  afterAll(async () => {
    for (const folder of folders) await rm(folder, GONE);
  });
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nephoscope-'));
    folders.push(folder);
    return folder;
  };
}

/** Writes records as AWS delivers them. Returns the file's path. */
export async function logFile(folder: string, name: string, records: readonly unknown[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify({ Records: records }));
  return path;
}

/** A record with the least an event needs, and what a test adds. */
export function event(id: string, more: JsonObject = {}): JsonObject {
  return {
    eventVersion: '1.08',
    userIdentity: { type: 'IAMUser', userName: 'alice', accountId: '111122223333', arn: 'arn:aws:iam::111122223333:user/alice' },
    eventTime: '2024-05-01T10:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: 'us-east-2',
    sourceIPAddress: '192.0.2.7',
    requestParameters: null,
    responseElements: null,
    eventID: id,
    recipientAccountId: '111122223333',
    ...more,
  };
}

export const REAL_LOGS = resolve('../shared/data/invictus-ir/CloudTrail');
export const hasRealLogs = existsSync(REAL_LOGS);
export const EXEMPLARS = resolve('../shared/data/exemplars');
export const hasExemplars = existsSync(EXEMPLARS);
