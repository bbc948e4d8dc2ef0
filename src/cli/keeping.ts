import { resolve } from 'node:path';
import { resolveRange } from '../domain/time';
import { EXPORT_FORMATS, type Dropped } from '../engine/api';
import { nowOf, positiveNumber, rangeOf, required, UsageError, type Arguments } from './arguments';
import type { Command } from './commands';
import { tell, writeJson } from './output';

/** Commands about what the store keeps. */
export const retain: Command = {
  usage: 'retain --store DIR [--days N] [--gigabytes N] [--now ISO]',
  options: ['store', 'days', 'gigabytes', 'now'],
  async run({ args, signal, engine }) {
    const [days, gigabytes] = [positiveNumber(args, 'days'), positiveNumber(args, 'gigabytes')];
    if (days === undefined && gigabytes === undefined) throw new UsageError('retain needs --days or --gigabytes.');
    noRest(args);
    const limits = { ...(days !== undefined && { days }), ...(gigabytes !== undefined && { gigabytes }) };
    writeDropped(await engine(required(args, 'store')).retain(limits, nowOf(args), { signal }));
    return 0;
  },
};

export const clear: Command = {
  usage: 'clear --store DIR',
  options: ['store'],
  async run({ args, signal, engine }) {
    noRest(args);
    writeDropped(await engine(required(args, 'store')).clear({ signal }));
    return 0;
  },
};

export const exportCommand: Command = {
  usage: `export --store DIR --out FILE [--time T] [--now ISO] [--format ${EXPORT_FORMATS.join('|')}]`,
  options: ['store', 'out', 'time', 'now', 'format'],
  async run({ args, signal, engine }) {
    const given = args.options['format'];
    const format = EXPORT_FORMATS.find((known) => known === given);
    if (given !== undefined && format === undefined) throw new UsageError(`--format takes ${EXPORT_FORMATS.join(' or ')}, not "${given}".`);
    noRest(args);
    const window = resolveRange(rangeOf(args.options['time'], { kind: 'all' }), nowOf(args));
    const path = resolve(required(args, 'out'));
    const report = await engine(required(args, 'store')).export(
      path,
      { window, ...(format !== undefined && { format }) },
      { signal, onProgress: ({ events, eventsTotal }) => tell(`${events} of ${eventsTotal} events`) },
    );
    writeJson({ file: path, ...report });
    return 0;
  },
};

function noRest({ command, rest: [word] }: Arguments): void {
  if (word !== undefined) throw new UsageError(`${command} takes options only, not "${word}".`);
}

/** `events` is null where the store was too damaged to tell. */
function writeDropped({ segments, events, bytes }: Dropped): void {
  writeJson({ segments, events: events ?? null, bytes });
}
