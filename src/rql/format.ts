import type { Fix, Span } from './diagnostic';
import { layOut } from './layout';
import { piecesOf } from './pieces';
import { analyse, type AnalysedQuery, type Analysis } from './query';

/** What stands at a place becomes another text. */
export type Edit = Pick<Fix, 'start' | 'end' | 'newText'>;

/**
 * How a file of queries is written: keywords of the query in upper case (its head and tails in lower case, as people write them), those of
 * json.rule in lower case, attributes in lower case, and each query laid out by {@link layOut}. Values, paths and comments stay as they
 * are. Between queries lines lose the blanks at their ends, and several empty lines become one.
 * A query that would mean something else, or have other faults, stays as it is: so does what is broken in one.
 * @param within only queries that reach into it; the lines between queries are then left alone
 */
export function formatEdits(text: string, within?: Span): readonly Edit[] {
  const analysis = analyse(text);
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const queries = analysis.queries.flatMap(({ range, tree }, index): readonly Edit[] => {
    if (within !== undefined && (range.end < within.start || range.start > within.end)) return [];
    const newText = layOut(text, piecesOf(text, tree)).replace(/\r?\n/g, newLine);
    return isSame(analysis, index, newText) ? [{ ...range, newText }] : [];
  });
  const edits = within === undefined ? [...queries, ...between(text, analysis.queries, newLine)] : queries;
  return edits.filter(({ start, end, newText }) => text.slice(start, end) !== newText).sort((a, b) => a.start - b.start);
}

/** The whole file as {@link formatEdits} has it. */
export function format(text: string): string {
  let formatted = '';
  let from = 0;
  for (const { start, end, newText } of formatEdits(text)) {
    formatted += text.slice(from, start) + newText;
    from = end;
  }
  return formatted + text.slice(from);
}

/** Whether a text is understood as the query it is to replace. */
function isSame({ queries, diagnostics }: Analysis, index: number, newText: string): boolean {
  const query = queries[index];
  const written = analyse(newText);
  const [only, ...more] = written.queries;
  if (query === undefined || only === undefined || more.length > 0) return false;
  const faults = diagnostics.filter(({ start }) => start >= query.range.start && start <= query.range.end);
  return codes(faults) === codes(written.diagnostics) && isAlike(query.tree, only.tree);
}

function codes(diagnostics: Analysis['diagnostics']): string {
  return diagnostics.map(({ code }) => code).join(' ');
}

const PLACES: ReadonlySet<string> = new Set(['start', 'end', 'open', 'pathSpan']);

/** Whether two trees are alike but for the places in them. */
function isAlike(one: unknown, other: unknown): boolean {
  if (one === other) return true; // of attributes and operators there is one each
  if (!isNode(one) || !isNode(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => PLACES.has(key) || isAlike(one[key], other[key]));
}

function isNode(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The lines above, between and below the queries. */
function between(text: string, queries: readonly AnalysedQuery[], newLine: string): readonly Edit[] {
  const starts = [0, ...queries.map(({ range }) => range.end)];
  return starts.map((start, index) => {
    const end = queries[index]?.range.start ?? text.length;
    return { start, end, newText: tidy(text.slice(start, end), start === 0, end === text.length).replaceAll('\n', newLine) };
  });
}

/** Comments without the blanks around them, one empty line for several, none where the file begins and ends. */
function tidy(text: string, begins: boolean, ends: boolean): string {
  const lines = text.split(/\r?\n/).map((line) => (/^\s*(?:\/\/|$)/.test(line) ? line.trim() : line.trimEnd()));
  const first = begins ? [] : lines.splice(0, 1); // the rest of a query's last line
  const last = lines.splice(-1);
  const kept = lines.filter((line, index) => line !== '' || (index === 0 ? !begins : lines[index - 1] !== ''));
  if (ends && last[0] === '' && kept.at(-1) === '') kept.pop();
  return [...first, ...kept, ...last].join('\n');
}
