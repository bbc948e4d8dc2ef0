import { bucketArn, isReference } from '../domain/resource';
import { Interner } from './interner';
import { unescaped } from './scanner';

/** Different strings that are remembered. */
const MOST = 200_000;
const NONE = -1;

/** Ids, keys and ARNs that records name, each kept once and known by a number. */
export class Tokens {
  readonly list: string[] = [];
  private readonly known = new Map<string, number>();
  private readonly references = new Spellings((text) => (isReference(text) ? this.add(text) : NONE));
  private readonly buckets = new Spellings((name) => {
    const arn = bucketArn(name);
    return arn === undefined ? NONE : this.add(arn);
  });

  /** The number of a token as JSON writes it, without its quotes; -1: the string names nothing. */
  number(bytes: Buffer, from: number, to: number): number {
    return this.references.number(bytes, from, to);
  }

  /** The same of the ARN of a bucket by its name. */
  bucket(bytes: Buffer, from: number, to: number): number {
    return this.buckets.number(bytes, from, to);
  }

  get full(): boolean {
    return this.references.count + this.buckets.count >= MOST;
  }

  clear(): void {
    this.list.length = 0;
    this.known.clear();
    this.references.clear();
    this.buckets.clear();
  }

  private add(text: string): number {
    let number = this.known.get(text);
    if (number === undefined) {
      number = this.list.push(text) - 1;
      this.known.set(text, number);
    }
    return number;
  }
}

/** What strings mean, by their bytes, of which several may spell the same. */
class Spellings {
  private readonly spelt = new Interner();
  private readonly meanings: number[] = [];

  constructor(private readonly read: (text: string) => number) {}

  get count(): number {
    return this.spelt.count;
  }

  number(bytes: Buffer, from: number, to: number): number {
    const number = this.spelt.number(bytes, from, to);
    if (number === this.meanings.length) this.meanings.push(this.read(unescaped(bytes, from, to)));
    return this.meanings[number] ?? NONE;
  }

  clear(): void {
    this.spelt.clear();
    this.meanings.length = 0;
  }
}
