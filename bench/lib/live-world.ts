import type { JsonObject } from '../../src/domain/json';
import { DAY } from '../../src/domain/time';
import { generate } from '../../src/sample';
import { allRegions } from '../../test/aws/world/sample-world';
import { makeAccount, makeWorld, type EventLog, type World } from '../../test/aws/world/world';

export const LIVE_ACCOUNT = '111122223333';

export interface Busy {
  readonly regions: number;
  /** Of each region. */
  readonly events: number;
  /** Over which they are spread, evenly, back from now. */
  readonly days: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** One account with so many events in each region: records of the sample, each with an id and a time of its own, made as they are asked for. */
export function liveWorld({ regions, events, days, now }: Busy): World {
  const names = Object.keys(allRegions()).slice(0, regions);
  const templates = generate({ now }).flatMap(({ records }) => records);
  const logs = new Map(names.map((name, place) => [name, log(place, name)]));
  function log(place: number, awsRegion: string): EventLog {
    return {
      length: events,
      at(index) {
        if (index < 0 || index >= events) return undefined;
        const time = Math.floor((now - (index * days * DAY) / events) / 1000) * 1000;
        const id = `${String(place).padStart(8, '0')}-0000-4000-8000-${String(index).padStart(12, '0')}`;
        const eventTime = `${new Date(time).toISOString().slice(0, 19)}Z`;
        const template: JsonObject = templates[(index * 31 + place) % templates.length] ?? {};
        return { time, id, record: () => ({ ...template, eventID: id, eventTime, awsRegion, recipientAccountId: LIVE_ACCOUNT }) };
      },
    };
  }
  const open = Object.fromEntries(names.map((name) => [name, 'opt-in-not-required' as const]));
  return makeWorld([makeAccount(LIVE_ACCOUNT, { regions: open, events: (region) => logs.get(region) ?? [] })]);
}
