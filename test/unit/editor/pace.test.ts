import { expect, it } from 'vitest';
import { Pace } from '../../../src/editor/pace';

const at = (events: number, bytesDone: number) => ({ events, stored: 0, bytesDone, bytesTotal: 1000, filesDone: 0, filesTotal: 1 });

it('tells rate and remaining time of the last ten seconds, once two have gone by', () => {
  const pace = new Pace();
  expect(pace.follow(at(0, 0), 0)).toBeUndefined();
  expect(pace.follow(at(100, 10), 1000)).toBeUndefined();
  // 4,000 events and 100 bytes in 2 s; 900 bytes are left at 50 a second.
  expect(pace.follow(at(4000, 100), 2000)).toEqual({ eventsPerSecond: 2000, secondsLeft: 18 });
  // The first two samples are too old: 1,000 events and 50 bytes in 10 s.
  expect(pace.follow(at(5000, 150), 12_000)).toEqual({ eventsPerSecond: 100, secondsLeft: 170 });
});

it('tells no remaining time while nothing moves', () => {
  const pace = new Pace();
  pace.follow(at(0, 0), 0);
  expect(pace.follow(at(0, 0), 3000)).toEqual({ eventsPerSecond: 0 });
});
