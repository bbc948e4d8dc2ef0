import type * as vscode from 'vscode';
import type { Engine, Live, LiveState } from '../engine/api';

/**
 * The data this window works on: the user's own store, or the sample investigation in a store of its own.
 * The engine is started by the first question and not before.
 */
export interface Session {
  readonly kind: 'own' | 'sample';
  readonly engine: Engine;
  /** The live accounts of the user's own data; `undefined` in the sample's window, and where nobody trusts the workspace. */
  readonly live: Live | undefined;
  /** What is connected and how fresh it is: nothing where `live` is off, and no engine is started to say so. */
  liveState(): Promise<LiveState>;
  /** What "now" means for relative time ranges: the clock; for the sample, the moment it was made for. */
  now(): number;
  /** Events were loaded, the sample was opened or closed, or a setting that alerts depend on changed: ask again. */
  readonly onDidChange: vscode.Event<void>;
}
