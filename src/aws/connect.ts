import { DescribeRegionsCommand, type Region } from '@aws-sdk/client-ec2';
import { ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Connection, LiveRegion, Problem } from '../domain/live';
import { homeRegion, partitionOf, partitionOfArn } from '../domain/partition';
import { isCancel, problemOf } from './problem';
import type { Way } from './ways';

/** What a way was found to lead to. */
export type Reached =
  { readonly kind: 'reached'; readonly connection: Connection } | { readonly kind: 'failed'; readonly problem: Problem };

/** Reasons of one region alone: the partition's home may answer. */
const LOCAL: readonly string[] = ['denied', 'not-opted-in', 'network', 'timeout'];
const OPT_IN: readonly string[] = ['opt-in-not-required', 'opted-in', 'not-opted-in'] satisfies LiveRegion['optIn'][];

/**
 * Finds out whose account a way leads to, what it is called and which regions it has; all that are open are chosen.
 * @param now epoch milliseconds
 * @throws only where it is cancelled
 */
export async function reach(way: Way, now: number, signal?: AbortSignal): Promise<Reached> {
  const { clients, access } = way;
  const options = signal === undefined ? {} : { abortSignal: signal };
  let operation = 'sts:GetCallerIdentity';
  try {
    const region = await way.region();
    const caller = await firstOf([region, homeRegion(partitionOf(region))], async (place) =>
      (await clients.of('sts', place)).send(new GetCallerIdentityCommand({}), options),
    );
    const { Account: account, Arn: principal } = caller;
    if (account === undefined || principal === undefined) throw Object.assign(new Error('It names no account.'), { name: 'NoAnswer' });
    const partition = partitionOfArn(principal) ?? partitionOf(region);
    const home = homeRegion(partition);
    operation = 'ec2:DescribeRegions';
    const [alias, { Regions: regions = [] }] = await Promise.all([
      // Without its name an account is as good as with it, whatever the reason.
      clients
        .of('iam', home)
        .then((iam) => iam.send(new ListAccountAliasesCommand({}), options))
        .catch(() => undefined),
      firstOf([region, home], async (place) =>
        (await clients.of('ec2', place)).send(new DescribeRegionsCommand({ AllRegions: true }), options),
      ),
    ]);
    signal?.throwIfAborted();
    const name = alias?.AccountAliases?.[0];
    return {
      kind: 'reached',
      connection: {
        account,
        ...(name !== undefined && { alias: name }),
        partition,
        access,
        principal,
        regions: regions.flatMap(liveRegion).sort((a, b) => (a.region < b.region ? -1 : 1)),
        connectedAt: now,
      },
    };
  } catch (error) {
    if (isCancel(error) || signal?.aborted === true) throw error;
    return { kind: 'failed', problem: problemOf(error, operation, now) };
  }
}

/** Asks in one region after the other, as long as the trouble is the region's. */
async function firstOf<T>(regions: readonly string[], ask: (region: string) => Promise<T>): Promise<T> {
  const [first = '', ...others] = [...new Set(regions)];
  try {
    return await ask(first);
  } catch (error) {
    if (others.length === 0 || isCancel(error) || !LOCAL.includes(problemOf(error, '', 0).reason)) throw error;
    return firstOf(others, ask).catch(() => Promise.reject(error as Error)); // the first is the one that was asked for
  }
}

function liveRegion({ RegionName: region, OptInStatus: optIn }: Region): readonly LiveRegion[] {
  if (region === undefined || optIn === undefined || !OPT_IN.includes(optIn)) return [];
  return [{ region, optIn: optIn as LiveRegion['optIn'], chosen: optIn !== 'not-opted-in' }];
}
