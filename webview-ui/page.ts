import type { Action, CommonCalls, Init } from '../src/protocol/common';
import type { Calls, Events, MessageToWebview } from '../src/protocol/wire';
import { setLanguage } from './localise';
import { Client } from './rpc';

export interface Page<C extends CommonCalls & Calls, E extends Events> {
  readonly client: Client<C, E>;
  readonly init: Init;
  /** Does something in the editor. What fails there is told there. */
  readonly act: (action: Action) => void;
  /** What the page before this one kept, before a reload of the window or while its tab was hidden; `undefined`: there was none. */
  readonly kept: unknown;
  /** Keeps what a reload of the window needs to bring this page back. */
  readonly keep: (state: unknown) => void;
}

/** Connects this page with the host and learns its language: the first thing a page does. */
export async function openPage<C extends CommonCalls & Calls, E extends Events>(): Promise<Page<C, E>> {
  const editor = acquireVsCodeApi();
  const client = new Client<C, E>((message) => {
    editor.postMessage(message);
  });
  window.addEventListener('message', ({ data }: MessageEvent<MessageToWebview<E>>) => {
    client.receive(data);
  });
  const common = client as unknown as Client<CommonCalls, object>; // every page's calls include the common ones
  const init = await common.request('init', undefined);
  setLanguage(init.bundle, init.locale);
  return {
    client,
    init,
    act: (action) => {
      common.request('act', action).catch(() => undefined);
    },
    kept: editor.getState(),
    keep: (state) => {
      editor.setState(state);
    },
  };
}
