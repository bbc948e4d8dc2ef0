import type { TimeRange } from '../../domain/time';
import { textWithTime } from '../language/query-in-document';

const NAME = /^[^\S\n]*\/\/[^\S\n]*name[^\S\n]*:[^\n]*$/im;

/** The text of one search as it stands in a file: its name and its time range as directives, its other comments kept. */
export async function searchText({
  query,
  range,
  name,
}: {
  readonly query: string;
  readonly range: TimeRange;
  readonly name?: string;
}): Promise<string> {
  const text = await textWithTime(query, range);
  if (name === undefined) return text;
  const line = `// name: ${oneLine(name)}`;
  return NAME.test(text) ? text.replace(NAME, () => line) : `${line}\n${text}`;
}

/** The name that a text of one search has. */
export function nameIn(text: string): string | undefined {
  const name = NAME.exec(text)?.[0].split(':').slice(1).join(':').trim();
  return name === '' ? undefined : name;
}

/** A query on one line, without the comments above it: for lists. */
export function lineOf(text: string): string {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('//'));
  return oneLine(lines.join(' '));
}

/** `Deletes, past 2 hours` → `deletes-past-2-hours`: a file's name on any system. Letters of every script are kept. */
export function fileNameOf(name: string): string {
  const words = name
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{Nd}]+/gu);
  return (words ?? ['search']).join('-').slice(0, 60).replace(/-$/, '');
}

/** What stands in a file after another search has been added at its end. */
export function appended(text: string, search: string): string {
  const before = text.trimEnd();
  return before === '' ? `${search}\n` : `${before}\n\n${search}\n`;
}

function oneLine(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}
