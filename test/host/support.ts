import type { Context } from 'mocha';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';

export const EXTENSION_ID = 'nephoscope.nephoscope';

/** The extension as VS Code knows it, activated or not. */
export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(EXTENSION_ID);
  if (!found) throw new Error(`${EXTENSION_ID} is not installed in this host.`);
  return found;
}

/** Activates the extension, once per host. */
export async function activate(): Promise<void> {
  await extension().activate();
}

/** Runs `body` with a folder of its own, which is removed afterwards. */
export async function withTempFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'nephoscope-test-'));
  try {
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Asks `question` until its answer is neither undefined nor false, and returns that answer.
 * @param what names what is waited for, in the error after `timeoutMs`
 */
export async function waitUntil<T>(
  what: string,
  question: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await question();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Skips the running test and prints why. */
export function skip(test: Context, reason: string): never {
  console.log(`[mocha]     skipped: ${reason}`);
  return test.skip();
}
