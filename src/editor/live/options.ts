import * as vscode from 'vscode';
import type { LiveOptions } from '../../engine/api';
import { proxyOf } from './proxy';

/** Settings of the editor that say how the network is reached. */
export const NETWORK_SETTINGS = ['http.proxy', 'http.proxyStrictSSL', 'http.noProxy', 'http.proxySupport'] as const;

/** How live accounts are reached from this window; `undefined`: not at all, for nobody trusts its workspace. */
export function liveOptions(): LiveOptions | undefined {
  if (!vscode.workspace.isTrusted) return undefined;
  const [proxy, strictSSL, noProxy, support] = NETWORK_SETTINGS.map((name): unknown => vscode.workspace.getConfiguration().get(name));
  const used = proxyOf({ proxy, strictSSL, noProxy, support }, process.env);
  return used === undefined ? {} : { proxy: used };
}
