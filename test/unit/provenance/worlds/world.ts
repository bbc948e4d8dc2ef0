import type { ROOT_KINDS, Strength } from '../../../../src/domain/chain';
import { textAt, type JsonObject } from '../../../../src/domain/json';
import { DAY, MINUTE } from '../../../../src/domain/time';
import { byServiceRole, byService, serviceLinkedRole } from '../../../../src/sample/callers';
import { uuid } from '../../../../src/sample/ids';
import { people } from '../../../../src/sample/people';
import { Random } from '../../../../src/sample/random';
import { recordOf, type Action, type Call, type Caller, type Place } from '../../../../src/sample/record';
import { services } from '../../../../src/sample/services';
import { issued, roleResource, ssoSignIn } from '../../../../src/sample/sessions';
import { PEOPLE, type AccountName, type PersonName } from '../../../../src/sample/world';

type RootKind = (typeof ROOT_KINDS)[number];

/** What is true of one subject. Only the generator knows it: nothing of it is in the records. */
export interface Truth {
  /** An event id, or a resource. */
  readonly subject: string;
  /** What is asked, for the test's title. */
  readonly says: string;
  /** Ways in which the chain may end. */
  readonly ends: readonly RootKind[];
  /** Who may be named. A name that is none of these is a false accusation, whatever the strength. */
  readonly who: readonly string[];
  /** Records the chain passes, in this order; others may lie between. */
  readonly path: readonly string[];
  /** All records that did have a part in it: what is claimed at exact or strong must be one of these. */
  readonly causes: readonly string[];
  /** The strongest that the records allow for the whole. Left out: exact. */
  readonly strongest?: Strength;
  /** Where the records can't decide: each must be a hop or an alternative, unless the chain ends before them as unknown. */
  readonly undecided?: readonly string[];
  /** Records that have nothing to do with it, not even as alternatives. */
  readonly never?: readonly string[];
}

export interface World {
  readonly name: string;
  readonly records: readonly JsonObject[];
  readonly truths: readonly Truth[];
}

/** A person's sign-in: who calls from then on, and the records it left, from the portal's to the account's. */
export interface SignedIn {
  readonly caller: Caller;
  readonly ids: readonly string[];
  readonly name: PersonName;
}

/** When things begin to happen: a Tuesday afternoon. */
export const START = Date.UTC(2025, 5, 10, 14, 37);

/** Gathers records and remembers which of them is which. */
export class WorldBuilder {
  readonly random: Random;
  private readonly records: JsonObject[] = [];

  constructor(
    readonly name: string,
    seed = 1,
  ) {
    this.random = new Random(seed, `world/${name}`);
  }

  /** The record of a call: its event id. `minute` counts from `START`. */
  call(minute: number, caller: Caller, place: Place, action: Action): string {
    return this.add({ ...action, account: place.account, region: place.region, caller, time: START + minute * MINUTE });
  }

  add(call: Call): string {
    const record = recordOf(call, this.random);
    this.records.push(record);
    return textAt(record, 'eventID') ?? '';
  }

  person(minute: number, name: PersonName, account: AccountName, console = false): SignedIn {
    const { calls, caller } = ssoSignIn(this.random, PEOPLE[name], account, START + minute * MINUTE, console);
    return { caller, ids: calls.map((call) => this.add(call)), name };
  }

  /** A service takes its service-linked role: the session, and the record of it. `key`: as newer records have it, with an access key. */
  serviceSession(minute: number, place: Place, service: string, role: string, session: string, key?: string): Caller {
    const time = START + minute * MINUTE;
    const linked = serviceLinkedRole(place.account, service, role);
    this.add({
      time,
      ...place,
      caller: byService(service),
      service: 'sts',
      name: 'AssumeRole',
      readOnly: true,
      request: { roleArn: linked.arn, roleSessionName: session, durationSeconds: 3600 },
      response: issued(this.random, place.account, linked, session, time + 60 * MINUTE, key),
      resources: [roleResource(place.account, linked)],
      shared: uuid(this.random),
    });
    const caller = byServiceRole(place.account, service, role, session, time);
    return key === undefined ? caller : { ...caller, identity: { ...caller.identity, accessKeyId: key } };
  }

  /** A day of the company's ordinary life around it, none of which is a cause of anything asked about. */
  background(): void {
    const [from, now] = [START - DAY / 2, START + DAY / 2];
    for (const scenario of [people, services]) {
      const random = new Random(1, `background/${scenario.name}`);
      for (const call of scenario(from, now, random)) if (call.time >= from && call.time <= now) this.records.push(recordOf(call, random));
    }
  }

  /** The log begins here: what came before is not in it. */
  beginAt(minute: number): void {
    const kept = this.records.filter((record) => Date.parse(textAt(record, 'eventTime') ?? '') >= START + minute * MINUTE);
    this.records.splice(0, this.records.length, ...kept);
  }

  world(...truths: readonly Truth[]): World {
    return { name: this.name, records: this.records, truths };
  }
}
