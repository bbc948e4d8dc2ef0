import { CALL_MEMBERS, describeCall, type Call } from '../domain/event';
import type { JsonObject, JsonValue } from '../domain/json';
import { MEMBERS, type Scanner } from './scanner';

const IDENTITY = MEMBERS.indexOf('userIdentity');
const CALL_PLACES = CALL_MEMBERS.map((name) => ({ name, place: MEMBERS.indexOf(name) }));
/** Different calls that are remembered; in a busy account most events repeat one of a few thousand. */
const MOST = 8_000;

/** What events have in common, and the text of `userIdentity`, which nobody changes from call to call. */
export interface KnownCall {
  readonly call: Call;
  readonly identity: Buffer | undefined;
}

/**
 * What events have in common, each different one kept once and known by a number: reading who acted costs more than all else about
 * a record, and of a hundred records ninety repeat the words of another.
 */
export class Calls {
  readonly list: KnownCall[] = [];
  private readonly known = new Map<string, number>();
  private scratch = Buffer.alloc(16 * 1024);

  /** The number of the call that was scanned. */
  number(bytes: Buffer, scanner: Scanner): number {
    const key = this.key(bytes, scanner);
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const record = Object.fromEntries(
      CALL_PLACES.flatMap(({ name, place }): readonly (readonly [string, JsonValue])[] => {
        const from = scanner.from[place] ?? -1;
        return from < 0 ? [] : [[name, JSON.parse(bytes.toString('utf8', from, scanner.to[place])) as JsonValue]];
      }),
    ) as JsonObject;
    const identity = scanner.has(IDENTITY, bytes) ? Buffer.from(bytes.subarray(scanner.from[IDENTITY], scanner.to[IDENTITY])) : undefined;
    const number = this.list.push({ call: describeCall(record), identity }) - 1;
    this.known.set(key, number);
    return number;
  }

  /** Begins anew once there are many, so that a hostile log doesn't fill the memory. Numbers given before mean nothing any more. */
  tidy(): void {
    if (this.list.length < MOST) return;
    this.list.length = 0;
    this.known.clear();
  }

  /** The members' texts one after the other. Bytes as they are: equal keys mean equal texts. */
  private key(bytes: Buffer, { from, to, identity }: Scanner): string {
    let at = 0;
    for (const { place } of CALL_PLACES) {
      const start = from[place] ?? -1;
      const end = start < 0 ? start : (to[place] ?? 0);
      const length = end - start;
      if (at + length + 6 > this.scratch.length) this.scratch = Buffer.concat([this.scratch], 2 * (at + length + 6));
      const { scratch } = this;
      if (place === IDENTITY && identity >= 0) {
        scratch[at] = 0xff; // begins no JSON
        scratch.writeUInt32LE(identity, at + 1);
        at += 6;
        scratch[at - 1] = 0;
        continue;
      }
      if (length > 64) bytes.copy(scratch, at, start, end);
      else for (let i = 0; i < length; i++) scratch[at + i] = bytes[start + i] ?? 0;
      at += length;
      scratch[at++] = 0;
    }
    return this.scratch.toString('latin1', 0, at);
  }
}
