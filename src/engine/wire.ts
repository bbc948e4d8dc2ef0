import type { Engine, EngineErrorReason, Live } from './api';
import type { ServiceOptions } from './service';

/** What the editor's process and the engine's say to each other. Plain data, structured clone. */
export type ToEngine =
  | { readonly kind: 'start'; readonly options: ServiceOptions }
  | { readonly kind: 'call'; readonly id: number; readonly method: Method; readonly args: readonly unknown[] }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromEngine =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly reason: EngineErrorReason; readonly message: string }
  | { readonly kind: 'progress'; readonly id: number; readonly value: unknown };

/** The questions, and at which place among its arguments each takes its call options (signal, progress); none: it takes none. */
export const METHODS = {
  status: undefined,
  load: 1,
  loadNew: 1,
  retain: 2,
  clear: 0,
  export: 2,
  makeSample: 2,
  search: 1,
  exportRows: 2,
  histogram: 1,
  explain: 1,
  record: undefined,
  alerts: 1,
  stories: 1,
  dashboard: 1,
  accounts: 1,
  radar: 1,
  resources: undefined,
  configuration: undefined,
  history: 1,
  trace: 1,
  about: 1,
  mentions: 1,
  regionsInUse: undefined,
  values: 1,
  paths: 1,
  policies: undefined,
  'live.profiles': undefined,
  'live.connect': 1,
  'live.connections': undefined,
  'live.disconnect': undefined,
  'live.chooseRegions': undefined,
  'live.sync': 1,
  'live.state': undefined,
  'live.resources': undefined,
  'live.trails': 1,
  'live.loadPrefix': 1,
  'live.validate': 1,
} as const satisfies Readonly<Record<Exclude<keyof Engine, 'live'> | `live.${keyof Live}`, number | undefined>>;
export type Method = keyof typeof METHODS;
/** What the names of the questions about live accounts begin with. */
export const LIVE = 'live.';
