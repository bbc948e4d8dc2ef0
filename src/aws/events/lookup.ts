import { LookupEventsCommand, type CloudTrailClient, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem, ProblemReason } from '../../domain/live';
import { MINUTE } from '../../domain/time';
import type { PartContext } from '../part';
import { problemOf } from '../problem';
import { Pace } from './pace';
import { readPage, type Page } from './page';

export const OPERATION = 'cloudtrail:LookupEvents';

/** How often a request is sent that fails for this reason; for any other once, for the next answer would be the same. */
const TRIES: Partial<Readonly<Record<ProblemReason, number>>> = {
  throttled: 10,
  network: 5,
  timeout: 3,
  answer: 5,
  clock: 2, // by then the client goes by the service's
};
/** For a failure of the service's own. */
const SERVER_TRIES = 5;
/** Milliseconds, of what is waited at random before the second try; doubled for each further one. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;

/** A request that failed and will not be sent again now. */
export class Failed extends Error {
  override readonly name = 'Failed';
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** Asks LookupEvents of one account in one region, within its quota. It alone sends these requests: the client tries none again by itself. */
export class Lookup {
  private readonly pace = new Pace();

  constructor(
    private readonly client: CloudTrailClient,
    private readonly context: Pick<PartContext, 'deps' | 'signal' | 'tell'>,
  ) {}

  /** How far the service's clock is ahead of ours, in milliseconds, as far as the client has heard; it is told in whole seconds. */
  get ahead(): number {
    const { systemClockOffset } = this.client.config;
    return Math.abs(systemClockOffset) < MINUTE ? 0 : systemClockOffset;
  }

  /** Epoch milliseconds by the service's clock. */
  now(): number {
    return this.context.deps.now() + this.ahead;
  }

  /**
   * One page; `refused`: its token is not taken any more.
   * @throws Failed
   * @throws the signal's reason
   */
  async page(input: LookupEventsCommandInput): Promise<Page | 'refused'> {
    const { signal, deps } = this.context;
    for (let tries = 1; ; tries++) {
      try {
        const page = readPage(await this.client.send(this.paced(input), { abortSignal: signal }));
        this.pace.told(false);
        return page;
      } catch (error) {
        signal.throwIfAborted();
        if (input.NextToken !== undefined && isTokenRefused(error)) return 'refused';
        const problem = problemOf(error, OPERATION, deps.now());
        this.pace.told(problem.reason === 'throttled');
        if (tries >= triesFor(problem, error)) throw new Failed(problem);
      }
      await sleep(Math.random() * Math.min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT), undefined, { signal });
    }
  }

  /** At the last moment before it goes out: finding credentials may take any time, and whoever sends it again comes by here as well. */
  private paced(input: LookupEventsCommandInput): LookupEventsCommand {
    const { signal, tell } = this.context;
    const command = new LookupEventsCommand(input);
    command.middlewareStack.add(
      (next) => async (args) => {
        await this.pace.turn(signal);
        tell.call();
        try {
          return await next(args);
        } finally {
          this.pace.done();
        }
      },
      { step: 'deserialize', name: 'pace', priority: 'low' },
    );
    return command;
  }
}

function isTokenRefused(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('InvalidNextToken');
}

function triesFor({ reason }: Problem, error: unknown): number {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return TRIES[reason] ?? (($metadata?.httpStatusCode ?? 0) >= 500 ? SERVER_TRIES : 1);
}
