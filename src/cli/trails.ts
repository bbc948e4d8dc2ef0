import { formatInstant, PAST_DAY, resolveRange } from '../domain/time';
import { nowOf, rangeOf, required, UsageError } from './arguments';
import type { Command } from './commands';
import { tell, writeJson } from './output';

/** Commands about what trails have delivered to S3. */
export const trails: Command = {
  usage: 'trails --store DIR --account ACCOUNT',
  options: ['store', 'account'],
  async run({ args, signal, engine }) {
    const found = await engine(required(args, 'store')).live.trails(required(args, 'account'), { signal });
    for (const { startedAt, stoppedAt, ...trail } of found.trails)
      writeJson({
        ...trail,
        ...(startedAt !== undefined && { startedAt: formatInstant(startedAt) }),
        ...(stoppedAt !== undefined && { stoppedAt: formatInstant(stoppedAt) }),
      });
    for (const { region, problem } of found.problems) tell(`${region}: ${problem.message}`);
    return found.problems.length > 0 ? 1 : 0;
  },
};

export const loadPrefix: Command = {
  usage: 'load-prefix --store DIR --account ACCOUNT s3://BUCKET/PREFIX',
  options: ['store', 'account'],
  async run({ args, signal, engine }) {
    const [url, ...more] = args.rest;
    if (url === undefined || more.length > 0) throw new UsageError('load-prefix takes one place in S3, such as s3://bucket/prefix.');
    const { cancelled, ...report } = await engine(required(args, 'store')).live.loadPrefix(
      { account: required(args, 'account'), url },
      { signal, onProgress: ({ objects, events }) => tell(`${objects} files found, ${events} events`) },
    );
    writeJson({ ...report, problems: report.problems.map(({ at, ...problem }) => ({ ...problem, at: formatInstant(at) })) });
    if (cancelled) tell('Cancelled. What was loaded by then is kept.');
    return cancelled || report.problems.length > 0 ? 1 : 0;
  },
};

export const validate: Command = {
  usage: 'validate --store DIR --account ACCOUNT [--time T] [--now ISO]',
  options: ['store', 'account', 'time', 'now'],
  async run({ args, signal, engine }) {
    const now = nowOf(args);
    const { from = 0, to = now } = resolveRange(rangeOf(args.options['time'], PAST_DAY), now);
    const { cancelled, ...report } = await engine(required(args, 'store')).live.validate(
      { account: required(args, 'account'), from, to },
      { signal, onProgress: ({ digests, files }) => tell(`${digests} digests, ${files} files`) },
    );
    writeJson(report);
    if (cancelled) tell('Cancelled. What was not looked at is not valid.');
    return cancelled || report.faults.length > 0 ? 1 : 0;
  },
};
