import type { Given } from './given';
import type { AgeUnit, JsonPath, PathTest, Predicate, SetTest, Times } from './predicate';
import type { Argument, CallNode } from './syntax';
import { dayStart, timeIn } from './times';

/** Lowers what stands in a call's arguments. */
export interface Lowering {
  readonly given: Given;
  path(path: (Argument & { readonly kind: 'path' })['path']): JsonPath;
}

const UNITS: Readonly<Record<string, AgeUnit>> = { ageInDays: 'days', ageInMonths: 'months', ageInYears: 'years' };

/** Where the values of an operand are found: in the record, or computed. Not for functions that give a truth or a time. */
export function lowerSource(operand: Argument, lowering: Lowering): JsonPath {
  switch (operand.kind) {
    case 'path':
      return lowering.path(operand.path);
    case 'text':
      return [{ kind: 'values', values: [operand.text] }];
    case 'list':
      return [{ kind: 'values', values: operand.values.map(({ text }) => text) }];
    case 'call':
      return lowerComputed(operand, lowering);
  }
}

function lowerComputed({ function: { id }, args }: CallNode, lowering: Lowering): JsonPath {
  const [a, b] = args;
  if (a === undefined) return [{ kind: 'values', values: [] }];
  if (id === 'intersection' || id === 'union')
    return [{ kind: 'sets', of: id, left: lowerSource(a, lowering), right: b === undefined ? [] : lowerSource(b, lowering) }];
  const from = lowerTimes(a, lowering);
  return [{ kind: 'elapsed', unit: UNITS[id] ?? 'days', from, to: b === undefined ? lowering.given.now : lowerTimes(b, lowering) }];
}

function lowerTimes(operand: Argument, lowering: Lowering): Times {
  return instantOf(operand, lowering.given) ?? lowerSource(operand, lowering);
}

/** The time that today() or a text says. */
export function instantOf(operand: Argument, { now }: Given): number | undefined {
  if (operand.kind === 'text') return timeIn(operand.text);
  return operand.kind === 'call' && operand.function.id === 'today' ? dayStart(now) : undefined;
}

/** What a function that gives true or false asks; `wanted` false: where it can be asked and does not hold. */
export function lowerTruth({ function: { id }, args }: CallNode, wanted: boolean, lowering: Lowering): Predicate {
  const [first, ...others] = args;
  if (first === undefined) return { kind: 'never' };
  const path = lowerSource(first, lowering);
  const holds = lowerQuestion(id, path, others, lowering);
  const isThere: Predicate = { kind: 'path', path, test: { kind: 'exists' } };
  return { kind: 'and', terms: [isThere, wanted ? holds : { kind: 'not', term: holds }] };
}

function lowerQuestion(id: CallNode['function']['id'], path: JsonPath, others: readonly Argument[], lowering: Lowering): Predicate {
  const texts = others.flatMap((argument) => (argument.kind === 'text' ? [argument.text] : []));
  const network = (inside: boolean): SetTest => ({ kind: 'network', networks: texts, inside });
  if (id === 'inNetwork' || id === 'anyOutside') return { kind: 'set', path, test: network(id === 'inNetwork'), every: false };
  if (id === 'allInNetwork') return { kind: 'set', path, test: network(true), every: true };
  if (id === 'isOurs') return { kind: 'set', path, test: { kind: 'equals', values: lowering.given.accounts, fold: false }, every: false };
  const [set] = others;
  const right = set === undefined ? [] : lowerSource(set, lowering);
  return { kind: 'path', path: [{ kind: 'sets', of: 'difference', left: path, right }], test: { kind: 'isEmpty' } };
}

/** The texts, or the numbers, that a function on the right stands for. */
export function textsOf({ args }: CallNode): readonly string[] {
  const [prefix = '', from = '', to = ''] = args.map((argument) => (argument.kind === 'text' ? argument.text : ''));
  const texts: string[] = [];
  for (let number = Number(from); number <= Number(to); number++) texts.push(prefix.replace('%d', String(number)));
  return texts;
}

export function rangeOf({ args }: CallNode): PathTest & { readonly kind: 'inRange' } {
  const [from = NaN, to = NaN, step = 1] = args.map((argument) => (argument.kind === 'text' ? Number(argument.text) : NaN));
  return { kind: 'inRange', from, to, step };
}
