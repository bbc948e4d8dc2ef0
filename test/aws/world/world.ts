import type { PublicKey } from '@aws-sdk/client-cloudtrail';
import { textAt, type JsonObject } from '../../../src/domain/json';
import type { LiveRegion } from '../../../src/domain/live';
import type { BucketWorld } from './bucket';
import type { IamWorld } from './identity';
import { emptyInventory, type Inventory } from './inventory';
import type { TrailWorld } from './trail';

/** Events of one region, newest first. They may be made as they are read. */
export interface EventLog {
  readonly length: number;
  at(index: number): LoggedEvent | undefined;
}

export interface LoggedEvent {
  /** Epoch milliseconds, a whole second. */
  readonly time: number;
  readonly id: string;
  record(): JsonObject;
}

export interface AssumableRole {
  readonly name: string;
  /** Only with the code of a device. */
  readonly mfa?: boolean;
}

/** One account as the double has it. What a test changes in it, the next answer shows. */
export interface AccountWorld {
  readonly id: string;
  alias?: string;
  roles: readonly AssumableRole[];
  readonly iam: IamWorld;
  readonly regions: Record<string, LiveRegion['optIn']>;
  /** Of a region; empty where nothing happened. */
  events(region: string): EventLog;
  /** What lives in a region. Made when it is first asked for, and the same from then on. */
  inventory(region: string): Inventory;
  /** Events that arrive, however old they are. */
  arrive(records: readonly JsonObject[]): void;
}

export interface World {
  /** By name: it is the same for everybody. */
  readonly buckets: Map<string, BucketWorld>;
  readonly trails: readonly TrailWorld[];
  /** Of the keys that digests are signed with. */
  readonly publicKeys: readonly PublicKey[];
  readonly accounts: ReadonlyMap<string, AccountWorld>;
}

export interface AccountParts {
  readonly alias?: string;
  readonly roles?: readonly AssumableRole[];
  readonly regions: Record<string, LiveRegion['optIn']>;
  /** Absent: what `records` tell. */
  readonly events?: (region: string) => EventLog;
  readonly records?: readonly JsonObject[];
  readonly iam?: IamWorld;
  /** What lives in a region at first; absent: nothing. */
  readonly inventory?: (region: string) => Inventory;
}

/** An account out of what is of interest in it; the rest is empty. */
export function makeAccount(id: string, parts: AccountParts): AccountWorld {
  const book = new EventBook(parts.records);
  const inventories = new Map<string, Inventory>();
  const { alias, roles = [], regions, inventory = emptyInventory } = parts;
  return {
    id,
    ...(alias === undefined ? {} : { alias }),
    roles,
    regions,
    iam: parts.iam ?? { users: [], roles: [], groups: [], policies: [], rootHasMfa: true, report: 'complete' },
    events: parts.events ?? ((region) => book.events(region)),
    inventory: (region) => {
      const known = inventories.get(region) ?? inventory(region);
      inventories.set(region, known);
      return known;
    },
    arrive: (records) => book.arrive(records),
  };
}

export function makeWorld(accounts: readonly AccountWorld[], more: Partial<Omit<World, 'accounts'>> = {}): World {
  return { accounts: new Map(accounts.map((account) => [account.id, account])), buckets: new Map(), trails: [], publicKeys: [], ...more };
}

/** Management events of an account by region, each once: what LookupEvents would know of its records. */
export class EventBook {
  private readonly byRegion = new Map<string, LoggedEvent[]>();
  private readonly ids = new Set<string>();

  constructor(records: readonly JsonObject[] = []) {
    this.arrive(records);
  }

  events(region: string): EventLog {
    return this.byRegion.get(region) ?? [];
  }

  arrive(records: readonly JsonObject[]): void {
    const touched = new Set<LoggedEvent[]>();
    for (const record of records) {
      const id = textAt(record, 'eventID') ?? '';
      if (this.ids.has(id) || (textAt(record, 'eventCategory') ?? 'Management') !== 'Management') continue;
      this.ids.add(id);
      const region = textAt(record, 'awsRegion') ?? '';
      const log = this.byRegion.get(region) ?? [];
      this.byRegion.set(region, log);
      log.push({ time: Date.parse(textAt(record, 'eventTime') ?? ''), id, record: () => record });
      touched.add(log);
    }
    for (const log of touched) log.sort((a, b) => b.time - a.time || (a.id < b.id ? -1 : 1));
  }
}
