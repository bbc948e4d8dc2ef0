import type { Chain } from '../domain/chain';
import { formatInstant } from '../domain/time';
import { required, UsageError } from './arguments';
import type { Command } from './commands';
import { tell, writeJson } from './output';

export const trace: Command = {
  usage: 'trace --store DIR EVENT_ID|RESOURCE',
  options: ['store'],
  async run({ args, signal, engine }) {
    const [subject, ...more] = args.rest;
    if (subject === undefined || more.length > 0)
      throw new UsageError('trace takes one event id, or one resource: an id, an ARN or a name.');
    const chain = await engine(required(args, 'store')).trace(subject, { signal });
    if (chain === undefined) {
      tell(`No record has the id "${subject}" or names it. Check it, or load the logs of that time.`);
      return 1;
    }
    writeJson(chainRow(chain));
    return 0;
  },
};

/** Times as ISO 8601; the rest as it is. */
function chainRow({ hops, alternatives, ...chain }: Chain): object {
  return {
    ...chain,
    hops: hops.map(({ run, ...hop }) => ({
      ...hop,
      time: formatInstant(hop.time),
      ...(run !== undefined && { run: { ...run, from: formatInstant(run.from), to: formatInstant(run.to) } }),
    })),
    alternatives: alternatives.map((other) => ({ ...other, time: formatInstant(other.time) })),
  };
}
