import { join } from 'node:path';
import type { Connection } from '../domain/live';
import { Clients } from './clients';
import { Connections } from './connections';
import { credentialsOf } from './access';
import { LiveError } from './error';
import type { LiveDeps } from './index';
import { regionsChosen } from './regions';

/** An account and what asks it. */
export interface Opened {
  readonly connection: Connection;
  /** Made once for each account; their credentials are fetched when they are first needed, and again before they expire. */
  readonly clients: Clients;
}

/** The accounts that are connected, and the clients that ask them. */
export class Accounts {
  private readonly kept: Connections;
  private readonly opened = new Map<string, { readonly access: string; readonly clients: Clients }>();

  constructor(private readonly deps: Pick<LiveDeps, 'options' | 'storeDir' | 'now'>) {
    this.kept = new Connections(join(deps.storeDir, 'live'));
  }

  connections(): Promise<readonly Connection[]> {
    return this.kept.all();
  }

  /** No call is made by it. @throws LiveError `input`, where the account is not connected */
  async open(account: string): Promise<Opened> {
    const connection = find(await this.kept.all(), account);
    const access = JSON.stringify(connection.access);
    const known = this.opened.get(account);
    if (known?.access === access) return { connection, clients: known.clients };
    await known?.clients.destroy(); // it is reached in another way now
    const clients = new Clients({ credentials: credentialsOf(connection.access), options: this.deps.options });
    this.opened.set(account, { access, clients });
    return { connection, clients };
  }

  /** Forgets how to come to it. */
  async disconnect(account: string): Promise<void> {
    await this.kept.change((all) => all.filter((connection) => connection.account !== account));
    await this.opened.get(account)?.clients.destroy();
    this.opened.delete(account);
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
}

function find(connections: readonly Connection[], account: string): Connection {
  const found = connections.find((connection) => connection.account === account);
  if (found === undefined) throw new LiveError('input', `Account ${account} is not connected. Connect it first.`);
  return found;
}
