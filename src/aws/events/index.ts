import type { LiveDeps } from '../index';
import type { Source } from '../sources';
import { Stage } from './stage';

/** The management events of the past 90 days, by LookupEvents. For one sync: its regions are loaded together. */
export function events(deps: LiveDeps): Source {
  const stage = new Stage(deps.load);
  return {
    per: ['region'],
    waits: false,
    fetch: (context) =>
      stage.bring(async () => {
        const [{ Lookup }, { Region }] = await Promise.all([import('./lookup'), import('./region')]);
        const client = await context.clients.of('cloudtrail', context.region, { tries: 1 });
        await new Region(context, new Lookup(client, context), stage).fetch();
      }),
  };
}
