import { isReference } from '../domain/resource';

/** Different strings that are remembered. */
const MOST = 200_000;

/** Ids, keys and ARNs that records name, each kept once and known by a number. */
export class Tokens {
  readonly list: string[] = [];
  private readonly known = new Map<string, number>();

  /** The number of a token; -1: the string names nothing. */
  number(text: string): number {
    const found = this.known.get(text);
    if (found !== undefined) return found;
    const number = isReference(text) ? this.list.push(text) - 1 : -1;
    this.known.set(text, number);
    return number;
  }

  get full(): boolean {
    return this.known.size >= MOST;
  }

  clear(): void {
    this.list.length = 0;
    this.known.clear();
  }
}
