import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCli } from '../../../../src/editor/live/cli';

const name = process.platform === 'win32' ? 'aws.exe' : 'aws';
let folder: string;
const path = (...folders: readonly string[]) => ({ PATH: folders.join(delimiter) });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nephoscope-cli-'));
  for (const dir of ['workspace/bin', 'tools', 'data']) {
    await mkdir(join(folder, dir), { recursive: true });
    await writeFile(join(folder, dir, name), '');
    if (dir !== 'data') await chmod(join(folder, dir, name), 0o755);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the AWS CLI', () => {
  it('is found in the path, and never in the workspace or by a relative folder', async () => {
    const [workspace, tools] = [join(folder, 'workspace'), join(folder, 'tools')];
    expect(await findCli(path(join(workspace, 'bin'), 'bin', '', '.', tools), [workspace])).toBe(join(tools, name));
    expect(await findCli(path(join(workspace, 'bin')), [])).toBe(join(workspace, 'bin', name));
  });

  it('is a file that can be run', async () => {
    if (process.platform === 'win32') return;
    expect(await findCli(path(join(folder, 'data'), join(folder, 'tools')), [])).toBe(join(folder, 'tools', name));
  });
});
