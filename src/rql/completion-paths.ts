import { pathText, RECORD_PATHS } from './record-paths';
import { quoteText } from './reader';
import type { PathTree } from './syntax';

/** A path to offer, and what stands there where that is known. */
export interface OfferedPath {
  readonly path: string;
  readonly doc?: string;
}

/** Where a path is to stand. */
export interface PathPlace {
  /** Inside a quantifier: paths below the elements of this array come first, and begin there. */
  readonly array?: PathTree;
  /** For keys that need quotes. */
  readonly quote: '"' | "'";
  /** Only times can be meant. */
  readonly times: boolean;
  /** The query names operations. */
  readonly named: boolean;
}

/** How the names end of what holds a time. */
const TIME_NAME = /(?:[tT]ime(?:[sS]tamp)?|[dD]ate|[eE]xpiration|[eE]xpiry|[a-z](?:At|On))(?:\[\*\])?$/;

/** What an operation was asked for and what it answered: the part of a record that differs from one to the next. */
const OWN_PART = /^\$\.(?:requestParameters|responseElements|additionalEventData|serviceEventDetails)[.[]/;
/** A key in quotes whose name can be asked for in every back end, and has nothing in it that can't be typed. */
const QUOTED_KEY = /\["((?:[^"\\]|\\["\\])*)"\]/g;

/**
 * The paths to offer, best first: those that are documented and that records have; of the `seen` ones, which are the most frequent first,
 * those that end at a value before those that lead there; what is only documented last. Where the query names operations, what is these
 * operations' own comes before all that.
 */
export function offeredPaths(seen: readonly string[], { array, quote, times, named }: PathPlace): readonly OfferedPath[] {
  const all = inOrder(seen, named).filter(({ path }) => !times || TIME_NAME.test(path));
  const start = array === undefined ? undefined : `${pathText(array)}[*].`;
  const below = start === undefined ? [] : all.filter(({ path }) => path.startsWith(start));
  const inside = below.map((known) => ({ ...known, path: known.path.slice(start?.length ?? 0) }));
  return [...inside, ...all].flatMap((known) => written(known, quote));
}

function inOrder(seen: readonly string[], named: boolean): readonly OfferedPath[] {
  const present = new Set(seen);
  const parents = new Set(seen.map((path) => path.replace(/(?:\.[^.[\]]*|\[[^[\]]*\])$/, '')));
  const known = RECORD_PATHS.filter(({ path }) => present.has(path));
  const others = seen.filter((path) => !RECORD_PATHS.some((documented) => documented.path === path));
  const leaves = others.filter((path) => !parents.has(path));
  const own = named ? leaves.filter((path) => OWN_PART.test(path)) : [];
  const ends = named ? leaves.filter((path) => !OWN_PART.test(path)) : leaves;
  const bare = (paths: readonly string[]): readonly OfferedPath[] => paths.map((path) => ({ path }));
  return [
    ...bare(own),
    ...known,
    ...bare(ends),
    ...bare(others.filter((path) => parents.has(path))),
    ...RECORD_PATHS.filter(({ path }) => !present.has(path)),
  ];
}

/** With the quotes that its place asks for; nothing where the language can't write it. */
function written({ path, ...rest }: OfferedPath, quote: '"' | "'"): readonly OfferedPath[] {
  const plain = path.replace(QUOTED_KEY, '');
  if (plain.includes('"') || /\["(?:\*?)"\]/.test(path)) return [];
  return [{ ...rest, path: path.replace(QUOTED_KEY, (_, name: string) => `[${quoteText(name.replace(/\\(.)/g, '$1'), quote)}]`) }];
}
