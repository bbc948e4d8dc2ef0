import type { Problem } from '../domain/live';
import { formatInstant } from '../domain/time';
import { SYNC_SOURCES, type SyncProgress, type SyncSource } from '../engine/api';
import { required, UsageError, wholeNumber, type Arguments } from './arguments';
import type { Command } from './commands';
import { tell, writeJson } from './output';

/** Commands about live accounts. */
export const profiles: Command = {
  usage: 'profiles --store DIR',
  options: ['store'],
  async run({ args, engine }) {
    const { profiles, problems } = await engine(required(args, 'store')).live.profiles();
    for (const profile of profiles) writeJson(profile);
    for (const problem of problems) tell(problem);
    return problems.length > 0 ? 1 : 0;
  },
};

export const connect: Command = {
  usage: 'connect --store DIR [--role NAME --accounts ID,…] [--regions CODE,…] [--mfa CODE] PROFILE…',
  options: ['store', 'role', 'accounts', 'regions', 'mfa'],
  async run({ args, signal, engine }) {
    if (args.rest.length === 0) throw new UsageError('connect needs at least one profile; "" is the environment.');
    const { live } = engine(required(args, 'store'));
    const [role, accounts, regions, mfaCode] = [args.options['role'], list(args, 'accounts'), list(args, 'regions'), args.options['mfa']];
    const requests = args.rest.map((profile) => ({
      profile,
      ...(role !== undefined && { role }),
      ...(accounts !== undefined && { accounts }),
      ...(mfaCode !== undefined && { mfaCode }),
    }));
    const { connected, failed } = await live.connect(requests, { signal });
    for (const { account } of regions === undefined ? [] : connected) await live.chooseRegions(account, regions);
    for (const { connectedAt, regions: known, ...connection } of (await live.connections()).filter(({ account }) =>
      connected.some((one) => one.account === account),
    ))
      writeJson({
        ...connection,
        connectedAt: formatInstant(connectedAt),
        regions: known.filter(({ chosen }) => chosen).map(({ region }) => region),
      });
    for (const { problem, ...what } of failed) writeJson({ ...what, problem: problemRow(problem) });
    return failed.length > 0 ? 1 : 0;
  },
};

export const sync: Command = {
  usage: `sync --store DIR [--sources ${SYNC_SOURCES.join(',')}] [--accounts ID,…] [--regions CODE,…] [--apis NAME,…] [--days N]`,
  options: ['store', 'sources', 'accounts', 'regions', 'apis', 'days'],
  async run({ args, signal, engine }) {
    const [accounts, regions, apis] = [list(args, 'accounts'), list(args, 'regions'), list(args, 'apis')];
    const request = {
      sources: sourcesOf(args),
      ...(accounts !== undefined && { accounts }),
      ...(regions !== undefined && { regions }),
      ...(apis !== undefined && { apis }),
      ...(args.options['days'] !== undefined && { days: wholeNumber(args, 'days', 0, 1) }),
    };
    const { cancelled, ...report } = await engine(required(args, 'store')).live.sync(request, { signal, onProgress: progressTeller() });
    writeJson({ ...report, problems: report.problems.map(({ problem, ...place }) => ({ ...place, problem: problemRow(problem) })) });
    if (cancelled) tell('Cancelled. What was fetched by then is kept.');
    return cancelled || report.problems.length > 0 ? 1 : 0;
  },
};

/** What is connected, and a line for each region of what of its events is here; for each kind of resource when it was seen. */
export const accounts: Command = {
  usage: 'accounts --store DIR',
  options: ['store'],
  async run({ args, engine }) {
    const { connections, coverage, collected } = await engine(required(args, 'store')).live.state();
    for (const { account, alias, principal, access, regions, problem } of connections) {
      const chosen = regions.filter((region) => region.chosen).map(({ region }) => region);
      writeJson({ account, alias: alias ?? null, principal, access, regions: chosen, problem: problemRow(problem) });
    }
    for (const { intervals, at, problem, ...place } of coverage) {
      const covered = intervals.map(({ from, to }) => ({ from: formatInstant(from), to: formatInstant(to) }));
      writeJson({ ...place, covered, at: instant(at), problem: problemRow(problem) });
    }
    for (const { at, problem, ...what } of collected) writeJson({ ...what, at: instant(at), problem: problemRow(problem) });
    return 0;
  },
};

function sourcesOf(args: Arguments): readonly SyncSource[] {
  const named = list(args, 'sources') ?? SYNC_SOURCES;
  return named.map((name) => {
    const source = SYNC_SOURCES.find((known) => known === name);
    if (source === undefined) throw new UsageError(`--sources takes some of ${SYNC_SOURCES.join(',')}, not "${name}".`);
    return source;
  });
}

function list(args: Arguments, name: string): readonly string[] | undefined {
  return args.options[name]?.split(',').map((word) => word.trim());
}

/** A line whenever something has come; snapshots come also where nothing has. */
function progressTeller(): (progress: SyncProgress) => void {
  let told = '';
  return ({ partsDone, partsTotal, events, resources, coveredSince, problems }) => {
    const since = coveredSince === undefined ? '' : `, all since ${formatInstant(coveredSince)}`;
    const line = `${partsDone} of ${partsTotal} parts, ${events} events${since}, ${resources} resources, ${problems} problems`;
    if (line !== told) tell(line);
    told = line;
  };
}

function problemRow(problem: Problem | undefined): object | null {
  return problem === undefined ? null : { ...problem, at: formatInstant(problem.at) };
}

function instant(at: number | undefined): string | null {
  return at === undefined ? null : formatInstant(at);
}
