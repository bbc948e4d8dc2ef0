import { inEnglish } from '../domain/sentence';
import { formatInstant, parseInstant } from '../domain/time';
import type { Unknown } from '../domain/version';
import { required, UsageError, type Arguments } from './arguments';
import type { Command } from './commands';
import { tell, writeJson } from './output';

export const config: Command = {
  usage: 'config --store DIR RESOURCE [--at TIME]',
  options: ['store', 'at'],
  async run({ args, engine }) {
    const resource = oneResource(args);
    const given = args.options['at'];
    const at = given === undefined ? undefined : parseInstant(given);
    if (given !== undefined && at === undefined) throw new UsageError(`--at takes an ISO 8601 time, not "${given}".`);
    const found = await engine(required(args, 'store')).configuration(resource, at === undefined ? {} : { at });
    if (found === undefined) return unnamed(resource);
    writeJson({ ...found, unknown: found.unknown.map(unknownRow) });
    return 0;
  },
};

export const history: Command = {
  usage: 'history --store DIR RESOURCE',
  options: ['store'],
  async run({ args, signal, engine }) {
    const resource = oneResource(args);
    const versions = await engine(required(args, 'store')).history(resource, { signal });
    if (versions.length === 0) return unnamed(resource);
    for (const { time, unknown, ...version } of versions)
      writeJson({ time: formatInstant(time), ...version, unknown: unknown.map(unknownRow) });
    return 0;
  },
};

function oneResource(args: Arguments): string {
  const [resource, ...more] = args.rest;
  if (resource === undefined || more.length > 0) throw new UsageError(`${args.command} takes one resource: an id, an ARN or a name.`);
  return resource;
}

function unnamed(resource: string): number {
  tell(`No record tells of "${resource}". Check the id, or load the logs of the time when it was made.`);
  return 1;
}

function unknownRow({ reason, ...where }: Unknown): object {
  return { ...where, reason: inEnglish(reason) };
}
