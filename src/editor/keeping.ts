import * as vscode from 'vscode';
import type { KeepingLimits } from '../engine/api';
import { SETTINGS } from './ids';

/** What the settings let the store keep; without a limit: everything. */
export function keepingLimits(): KeepingLimits {
  const settings = vscode.workspace.getConfiguration();
  const days = limit(settings.get(SETTINGS.retentionDays));
  const gigabytes = limit(settings.get(SETTINGS.maximumGigabytes));
  return { ...(days !== undefined && { days }), ...(gigabytes !== undefined && { gigabytes }) };
}

/** Settings are typed by hand: what is no number above zero sets no limit, since a limit deletes. */
function limit(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}
