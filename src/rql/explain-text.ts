import type { Explanation, Phrase } from './explain';
import { EXPLAIN_TEXTS, NUMBERS } from './explain-texts';

/** How many events, or resources: in the time range, and for each step those that meet it. */
export interface Counts {
  readonly total: number;
  readonly steps: readonly { readonly alone?: number; readonly together?: number }[];
}

export interface Wording {
  /** Puts a text of `explain-texts` into somebody's language and fills its places. */
  readonly translate: (template: string, ...args: readonly string[]) => string;
  readonly number: (count: number) => string;
  /** Of a text out of the query: nothing in it may look like another line, or be invisible. */
  readonly visible: (text: string) => string;
}

/**
 * An explanation as plain text: what the query does, then a line for each condition, with the numbers of events before it. Without counts
 * only the words.
 * @param title of the query, and its time range, in words
 */
export function explanationText(
  { of, summary, steps }: Explanation,
  { title, range }: { readonly title: string; readonly range: string },
  counts: Counts | undefined,
  wording: Wording,
): string {
  const { translate, number, visible } = wording;
  const numbers = NUMBERS[of];
  const said = (phrase: Phrase): string => sayIn(phrase, wording);
  const rows: (readonly [left: string, alone: string, words: string])[] = [
    [translate(EXPLAIN_TEXTS.left), translate(EXPLAIN_TEXTS.alone), ''],
    [number(counts?.total ?? 0), '', translate(numbers.all)],
    ...steps.map(({ depth, phrase }, place): readonly [string, string, string] => {
      const { together, alone } = counts?.steps[place] ?? {};
      const shown = (count: number | undefined): string => (count === undefined ? '' : number(count));
      return [shown(together), shown(alone), '  '.repeat(depth) + said(phrase)];
    }),
  ];
  const [left, alone] = [0, 1].map((column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  const lines =
    counts === undefined
      ? [...steps.map(({ depth, phrase }) => `  ${'  '.repeat(depth)}${said(phrase)}`), '', translate(numbers.uncounted)]
      : [
          ...rows.map((row) => `${padded(row[0], left ?? 0)}  ${padded(row[1], alone ?? 0)}  ${row[2]}`.trimEnd()),
          '',
          translate(numbers.left),
          translate(numbers.alone),
        ];
  const head = [visible(title), '', ...summary.map(said), translate(EXPLAIN_TEXTS.range, range), ''];
  return `${[...head, ...lines].join('\n')}\n`;
}

function sayIn({ template, args }: Phrase, wording: Wording): string {
  const filled = args.map((arg) => (typeof arg === 'string' ? wording.visible(arg) : sayIn(arg, wording)));
  return wording.translate(template, ...filled);
}

function padded(text: string, width: number): string {
  return ' '.repeat(width - widthOf(text)) + text;
}

/** Columns of a terminal or an editor: the letters of East Asia take two. */
function widthOf(text: string): number {
  return Array.from(text).reduce(
    (width, letter) =>
      width + (/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/.test(letter) ? 2 : 1),
    0,
  );
}
