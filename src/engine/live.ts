import type { LiveDeps } from '../aws';
import type { Live } from '../aws/live-api';
import type { LiveOptions } from '../aws/options';
import { EngineError } from './api';
import { told } from './told';

/** Live accounts, whose bundle, with the SDK in it, is read by the first question about them. */
export function liveOf(options: LiveOptions | undefined, deps: Omit<LiveDeps, 'options'>): Live {
  let opened: Promise<Live> | undefined;
  const open = (): Promise<Live> => {
    if (options === undefined) return Promise.reject(new EngineError('live-off', 'Live accounts are off: the workspace is not trusted.'));
    return (opened ??= import('../aws').then(({ openLive }) => openLive({ ...deps, options })));
  };
  const ask = <T>(question: (live: Live) => Promise<T>): Promise<T> => told(async () => question(await open()));
  return {
    profiles: () => ask((live) => live.profiles()),
    connect: (...args) => ask((live) => live.connect(...args)),
    connections: () => ask((live) => live.connections()),
    disconnect: (...args) => ask((live) => live.disconnect(...args)),
    chooseRegions: (...args) => ask((live) => live.chooseRegions(...args)),
    sync: (...args) => ask((live) => live.sync(...args)),
    state: () => ask((live) => live.state()),
    resources: (...args) => ask((live) => live.resources(...args)),
    trails: (...args) => ask((live) => live.trails(...args)),
    loadPrefix: (...args) => ask((live) => live.loadPrefix(...args)),
    validate: (...args) => ask((live) => live.validate(...args)),
  };
}
