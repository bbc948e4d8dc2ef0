import { parseRange, type TimeRange } from '../../domain/time';

/** What a search needs to be told before it can run. */
export const QUESTIONS = ['accessKey', 'resource'] as const;
export type Question = (typeof QUESTIONS)[number];

/** A search that comes with the product: a file of `media/investigations`, whose comments say what it is about. */
export interface ReadyMade {
  /** The file's name without its ending. */
  readonly id: string;
  readonly name: Localised;
  /** What it finds. */
  readonly about: Localised;
  /** What to look for in the answer. */
  readonly lookFor: Localised;
  readonly range: TimeRange;
  /** Its answer goes where the query has `'{accessKey}'` or `'{resource}'`. */
  readonly ask?: Question;
  readonly query: string;
}

export interface Localised {
  readonly en: string;
  readonly ja: string;
}

const LINE = /^\/\/ ([a-z ]+?)(\.ja)?: (.*)$/;

/** Reads a file; `undefined`: something that every one must say is missing. */
export function readReadyMade(id: string, text: string): ReadyMade | undefined {
  const lines = text.split('\n');
  const said = new Map<string, string>();
  for (const line of lines) {
    const [, key, japanese = '', value] = LINE.exec(line) ?? [];
    if (key !== undefined && value !== undefined) said.set(key + japanese, value);
  }
  const localised = (key: string): Localised | undefined => {
    const [en, ja] = [said.get(key), said.get(`${key}.ja`)];
    return en === undefined || ja === undefined ? undefined : { en, ja };
  };
  const [name, about, lookFor, range] = [localised('name'), localised('about'), localised('look for'), parseRange(said.get('time') ?? '')];
  const ask = QUESTIONS.find((question) => question === said.get('ask'));
  const query = lines
    .filter((line) => !line.startsWith('//'))
    .join('\n')
    .trim();
  if (name === undefined || about === undefined || lookFor === undefined || range === undefined || query === '') return undefined;
  if (said.has('ask') !== (ask !== undefined)) return undefined;
  return { id, name, about, lookFor, range, query, ...(ask !== undefined && { ask }) };
}

export function inLanguage({ en, ja }: Localised, language: string): string {
  return language.split('-')[0] === 'ja' ? ja : en;
}

/** The query with the answer in its places; `quote` writes a text as the query language does. */
export function answered({ query, ask }: Pick<ReadyMade, 'query' | 'ask'>, answer: string, quote: (text: string) => string): string {
  return ask === undefined ? query : query.replaceAll(`'{${ask}}'`, () => quote(answer));
}

/** An access key's id as AWS makes them: of a user (AKIA), or of a session (ASIA). */
export function isAccessKey(text: string): boolean {
  return /^(?:AKIA|ASIA)[A-Z0-9]{12,28}$/.test(text);
}
