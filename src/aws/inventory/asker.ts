import type { Problem } from '../../domain/live';
import { homeRegion } from '../../domain/partition';
import type { Operation } from '../allowed';
import type { ClientOf, Service } from '../clients';
import { Limiter } from '../limiter';
import type { PartContext } from '../part';
import { problemOf } from '../problem';

/** Calls of one service that are under way at once, in one region of an account: what AWS lets pass without throttling. */
const AT_ONCE: Readonly<Partial<Record<Service, number>>> = { iam: 3, kms: 8, s3: 8 };
const USUAL = 4;

/** Such as `ecs:ListClusters`. */
export type Call = { [S in Service]: `${S}:${Operation<S>}` }[Service];

/** A call that failed, and what that means. */
export class CallFailed extends Error {
  constructor(
    readonly problem: Problem,
    /** As AWS names it. */
    readonly code: string,
  ) {
    super(problem.message);
  }
}

/** Asks AWS for one part of a sync. What several collectors need is asked for once. */
export class Asker {
  private readonly known = new Map<string, Promise<unknown>>();
  private readonly limiters = new Map<Service, Limiter>();

  constructor(readonly part: PartContext) {}

  /** Where calls go to that no region is needed for. */
  get home(): string {
    const { region, connection } = this.part;
    if (region !== '') return region;
    return homeRegion(connection.partition);
  }

  /** @throws CallFailed */
  async call<S extends Service, T extends object>(
    operation: `${S}:${Operation<S>}`,
    send: (client: ClientOf<S>, options: { readonly abortSignal: AbortSignal }) => Promise<T>,
    region = this.home,
  ): Promise<T> {
    const service = operation.slice(0, operation.indexOf(':')) as S; // as its type says
    const { clients, signal, deps } = this.part;
    let release: (() => void) | undefined;
    try {
      release = await this.limiter(service).take(signal);
      const answer = await send(await clients.of(service, region), { abortSignal: signal });
      this.count(answer);
      return answer;
    } catch (error) {
      this.count(error);
      throw new CallFailed(problemOf(error, operation, deps.now()), error instanceof Error ? error.name : '');
    } finally {
      release?.();
    }
  }

  /** The pages of a list, one after the other. @throws CallFailed where one fails; those before it were given */
  async *pages<S extends Service, T extends object>(
    operation: `${S}:${Operation<S>}`,
    send: (client: ClientOf<S>, token: string | undefined, options: { readonly abortSignal: AbortSignal }) => Promise<T>,
    next: (page: T) => string | undefined,
  ): AsyncGenerator<T> {
    let token: string | undefined;
    do {
      const from = token;
      const page = await this.call<S, T>(operation, (client, options) => send(client, from, options));
      yield page;
      token = next(page);
    } while (token !== undefined && token !== '');
  }

  /** What several collectors need, asked for by the first of them. */
  once<T>(name: string, ask: () => Promise<T>): Promise<T> {
    const known = this.known.get(name) ?? ask();
    this.known.set(name, known);
    return known as Promise<T>; // of that name alone
  }

  /** A request that was tried again counts again. */
  private count(sent: unknown): void {
    const { $metadata } = (sent ?? {}) as { readonly $metadata?: { readonly attempts?: number } };
    for (let n = 0; n < ($metadata?.attempts ?? 1); n++) this.part.tell.call();
  }

  private limiter(service: Service): Limiter {
    const known = this.limiters.get(service) ?? new Limiter(AT_ONCE[service] ?? USUAL);
    this.limiters.set(service, known);
    return known;
  }
}

/** Everything that can be had, also where some of it fails: then the first failure is thrown once the rest was given. */
export async function* settled<T, R>(items: readonly T[], work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const results = await Promise.allSettled(items.map(work));
  for (const result of results) if (result.status === 'fulfilled') yield result.value;
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** Of what is listed by so many at a time. */
export function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}

/** All of a list. */
export async function gathered<T>(lists: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const list of lists) all.push(...list);
  return all;
}
