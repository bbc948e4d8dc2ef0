import type { CallOptions } from '../domain/call';
import type { Access, Connection, Problem } from '../domain/live';
import { partitionOfArn } from '../domain/partition';
import { DAY } from '../domain/time';
import type { Clients } from './clients';
import type { Reached } from './connect';
import { Connections } from './connections';
import { LiveError } from './error';
import type { LiveDeps } from './index';
import { Limiter } from './limiter';
import type { ConnectReport, ConnectRequest } from './live-api';
import { regionsAgain, regionsChosen } from './regions';
import type { Way, Ways } from './ways';

/** An account and what asks it. */
export interface Opened {
  readonly connection: Connection;
  /** Made once for each account; their credentials are fetched when they are first needed, and again before they expire. */
  readonly clients: Clients;
}

/** Accounts that are connected at once. */
const AT_ONCE = 8;

type Failed = ConnectReport['failed'][number];
type Outcome = { readonly connected: Connection } | { readonly failed: Failed };

/** The accounts that are connected, how they are connected, and the clients that ask them. */
export class Accounts {
  private readonly kept: Connections;
  private made: Promise<Ways> | undefined;
  private readonly looking = new Set<string>();

  constructor(private readonly deps: Pick<LiveDeps, 'options' | 'storeDir' | 'store' | 'now'>) {
    this.kept = new Connections(deps);
  }

  connections(): Promise<readonly Connection[]> {
    return this.kept.all();
  }

  /**
   * No call is waited for. Regions that the account has had for longer than a day are looked up beside it, for the next time.
   * @throws LiveError `input`, where the account is not connected
   */
  async open(account: string): Promise<Opened> {
    const connection = find(await this.kept.all(), account);
    const way = (await this.ways()).of(connection.access);
    way.account = account;
    if (this.deps.now() - (connection.regionsAt ?? connection.connectedAt) > DAY) void this.lookAgain(way, account);
    return { connection, clients: way.clients };
  }

  /**
   * Tries all of them side by side and keeps those that lead to an account, with the regions that were chosen for it before. Of two that
   * lead to the same one, the later stays.
   * @throws LiveError `input`, where a request is none
   */
  async connect(requests: readonly ConnectRequest[], { signal }: CallOptions = {}): Promise<ConnectReport> {
    requests.forEach(check);
    const limiter = new Limiter(AT_ONCE);
    const outcomes = (await Promise.all(requests.map((request) => this.tried(request, limiter, signal)))).flat();
    const connected = new Map(
      outcomes.flatMap((outcome) => ('connected' in outcome ? [[outcome.connected.account, outcome.connected]] : [])),
    );
    const all = connected.size === 0 ? [] : await this.kept.change((before) => merged(before, connected));
    return {
      connected: all.filter(({ account }) => connected.has(account)),
      failed: outcomes.flatMap((outcome) => ('failed' in outcome ? [outcome.failed] : [])),
    };
  }

  /** Forgets how to come to it. */
  async disconnect(account: string): Promise<void> {
    const connection = (await this.kept.all()).find((other) => other.account === account);
    await this.kept.change((all) => all.filter((other) => other.account !== account));
    if (connection !== undefined) await (await this.ways()).close(connection.access);
  }

  /** @param regions codes; absent: all that are opted in */
  async chooseRegions(account: string, regions?: readonly string[]): Promise<Connection> {
    const after = await this.kept.change((all) => {
      const connection = find(all, account);
      const chosen = { ...connection, regions: regionsChosen(connection.regions, regions) };
      return all.map((other) => (other === connection ? chosen : other));
    });
    return find(after, account);
  }

  /** Every account that one request means. */
  private async tried(
    { profile, role, accounts, mfaCode }: ConnectRequest,
    limiter: Limiter,
    signal?: AbortSignal,
  ): Promise<readonly Outcome[]> {
    const one = async (way: Way, account?: string): Promise<readonly Outcome[]> => {
      const reached = await this.reached(way, limiter, signal);
      if (reached === undefined) return [];
      if (reached.kind === 'reached') return [{ connected: reached.connection }];
      return [{ failed: { profile, ...(account !== undefined && { account }), problem: reached.problem } }];
    };
    const ways = await this.ways();
    const own = ways.anew({ profile }, mfaCode);
    if (role === undefined) return one(own);
    // The profile itself first: it tells the partition, and where it fails it is told once and not for each account.
    const reached = await this.reached(own, limiter, signal);
    if (reached?.kind !== 'reached') return reached === undefined ? [] : [{ failed: { profile, problem: reached.problem } }];
    const partition = partitionOfArn(reached.connection.principal) ?? 'aws';
    const targets = [...new Set(accounts ?? [])].map((account) => ({ account, arn: `arn:${partition}:iam::${account}:role/${role}` }));
    return (await Promise.all(targets.map(({ account, arn }) => one(ways.anew({ profile, role: arn }), account)))).flat();
  }

  /** With them comes the SDK: who only wants to know what is connected does without. */
  private ways(): Promise<Ways> {
    const { options, now } = this.deps;
    const onOutcome = (access: Access, problem: Problem | undefined): void => void this.note(access, problem);
    return (this.made ??= import('./ways').then(({ Ways }) => new Ways({ options, now, onOutcome })));
  }

  /** Regions come, and are opted in to: one that nobody asked for would pass for one where nothing is. */
  private async lookAgain(way: Way, account: string): Promise<void> {
    if (this.looking.has(account)) return;
    this.looking.add(account);
    try {
      const reached = await this.reached(way, new Limiter(1));
      if (reached?.kind !== 'reached') return; // whoever asks the account is told
      const { regions: found } = reached.connection;
      await this.kept.change((all) =>
        all.map((connection) => {
          if (connection.account !== account || !same(connection.access, way.access)) return connection;
          return { ...connection, regions: regionsAgain(found, connection.regions), regionsAt: this.deps.now() };
        }),
      );
    } catch {
      // It is work on the side, as in `note`.
    } finally {
      this.looking.delete(account);
    }
  }

  /** `undefined`: it was cancelled. */
  private async reached(way: Way, limiter: Limiter, signal?: AbortSignal): Promise<Reached | undefined> {
    try {
      const { reach } = await import('./connect');
      const release = await limiter.take(signal);
      return await reach(way, this.deps.now(), signal).finally(release);
    } catch (error) {
      if (signal?.aborted === true) return undefined;
      throw error;
    }
  }

  /** Keeps what came of fetching credentials, for all windows to see. */
  private async note(access: Access, problem: Problem | undefined): Promise<void> {
    const noted = (connection: Connection): Connection => {
      const { problem: before, ...rest } = connection;
      if (!same(connection.access, access) || before?.message === problem?.message) return connection;
      return problem === undefined ? rest : { ...rest, problem };
    };
    try {
      // Looked at without the lock first: nearly always there is nothing new.
      if ((await this.kept.all()).some((connection) => noted(connection) !== connection)) await this.kept.change((all) => all.map(noted));
    } catch {
      // It is a remark beside the work: that the file can't be written is told where somebody waits for it.
    }
  }
}

function merged(before: readonly Connection[], connected: ReadonlyMap<string, Connection>): readonly Connection[] {
  const kept = before.filter(({ account }) => !connected.has(account));
  const anew = [...connected.values()].map((connection) => {
    const earlier = before.find(({ account }) => account === connection.account);
    return earlier === undefined ? connection : { ...connection, regions: regionsAgain(connection.regions, earlier.regions) };
  });
  return [...kept, ...anew];
}

function check({ profile, role, accounts }: ConnectRequest): void {
  const wrong = accounts?.find((account) => !/^\d{12}$/.test(account));
  if (wrong !== undefined) throw new LiveError('input', `${wrong} is no account: it has twelve digits.`);
  if (role !== undefined && !/^[\w+=,.@/-]{1,576}$/.test(role))
    throw new LiveError('input', `${role} is no name of a role. Give its name, without the ARN.`);
  if ((role === undefined) !== (accounts === undefined || accounts.length === 0))
    throw new LiveError(
      'input',
      `With profile ${profile}, give both: a role and the accounts that have it. Or neither, for the profile's own account.`,
    );
}

function find(connections: readonly Connection[], account: string): Connection {
  const found = connections.find((connection) => connection.account === account);
  if (found === undefined) throw new LiveError('input', `Account ${account} is not connected. Connect it first.`);
  return found;
}

function same(one: Access, other: Access): boolean {
  return one.profile === other.profile && one.role === other.role;
}
