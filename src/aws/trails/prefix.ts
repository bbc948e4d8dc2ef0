import { createHash } from 'node:crypto';
import type { Problem } from '../../domain/live';
import type { Store } from '../../store/store';
import { LiveError } from '../error';
import type { PrefixProgress, PrefixReport } from '../live-api';
import { problemOf } from '../problem';
import type { Bucket } from './bucket';
import type { Caller } from './caller';
import type { Intake } from './intake';
import { dayOf, s3Url } from './layout';
import type { LoadedObjects } from './loaded';
import { ObjectLoader } from './objects';
import type { Readers } from './readers';
import { Staging } from './staging';

export interface PrefixDeps {
  readonly caller: Caller;
  /** Region that the bucket may live in. */
  readonly guess: string | undefined;
  readonly readers: Readers;
  readonly intake: Intake;
  readonly store: Store;
  readonly now: () => number;
  /** What was loaded of it before. */
  readonly remembered: (what: string) => Promise<LoadedObjects>;
  readonly onProgress: (progress: PrefixProgress) => void;
}

const LOG_NAME = /\.(?:json|jsonl|ndjson|log|gz)$/i;
/** What lies beside log files and is none. */
const NO_LOGS = /(?:^|\/)CloudTrail-(?:Digest|Insight)\//;

/** Loads what looks like a log file below a prefix and was not loaded before. @throws LiveError `input` */
export async function loadPrefix(url: string, deps: PrefixDeps): Promise<PrefixReport> {
  const [, name, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(url) ?? [];
  if (name === undefined) throw new LiveError('input', `"${url}" is no place in S3. Write s3://BUCKET/PREFIX.`);
  const { caller, store } = deps;
  const counts = { objects: 0, events: 0, new: 0, duplicates: 0 };
  const problems: Problem[] = [];
  const tell = {
    events: (more: { readonly read: number; readonly new: number; readonly duplicates: number }): void => {
      counts.events += more.read;
      counts.new += more.new;
      counts.duplicates += more.duplicates;
      deps.onProgress({ ...counts });
    },
    problem: (problem: Problem): void => void problems.push(problem),
  };
  const load = async (bucket: Bucket): Promise<void> => {
    const { mark } = await store.accountCoverage(caller.connection.account);
    const known = await deps.remembered(`${s3Url(name, prefix)} ${mark}`);
    const staging = new Staging(await store.stagingFolder());
    const loader = new ObjectLoader({
      bucket,
      known,
      covers: () => [],
      intake: deps.intake,
      staging,
      signal: caller.signal,
      tell,
      now: deps.now,
    });
    try {
      for await (const { objects } of bucket.list(prefix)) {
        const logs = objects.filter(({ key }) => LOG_NAME.test(key) && !NO_LOGS.test(key));
        counts.objects += logs.length;
        await loader.take({ days: [], at: 0, objects: logs.map((object) => ({ ...object, day: dayOf(prefix, object.key) ?? 0 })) });
        if (caller.signal.aborted) break;
      }
    } finally {
      await loader.end();
      await staging.close();
    }
  };
  const lease = `prefix-${createHash('sha256').update(url).digest('hex').slice(0, 16)}`;
  const work = (): Promise<void> => deps.readers.read(caller, name, deps.guess ?? 'us-east-1', load);
  try {
    await store.exclusively(lease, work, { wait: true, signal: caller.signal });
  } catch (error) {
    if (!caller.signal.aborted) problems.push(problemOf(error, 's3:ListObjectsV2', deps.now()));
  }
  return { ...counts, problems, cancelled: caller.signal.aborted };
}
