import { within, without } from '../../domain/interval';
import type { Problem, Trail } from '../../domain/live';
import { DAY, formatInstant } from '../../domain/time';
import type { Cover } from '../../store/coverage';
import type { PartContext } from '../part';
import { problemOf } from '../problem';
import type { Bucket } from './bucket';
import type { Caller } from './caller';
import { coveredBy } from './covered';
import { isCancelled } from './errors';
import type { Intake } from './intake';
import { midnight, placePrefix, s3Url, type Place } from './layout';
import { listDays } from './listing';
import type { LoadedObjects } from './loaded';
import { ObjectLoader } from './objects';
import type { Readers } from './readers';
import { Staging } from './staging';
import { deniedAdvice, placesOf } from './trail';

/** How far back a trail is read where nobody says. */
const DAYS = 90;
/** A file may come days late: so long a day is looked at by each sync, and after that once a day. */
const LATE = 7 * DAY;

export interface FetchDeps {
  readonly caller: Caller;
  readonly readers: Readers;
  readonly intake: Intake;
  /** What was loaded of it before. */
  readonly remembered: (what: string) => Promise<LoadedObjects>;
}

/** Fetches what a trail has delivered of one region since the last time. What fails is told. */
export async function fetchTrail(trail: Trail, context: PartContext, deps: FetchDeps): Promise<void> {
  const { connection, region, store, signal, tell } = context;
  const now = context.deps.now();
  const { account, principal } = connection;
  const problems: Problem[] = [];
  const told = (problem: Problem): void => {
    problems.push(problem);
    tell.problem(problem);
  };
  const part = { ...context, tell: { ...tell, problem: told } };
  for (const trouble of troublesOf(trail, now)) told(trouble);
  try {
    await deps.readers.read(deps.caller, trail.bucket, trail.home, async (bucket) => {
      for (const place of await placesOf(trail, bucket, account, region)) await fetchPlace(place, trail, bucket, part, deps);
    });
  } catch (error) {
    if (isCancelled(signal)) return;
    const problem = problemOf(error, 's3:ListObjectsV2', now);
    told(problem.reason === 'denied' ? { ...problem, message: `${problem.message} ${deniedAdvice(trail, principal)}` } : problem);
  }
  const [problem] = problems;
  if (!isCancelled(signal)) await store.look({ account, region, source: 'trail', at: now, ...(problem !== undefined && { problem }) });
}

async function fetchPlace(place: Place, trail: Trail, bucket: Bucket, context: PartContext, deps: FetchDeps): Promise<void> {
  const { store, request, signal, tell } = context;
  const { now } = context.deps;
  const { account, region } = place;
  const prefix = placePrefix(place, 'CloudTrail');
  const { mark, places } = await store.accountCoverage(account);
  const known = await deps.remembered(`${s3Url(bucket.name, prefix)} ${mark}`); // a Clear makes all of it unknown
  const covers = (): readonly Cover[] => [{ account, region, source: 'trail', mark, intervals: coveredBy(known, trail) }];
  const staging = new Staging(await store.stagingFolder());
  const loader = new ObjectLoader({ bucket, known, covers, intake: deps.intake, staging, signal, tell, now });
  const kept = await store.keptSince(now());
  const from = midnight(Math.max(now() - (request.days ?? DAYS) * DAY, kept));
  const there = places.find((other) => other.region === region && other.source === 'trail')?.intervals ?? [];
  // What was covered and is no more was in a part of the store that is damaged.
  for (const gone of within(without(coveredBy(known, trail), there), { from: kept, to: Infinity }))
    for (let day = midnight(gone.from); day < gone.to; day += DAY) known.forget(day);
  const due = (day: number): boolean => now() - (day + DAY) < LATE || now() - (known.whole(day) ?? -Infinity) > DAY;
  try {
    for await (const listed of listDays(bucket, prefix, { from, now, due })) {
      await loader.take(listed);
      if (signal.aborted) break;
    }
  } finally {
    await loader.end(); // also of what came before a listing failed
    await staging.close();
  }
  const since = coveredBy(known, trail).at(-1);
  if (since !== undefined) tell.covered(since.from);
}

/** What of a trail hides what happens, though its files can be read. */
function troublesOf({ arn, bucket, complete, logging, stoppedAt, deliveryError }: Trail, at: number): readonly Problem[] {
  const since = stoppedAt === undefined ? '' : ` since ${formatInstant(stoppedAt)}`;
  const told = (reason: Problem['reason'], operation: string, message: string): Problem => ({
    reason,
    operation,
    message: `${arn} ${message}`,
    at,
  });
  return [
    ...(logging === false
      ? [
          told(
            'other',
            'cloudtrail:GetTrailStatus',
            `does not log${since}: nothing of that time is in ${bucket}. Look-ups have it for 90 days.`,
          ),
        ]
      : []),
    ...(deliveryError === undefined
      ? []
      : [told('other', 'cloudtrail:GetTrailStatus', `could not deliver to ${bucket}: ${deliveryError}. Look at the bucket's policy.`)]),
    ...(complete === undefined
      ? [
          told(
            'denied',
            'cloudtrail:GetEventSelectors',
            'does not tell what it records: its events are loaded, and nothing counts as covered. Allow cloudtrail:GetEventSelectors.',
          ),
        ]
      : []),
  ];
}
