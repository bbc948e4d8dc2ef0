import type { JsonPath, Predicate, TextField } from '../rql/predicate';
import { fold } from '../rql/text';
import type { Reader, SegmentTable } from './reader';
import { COUNTS, SHAPES } from './schema';
import { ANY_PATH, ODD_ERROR, pathStep } from './shapes';

/** What the store knows of all its events at once, so that a question reads few of them. */
export interface Facts {
  /** How the values of a column are written that are the same but for upper and lower case; `undefined`: the column is not known so. */
  spellings(field: TextField, folded: string): readonly string[] | undefined;
  /** Operations some of whose records have this path; `undefined`: any may. */
  operations(path: JsonPath): readonly string[] | undefined;
  /** Whether some record has an `errorCode` that is no text, which the column of error codes leaves out. */
  readonly oddErrors: boolean;
}

/** Columns with so few different values that the store counts them. */
export const COUNTED = ['operation', 'service', 'region', 'account'] as const;

/** More operations than this in a list cost more than they save. */
const MOST_OPERATIONS = 150;

/** By the list of segments, which is another one once something has changed. */
const books = new WeakMap<readonly SegmentTable[], FactBook>();

/** The facts that bear on some predicates. @throws what the reader throws */
export async function factsFor(reader: Reader, predicates: readonly Predicate[]): Promise<Facts> {
  const segments = reader.segments();
  let book = books.get(segments);
  if (book === undefined) {
    book = new FactBook(reader);
    books.set(segments, book);
  }
  try {
    return await book.about(predicates.flatMap(pathsOf));
  } catch (error) {
    books.delete(segments); // what failed once is asked anew
    throw error;
  }
}

class FactBook {
  private spelt: Promise<ReadonlyMap<string, readonly string[]>> | undefined;
  private readonly known = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(private readonly reader: Reader) {}

  async about(paths: readonly JsonPath[]): Promise<Facts> {
    this.spelt ??= this.readSpellings();
    const asked = [...new Set([...paths.map(pathText), ODD_ERROR])];
    const [spelt, ...operations] = await Promise.all([this.spelt, ...asked.map((path) => this.operationsWith(path))]);
    const byPath = new Map(asked.map((path, n) => [path, operations[n]]));
    return {
      spellings: (field, folded) => ((COUNTED as readonly string[]).includes(field) ? (spelt.get(`${field} ${folded}`) ?? []) : undefined),
      operations: (path) => (isNoted(path) ? byPath.get(pathText(path)) : undefined),
      oddErrors: byPath.get(ODD_ERROR)?.length !== 0,
    };
  }

  private async readSpellings(): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await this.reader.rows(`SELECT DISTINCT field, value FROM ${COUNTS}`, []);
    const spelt = new Map<string, string[]>();
    for (const { field, value } of rows) {
      const key = `${String(field)} ${fold(String(value))}`;
      const list = spelt.get(key);
      if (list === undefined) spelt.set(key, [String(value)]);
      else list.push(String(value));
    }
    return spelt;
  }

  private operationsWith(path: string): Promise<readonly string[] | undefined> {
    let known = this.known.get(path);
    if (known === undefined) {
      known = this.reader
        .rows(`SELECT DISTINCT operation FROM ${SHAPES} WHERE path IN (?, ?)`, [path, path === ODD_ERROR ? ODD_ERROR : ANY_PATH])
        .then((rows) => (rows.length > MOST_OPERATIONS ? undefined : rows.map(({ operation }) => String(operation))));
      this.known.set(path, known);
    }
    return known;
  }
}

function pathsOf(predicate: Predicate): readonly JsonPath[] {
  if (predicate.kind === 'and' || predicate.kind === 'or') return predicate.terms.flatMap(pathsOf);
  if (predicate.kind === 'not') return pathsOf(predicate.term);
  if (predicate.kind === 'compare') return [predicate.left].filter(isNoted);
  return predicate.kind === 'path' || predicate.kind === 'set' ? [predicate.path].filter(isNoted) : [];
}

/** It begins at a member of the record; what is computed may be there where no path is. */
function isNoted([first]: JsonPath): boolean {
  return first?.kind === 'key';
}

/** Up to a quantifier, which may keep an array without elements, or to whatever members there are. */
function pathText(path: JsonPath): string {
  const end = path.findIndex(({ kind }) => kind === 'where' || kind === 'members');
  const plain = end < 0 ? path : path.slice(0, end);
  return `$${plain.map((step) => (step.kind === 'key' ? pathStep(step.name) : '[*]')).join('')}`;
}
