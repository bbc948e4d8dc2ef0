import { Refusal } from '../protocol/protocols';

/** A list that may be computed as it is read. */
export interface Items<T> {
  readonly length: number;
  at(index: number): T | undefined;
}

export interface Page<T> {
  readonly items: T[];
  readonly next: string | undefined;
}

/** One page of a list. A token names a place in it; what the service says of one that it didn't give is `invalid`. */
export function page<T>(all: Items<T>, token: string | undefined, size: number, invalid: string): Page<T> {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0 || start > all.length) throw new Refusal(invalid, 'The token is not valid.');
  const end = Math.min(start + size, all.length);
  const items: T[] = [];
  for (let i = start; i < end; i++) items.push(all.at(i) as T); // within its length
  return { items, next: end < all.length ? Buffer.from(String(end)).toString('base64url') : undefined };
}
