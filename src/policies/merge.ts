import type { Breath } from '../store/breath';

/** Steps between two looks at the clock. */
const STEPS = 2048;

/** One list in order of lists in order. Two at a time, with breaks: sorting all of them at once would keep the thread for as long as it takes. */
export async function merged<Item extends object>(
  lists: readonly (readonly Item[])[],
  order: (a: Item, b: Item) => number,
  breath: Breath,
): Promise<readonly Item[]> {
  let round = lists;
  while (round.length > 1) {
    const next: (readonly Item[])[] = [];
    for (let place = 0; place < round.length; place += 2) next.push(await both(round[place] ?? [], round[place + 1] ?? [], order, breath));
    round = next;
  }
  return round[0] ?? [];
}

async function both<Item extends object>(
  left: readonly Item[],
  right: readonly Item[],
  order: (a: Item, b: Item) => number,
  breath: Breath,
): Promise<readonly Item[]> {
  if (left.length === 0 || right.length === 0) return left.length === 0 ? right : left;
  const all: Item[] = [];
  let [l, r] = [0, 0];
  while (l < left.length || r < right.length) {
    const [a, b] = [left[l], right[r]];
    if (a !== undefined && (b === undefined || order(a, b) <= 0)) {
      all.push(a);
      l += 1;
    } else if (b !== undefined) {
      all.push(b);
      r += 1;
    }
    if (all.length % STEPS === 0) await breath.take();
  }
  return all;
}
