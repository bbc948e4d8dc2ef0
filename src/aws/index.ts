import type { LoadOptions } from '../store/loader';
import type { Store } from '../store/store';
import { Accounts } from './accounts';
import { resourcesOf } from './inventory/resources';
import type { Live } from './live-api';
import type { LiveOptions } from './options';
import { listProfiles } from './profiles';
import { sources } from './sources';
import { Sync } from './sync';
import { Trails } from './trails/trails';

/** What a load came to, as far as live accounts need it. */
export interface Loaded {
  readonly events: number;
  readonly new: number;
  readonly duplicates: number;
  readonly rejected: readonly { readonly file: string; readonly reason: string; readonly record?: number }[];
  readonly cancelled: boolean;
}

/** What live accounts are made of: this room is a bundle of its own, so it takes the store as it is given and imports none of its code. */
export interface LiveDeps {
  readonly options: LiveOptions;
  readonly storeDir: string;
  readonly now: () => number;
  readonly store: () => Promise<Store>;
  /** Loads log files, each event once. */
  readonly load: (paths: readonly string[], options?: Pick<LoadOptions, 'signal' | 'covers'>) => Promise<Loaded>;
}

/** Opens the live accounts of a store. Nothing is asked and nothing is read until somebody asks. */
export function openLive(deps: LiveDeps): Live {
  // Which Node there is, is the editor's to say and nothing that a person could change.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const accounts = new Accounts(deps);
  const trails = new Trails(deps, accounts);
  const syncing = new Sync(deps, accounts, () => sources(deps, trails));
  return {
    profiles: listProfiles,
    connect: (requests, options) => accounts.connect(requests, options),
    connections: () => accounts.connections(),
    disconnect: (account) => accounts.disconnect(account),
    chooseRegions: (account, regions) => accounts.chooseRegions(account, regions),
    sync: (request, options) => syncing.sync(request, options),
    async state() {
      const store = await deps.store();
      const [connections, coverage, collected] = await Promise.all([accounts.connections(), store.coverage(), store.snapshots.collected()]);
      return { connections, coverage, collected };
    },
    resources: async (request) => resourcesOf(await deps.store(), request),
    trails: (account, options) => trails.list(account, options),
    loadPrefix: (request, options) => trails.loadPrefix(request, options),
    validate: (request, options) => trails.validate(request, options),
  };
}
