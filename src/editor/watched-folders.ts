import { isAbsolute, join, sep } from 'node:path';
import * as vscode from 'vscode';
import { SETTINGS } from './ids';

/** The folders that the setting names, each once; none in a workspace that isn't trusted. */
export function watchedFolders(): readonly string[] {
  if (!vscode.workspace.isTrusted) return [];
  const value: unknown = vscode.workspace.getConfiguration().get(SETTINGS.watchedFolders);
  // Typed by hand: whatever is no absolute path would mean another folder in each window.
  const folders = Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && isAbsolute(item)) : [];
  return [...new Set(folders)];
}

/** Whether a folder is watched, by itself or within one that is. */
export function isWatched(folder: string): boolean {
  return watchedFolders().some((watched) => folder === watched || join(folder, sep).startsWith(join(watched, sep)));
}

/** Keeps folders watched, in every window of this machine. */
export async function watchFolders(folders: readonly string[]): Promise<void> {
  await keep([...new Set([...watchedFolders(), ...folders])]);
}

export async function stopWatching(folders: readonly string[]): Promise<void> {
  await keep(watchedFolders().filter((folder) => !folders.includes(folder)));
}

function keep(folders: readonly string[]): Thenable<void> {
  const value = folders.length === 0 ? undefined : folders;
  return vscode.workspace.getConfiguration().update(SETTINGS.watchedFolders, value, vscode.ConfigurationTarget.Global);
}
