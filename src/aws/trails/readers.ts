import type { Accounts } from '../accounts';
import { problemOf } from '../problem';
import { Bucket } from './bucket';
import type { Caller } from './caller';

/** Who can read which bucket: it often belongs to another account than the events in it, and that one may be connected too. */
export class Readers {
  /** By bucket, the account that could read it last. */
  private readonly able = new Map<string, string>();

  constructor(private readonly accounts: Pick<Accounts, 'connections' | 'open'>) {}

  /**
   * Reads a bucket with the caller's credentials and, where they don't let it, with those of the other accounts that are connected.
   * @param guess the region that the bucket may live in
   * @throws what `use` throws; where nobody may read it, what the caller was told
   */
  async read<T>(caller: Caller, name: string, guess: string, use: (bucket: Bucket) => Promise<T>): Promise<T> {
    let denied: unknown;
    for (const reader of await this.inOrder(caller, name)) {
      try {
        const done = await use(new Bucket(name, guess, reader));
        this.able.set(name, reader.connection.account);
        return done;
      } catch (error) {
        if (problemOf(error, '', 0).reason !== 'denied') throw error;
        if (reader === caller) denied = error;
      }
    }
    throw denied;
  }

  private async inOrder(caller: Caller, bucket: string): Promise<readonly Caller[]> {
    const { account, partition } = caller.connection;
    const others = (await this.accounts.connections()).filter((other) => other.account !== account && other.partition === partition);
    const opened = await Promise.all(others.map((other) => this.accounts.open(other.account)));
    const able = this.able.get(bucket);
    const isAble = ({ connection }: Caller): number => Number(connection.account === able);
    return [caller, ...opened.map((one) => caller.as(one))].toSorted((a, b) => isAble(b) - isAble(a));
  }
}
