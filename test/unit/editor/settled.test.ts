import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Settled } from '../../../src/editor/settled';

const TIMES = { quiet: 100, most: 1000, poll: 10_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('waits for silence, but not for ever', async () => {
  const work = vi.fn(() => Promise.resolve());
  const settled = new Settled(TIMES, work);
  settled.ask();
  await vi.advanceTimersByTimeAsync(90);
  settled.ask();
  await vi.advanceTimersByTimeAsync(90);
  expect(work).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10);
  expect(work).toHaveBeenCalledTimes(1);
  for (let ms = 0; ms < 1000; ms += 50) {
    settled.ask();
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(work).toHaveBeenCalledTimes(2);
  settled.dispose();
});

it('is never done twice at once, and once more for what was asked meanwhile', async () => {
  const ends: (() => void)[] = [];
  const work = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
  const settled = new Settled(TIMES, work);
  settled.ask();
  await vi.advanceTimersByTimeAsync(100);
  settled.ask();
  settled.ask();
  await vi.advanceTimersByTimeAsync(5000);
  expect(work).toHaveBeenCalledTimes(1);
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(100);
  expect(work).toHaveBeenCalledTimes(2);
  settled.dispose();
});

it('is done again unasked, until it is disposed of', async () => {
  const work = vi.fn(() => Promise.resolve());
  const settled = new Settled(TIMES, work);
  settled.ask();
  await vi.advanceTimersByTimeAsync(100 + 2 * 10_000);
  expect(work).toHaveBeenCalledTimes(3);
  settled.dispose();
  settled.ask();
  await vi.advanceTimersByTimeAsync(50_000);
  expect(work).toHaveBeenCalledTimes(3);
});
