import { setMaxListeners } from 'node:events';
import type { Clients } from '../clients';
import type { Connection } from '../../domain/live';

/** Who asks, with what, and until when. */
export interface Asking {
  readonly connection: Connection;
  readonly clients: Clients;
  readonly signal: AbortSignal;
  /** A request was sent. */
  readonly call: () => void;
}

interface Answer {
  readonly $metadata: { readonly attempts?: number | undefined };
}

/** An account that is asked; counts what is sent, each try of the SDK's. */
export class Caller {
  readonly connection: Connection;
  readonly clients: Clients;
  readonly signal: AbortSignal;

  constructor(private readonly asking: Asking) {
    ({ connection: this.connection, clients: this.clients, signal: this.signal } = asking);
    setMaxListeners(0, this.signal); // each request listens, and hundreds are under way
  }

  /** The same with another account's credentials. */
  as(other: Pick<Asking, 'connection' | 'clients'>): Caller {
    return new Caller({ ...this.asking, ...other });
  }

  async counted<T extends Answer>(answer: Promise<T>): Promise<T> {
    try {
      return this.count(await answer);
    } catch (error) {
      this.count(error as Partial<Answer>);
      throw error;
    }
  }

  private count<T extends Partial<Answer>>(answer: T): T {
    for (let sent = 0; sent < (answer.$metadata?.attempts ?? 1); sent++) this.asking.call();
    return answer;
  }
}
