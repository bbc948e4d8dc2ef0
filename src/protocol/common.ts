import type { Call } from './wire';

/** What every webview asks first. */
export interface CommonCalls {
  readonly init: Call<undefined, Init>;
  readonly act: Call<Action, undefined>;
}

export interface Init {
  /** Translations by English text; a text that isn't there is shown in English. */
  readonly bundle: Readonly<Record<string, string>>;
  /** The editor's language, such as `ja`. */
  readonly locale: string;
  /** Display names of regions by code. */
  readonly regions: Readonly<Record<string, string>>;
}

/** What a click asks of the editor. Values come from log records: the host hands them on as data and never as a command's name. */
export type Action =
  | { readonly kind: 'openConfiguration'; readonly resource: string }
  /** `eventId`: of a record that carries the resource, where one is known. */
  | { readonly kind: 'searchResource'; readonly resource: string; readonly eventId?: string }
  | { readonly kind: 'openRecord'; readonly eventId: string }
  /** `subject`: an event id, or a resource. */
  | { readonly kind: 'traceCause'; readonly subject: string }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'openSample' | 'openLogs' };
