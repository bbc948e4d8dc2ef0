import { afterEach } from 'vitest';
import { Store } from '../../../src/store/store';

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** Closes it when the test is over. */
export function closing<T extends { close(): unknown }>(one: T): T {
  open.push(one);
  return one;
}

/** A store on a folder, closed when the test is over. */
export async function storeIn(dir: string): Promise<Store> {
  return closing(await Store.open(dir));
}
