import { ACTION_MEMBERS, ACTOR_MEMBERS, describeAction, describeActor, type Action, type Actor } from '../domain/event';
import type { JsonObject, JsonValue } from '../domain/json';
import { Interner } from './interner';
import { MEMBERS, type Member, type Scanner } from './scanner';

const IDENTITY = MEMBERS.indexOf('userIdentity');
/** Different ones that are remembered; in a busy account most events repeat one of a few thousand. */
const MOST = 8_000;

/** An actor, and the text of `userIdentity`. */
export interface KnownActor extends Actor {
  readonly identity: Buffer | undefined;
}

/**
 * What events have in common, each different one described once and known by a number: reading who acted costs more than all else
 * about a record, and of a hundred records ninety repeat the words of another.
 */
export class Repeats<T> {
  readonly list: T[] = [];
  /** Another one once numbers given before mean nothing any more. */
  generation = 0;
  private readonly keys = new Interner();
  private readonly members: readonly { readonly name: Member; readonly place: number }[];
  private key = Buffer.alloc(16 * 1024);

  /** @param describe a record that has these members, with the text of its identity */
  constructor(
    members: readonly Member[],
    private readonly describe: (record: JsonObject, identity: Buffer | undefined) => T,
  ) {
    this.members = members.map((name) => ({ name, place: MEMBERS.indexOf(name) }));
  }

  static actors(): Repeats<KnownActor> {
    return new Repeats(ACTOR_MEMBERS, (record, identity) => ({ ...describeActor(record), identity }));
  }

  static actions(): Repeats<Action> {
    return new Repeats(ACTION_MEMBERS, describeAction);
  }

  /** The number of what was scanned. */
  number(bytes: Buffer, scanner: Scanner): number {
    const number = this.keys.number(this.key, 0, this.fillKey(bytes, scanner));
    if (number < this.list.length) return number;
    const record = Object.fromEntries(
      this.members.flatMap(({ name, place }): readonly (readonly [string, JsonValue])[] => {
        const from = scanner.from[place] ?? -1;
        return from < 0 ? [] : [[name, JSON.parse(bytes.toString('utf8', from, scanner.to[place])) as JsonValue]];
      }),
    ) as JsonObject;
    const identity = scanner.has(IDENTITY, bytes) ? Buffer.from(bytes.subarray(scanner.from[IDENTITY], scanner.to[IDENTITY])) : undefined;
    this.list.push(this.describe(record, identity));
    return number;
  }

  /** Begins anew once there are many, so that a hostile log doesn't fill the memory. */
  tidy(): void {
    if (this.list.length < MOST) return;
    this.list.length = 0;
    this.keys.clear();
    this.generation += 1;
  }

  /** The members' texts one after the other, bytes as they are: equal keys mean equal texts. @returns the key's length */
  private fillKey(bytes: Buffer, { from, to, identity }: Scanner): number {
    let at = 0;
    for (const { place } of this.members) {
      const start = from[place] ?? -1;
      const end = start < 0 ? start : (to[place] ?? 0);
      const length = end - start;
      if (at + length + 6 > this.key.length) this.key = Buffer.concat([this.key], 2 * (at + length + 6));
      const { key } = this;
      if (place === IDENTITY && identity >= 0) {
        key[at] = 0xff; // begins no JSON
        key.writeUInt32LE(identity, at + 1);
        at += 6;
        key[at - 1] = 0;
        continue;
      }
      for (let i = start; i < end; i++) key[at++] = bytes[i] ?? 0;
      key[at++] = 0;
    }
    return at;
  }
}
