import type { Story } from '../domain/story';
import { inEnglish } from '../domain/sentence';
import { formatInstant, resolveRange } from '../domain/time';
import { ALL, nowOf, rangeOf, required } from './arguments';
import type { Command } from './commands';
import { writeJson } from './output';

export const stories: Command = {
  usage: 'stories --store DIR [--time T] [--now ISO]',
  options: ['store', 'time', 'now'],
  async run({ args, signal, engine }) {
    const window = resolveRange(rangeOf(args.options['time'], ALL), nowOf(args));
    for (const story of await engine(required(args, 'store')).stories({ window }, { signal })) writeJson(storyRow(story));
    return 0;
  },
};

/** `alerts` is how many there are. */
function storyRow({ id, title, severity, alerts, events, firstSeen, lastSeen, root }: Story): object {
  const times = { firstSeen: formatInstant(firstSeen), lastSeen: formatInstant(lastSeen) };
  return { id, title: inEnglish(title), severity, alerts: alerts.length, events, ...times, root };
}
