import { readFile } from 'node:fs/promises';
import { parseInstant, parseRange, type TimeRange } from '../domain/time';
import { EngineError } from '../engine/api';

export const ALL: TimeRange = { kind: 'all' };

/** A command line that can't be understood: exit status 2. The message says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Arguments {
  readonly command: string;
  readonly options: Readonly<Record<string, string>>;
  readonly rest: readonly string[];
}

/** `COMMAND [--option VALUE | --option=VALUE]… [REST…]`; after `--` all is rest. */
export function readArguments(argv: readonly string[], known: readonly string[]): Arguments {
  const [command = '', ...words] = argv;
  const options: Record<string, string> = {};
  const rest: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') {
      rest.push(...words.slice(i + 1));
      break;
    }
    if (!word.startsWith('--')) {
      rest.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const name = word.slice(2, equals < 0 ? undefined : equals);
    if (!known.includes(name))
      throw new UsageError(`Unknown option --${name}. ${command} takes ${known.map((option) => `--${option}`).join(', ') || 'none'}.`);
    const value = equals < 0 ? words[++i] : word.slice(equals + 1);
    if (value === undefined) throw new UsageError(`--${name} needs a value.`);
    options[name] = value;
  }
  return { command, options, rest };
}

export function required(args: Arguments, name: string): string {
  const value = args.options[name];
  if (value === undefined) throw new UsageError(`${args.command} needs --${name}.`);
  return value;
}

/** The whole number of an option, at least `least`; absent: the fallback. */
export function wholeNumber(args: Arguments, name: string, fallback: number, least = 0): number {
  const value = args.options[name];
  if (value === undefined) return fallback;
  if (!/^\d{1,9}$/.test(value) || Number(value) < least)
    throw new UsageError(`--${name} takes a whole number from ${least}, not "${value}".`);
  return Number(value);
}

/** The number of an option, whole or not and above zero; `undefined` where it is absent. */
export function positiveNumber(args: Arguments, name: string): number | undefined {
  const value = args.options[name];
  if (value === undefined) return undefined;
  if (!/^\d{1,9}(?:\.\d{1,9})?$/.test(value) || Number(value) === 0)
    throw new UsageError(`--${name} takes a number above 0, not "${value}".`);
  return Number(value);
}

/** `--now`, else the clock. Epoch milliseconds. */
export function nowOf(args: Arguments): number {
  const value = args.options['now'];
  const now = value === undefined ? Date.now() : parseInstant(value);
  if (now === undefined) throw new UsageError(`--now takes an ISO 8601 time such as 2023-07-10T12:00Z, not "${value ?? ''}".`);
  return now;
}

export function rangeOf(text: string | undefined, fallback: TimeRange): TimeRange {
  if (text === undefined) return fallback;
  const range = parseRange(text);
  if (range === undefined)
    throw new UsageError(
      `--time takes "past 24 hours", "2023-07-10T00:00Z .. 2023-07-11T00:00Z", "since 2023-07-10" or "all", not "${text}".`,
    );
  return range;
}

/** The text of a file that was named. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new EngineError('input', `Could not read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
