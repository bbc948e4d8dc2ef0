import * as vscode from 'vscode';
import type { Rejected } from '../engine/api';

/** Rejected files beyond this are counted and not listed. */
const LISTED = 1000;

/** Names in the log what could not be read, and why. */
export function logRejected(log: vscode.LogOutputChannel, rejected: readonly Rejected[]): void {
  for (const { file, record, reason } of rejected.slice(0, LISTED)) {
    log.warn(`Not read: ${file}${record === undefined ? '' : `, record ${record}`}: ${reason}`);
  }
  if (rejected.length > LISTED) log.warn(`… and ${rejected.length - LISTED} more.`);
}

/** The button that shows that log. */
export function showDetails(): string {
  return vscode.l10n.t('Show Details');
}
