/** Numbers from 0 to below 1 that a seed brings about again (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed to print, so that a run that failed can be run again: `SEED=… npm test`. */
export function seedOfRun(): number {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  console.log(`SEED=${seed}`);
  return seed;
}
