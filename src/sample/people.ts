import { DAY, HOUR, MINUTE } from '../domain/time';
import { HARMLESS_WRITES, READS } from './actions';
import type { Random } from './random';
import type { Call } from './record';
import { ssoSignIn } from './sessions';
import { ACCOUNT_NAMES, ACCOUNTS, PEOPLE, REGIONS, type Person } from './world';

/** Calls of people at work: a few sessions a day in the console or on the command line, mostly looking, sometimes changing things. */
export function people(from: number, now: number, random: Random): Call[] {
  const calls: Call[] = [];
  for (let day = Math.floor(from / DAY) * DAY; day <= now; day += DAY) {
    const weekday = new Date(day).getUTCDay();
    const atWork = weekday === 0 || weekday === 6 ? 0.2 : 0.92;
    for (const person of Object.values<Person>(PEOPLE)) {
      if (random.chance(atWork)) calls.push(...dayOf(person, day - person.zone * HOUR, random));
    }
  }
  return calls;
}

/** `midnight`: the person's own, epoch milliseconds. */
function dayOf(person: Person, midnight: number, random: Random): Call[] {
  const accounts = ACCOUNT_NAMES.filter((name) => person.access[name] !== undefined);
  const calls: Call[] = [];
  let time = midnight + random.between(8, 10) * HOUR;
  for (let left = random.whole(2, 4); left > 0 && time < midnight + 18 * HOUR; left -= 1) {
    const session = sessionOf(person, random.pick(accounts), time, random);
    calls.push(...session);
    time = (session.at(-1)?.time ?? time) + random.between(20, 150) * MINUTE;
  }
  return calls;
}

function sessionOf(person: Person, accountName: (typeof ACCOUNT_NAMES)[number], start: number, random: Random): Call[] {
  const { calls: signIn, caller } = ssoSignIn(random, person, accountName, Math.floor(start / 1000) * 1000, random.chance(0.6));
  const mayChange = person.access[accountName] !== 'ViewOnlyAccess';
  const calls = [...signIn];
  let region = random.pick(REGIONS);
  let time = start + 5000;
  for (let left = random.whole(14, 44); left > 0; left -= 1) {
    if (random.chance(0.1)) region = random.pick(REGIONS);
    const place = { account: ACCOUNTS[accountName], region };
    const make = random.pick(mayChange && random.chance(0.12) ? HARMLESS_WRITES : READS);
    calls.push({ ...make(random, place), ...place, time, caller });
    time += random.chance(0.6) ? random.between(0.2, 4) * 1000 : random.between(10, 240) * 1000; // a page of the console makes several calls at once
  }
  return calls;
}
