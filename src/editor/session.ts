import type * as vscode from 'vscode';
import type { Engine } from '../engine/api';

/**
 * The data this window works on: the user's own store, or the sample investigation in a store of its own.
 * The engine is started by the first question and not before.
 */
export interface Session {
  readonly kind: 'own' | 'sample';
  readonly engine: Engine;
  /** What "now" means for relative time ranges: the clock; for the sample, the moment it was made for. */
  now(): number;
  /** Events were loaded, the sample was opened or closed, or a setting that alerts depend on changed: ask again. */
  readonly onDidChange: vscode.Event<void>;
}
