import { narrowingAt } from './completion-context';
import { askedOnce, type CompletionSource, type Narrowing } from './completion-source';
import type { Expectation } from './expectation';
import { directiveItems, headItems, itemsFor, type Candidate } from './completion-items';
import { parseQuery } from './query-parser';
import { Reader, type Findings } from './reader';
import { splitQueries, type Segment } from './segments';
import { fold } from './text';

export type CompletionKind = 'keyword' | 'attribute' | 'operator' | 'value' | 'snippet' | 'directive';

/** What stands between `start` and `end` (UTF-16 offsets) becomes `insertText`. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** English: `about` and `count` of a value, or what a snippet is for. */
  readonly detail?: string;
  /** Of a value: the other spelling of a region, the service of an operation. */
  readonly about?: string;
  /** Of a value: events that have it. */
  readonly count?: number;
  /** There may be more of them. */
  readonly atLeast?: true;
  /** What else is to be said of a value. */
  readonly note?: string;
  readonly documentation?: string;
  readonly insertText: string;
  /** The same with places to fill in, as editors write them: `${1:name}`. */
  readonly snippet?: string;
  readonly start: number;
  readonly end: number;
  /** Sorts the list as it came: best first. */
  readonly sortText: string;
}

/** More than anybody reads; what is meant is found by typing on. */
const MOST_ITEMS = 400;
/** Stands for what is being typed, where the rest of the query is read. */
const FILLERS: Partial<Record<Expectation['what']['kind'], string>> = { path: '$.x exists', column: '$.x' };

/**
 * What may stand at a place of a file, best first. Values and paths come from `source`; where it fails, what is known without it is
 * offered. Ends with nothing when the signal fires.
 */
export async function complete(
  text: string,
  offset: number,
  source: CompletionSource,
  signal?: AbortSignal,
): Promise<readonly CompletionItem[]> {
  const at = Math.max(0, Math.min(offset, text.length));
  const lineStart = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
  const line = text.slice(lineStart, at);
  const asked = askedOnce(source, signal);
  const comment = /^\s*\/\//.exec(line);
  if (comment !== null) return place(text, at, await directiveItems(lineStart + comment[0].length - 2, line.trimStart(), asked));
  const { segments } = splitQueries(text);
  const segment = segments.findLast(({ start }) => start < at);
  const expectations = [...expectationsAt(text, segment, at)].sort(nearestFirst);
  const candidates: Candidate[] = [];
  for (const expectation of expectations) {
    const { start, what } = expectation;
    const gap = {
      start,
      end: endOf(text, start, what.kind === 'value' || what.kind === 'json-value', at),
      filler: FILLERS[what.kind] ?? 'x',
    };
    const narrowing: Narrowing = segment === undefined || !ASKS.has(what.kind) ? {} : narrowingAt(text, segment, gap);
    candidates.push(...(await itemsFor(expectation, { typed: text.slice(start, at), source: asked, narrowing })));
  }
  const word = at - (/\w*$/.exec(line)?.[0].length ?? 0);
  if (line.slice(0, word - lineStart).trim() === '' && mayStartQuery(text, segments, word)) candidates.push(...headItems(word));
  return signal?.aborted === true ? [] : place(text, at, candidates);
}

/** What the store is asked about. */
const ASKS: ReadonlySet<Expectation['what']['kind']> = new Set(['value', 'json-value', 'path', 'column']);

/** What the parser could go on with where the text is cut off. */
function expectationsAt(text: string, segment: Segment | undefined, at: number): readonly Expectation[] {
  if (segment === undefined) return [];
  const findings: Findings = { diagnostics: [], expectations: [], partial: true };
  parseQuery(new Reader(text.slice(segment.start, at), (pos) => segment.start + pos, findings));
  const isConfig = /^config/i.test(text.slice(segment.start, at)); // the paths that are known are those of events
  const known = isConfig ? findings.expectations.filter(({ what }) => what.kind !== 'path') : findings.expectations;
  return known.filter(({ start, what }) => start < at || mayFollow(text[at - 1] ?? '', what.kind));
}

/** Something new begins right after this character; a word would only grow. */
function mayFollow(before: string, kind: Expectation['what']['kind']): boolean {
  if (/[\s(,=<>!&|\u200B-\u200D\uFEFF]/.test(before)) return true;
  return kind === 'words' ? /["')\]]/.test(before) : /["']/.test(before) && kind === 'path';
}

/** What is being typed comes before what could stand in its place as a whole; connectives and brackets come last. */
function nearestFirst(a: Expectation, b: Expectation): number {
  return b.start - a.start || Number(a.what.kind === 'words') - Number(b.what.kind === 'words');
}

/** On a line of its own a new query may begin, if the one before is whole or there is none. */
function mayStartQuery(text: string, segments: readonly Segment[], word: number): boolean {
  if (segments.every(({ start }) => start >= word) || segments.some(({ start }) => start === word)) return true;
  const before = text.slice(0, word).trimEnd();
  const last = segments.findLast(({ start }) => start < word);
  return (
    before.endsWith(';') || expectationsAt(text, last, word).some(({ what }) => what.kind === 'words' && /^or$/i.test(what.words[1] ?? ''))
  );
}

/** Ranks by what is typed (its beginning, then anywhere), and gives each item the text it replaces. */
function place(text: string, at: number, candidates: readonly Candidate[]): readonly CompletionItem[] {
  const ranked = [0, 1].flatMap((rank) => candidates.filter((candidate) => rankOf(candidate, text.slice(candidate.start, at)) === rank));
  const seen = new Set<string>();
  const items: CompletionItem[] = [];
  for (const candidate of ranked) {
    if (items.length === MOST_ITEMS) break;
    const { item, start } = candidate;
    const key = `${item.kind} ${item.label}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const end = endOf(text, start, candidate.isValue === true, at);
    const insertText = item.kind === 'keyword' ? apart(text, start, end, item.insertText) : item.insertText;
    items.push({ ...item, insertText, start, end, sortText: String(items.length).padStart(5, '0') });
  }
  return items;
}

/** A word stands apart from what is before and after it. */
function apart(text: string, start: number, end: number, word: string): string {
  if (!/^\w/.test(word)) return word;
  const before = /["')\]]/.test(text[start - 1] ?? '') ? ' ' : '';
  return `${before}${word}${/\s/.test(text[end] ?? '') ? '' : ' '}`;
}

function rankOf({ filters }: Candidate, typed: string): number {
  const wanted = fold(typed.replace(/^["'“”‘’]/, '')).replace(/\s+/g, ' ');
  if (filters.some((filter) => fold(filter).startsWith(wanted))) return 0;
  return filters.some((filter) => fold(filter).includes(wanted)) ? 1 : 2;
}

/** The end of the word, or of the quoted text, the cursor stands in. */
function endOf(text: string, start: number, isValue: boolean, at: number): number {
  const quote = text[start];
  if (isValue && start < at && (quote === "'" || quote === '"')) {
    const rest = /^[^"'\n(),=]*(["'])/.exec(text.slice(at));
    return rest?.[1] === quote ? at + rest[0].length : at;
  }
  if (start === at) return at;
  return at + (/^[\w.$*:/-]*/.exec(text.slice(at))?.[0].length ?? 0);
}
