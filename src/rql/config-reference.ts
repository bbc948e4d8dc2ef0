import type { JsonObject } from '../domain/json';
import type { CountTest, ResourceQuery } from './config-lower';
import { matchesDocument } from './reference';

/**
 * Which of some resources a config query finds, by their places, in order: the reference every back end is held against.
 * @param documents of the resources that lived within the time range (`resource-document.ts`)
 */
export function resourcesFound({ clauses, filter, counts, show }: ResourceQuery, documents: readonly JsonObject[]): readonly number[] {
  let joined: readonly Readonly<Record<string, number>>[] = [{}];
  for (const { alias, predicate } of clauses) {
    const found = documents.flatMap((document, place) => (matchesDocument(predicate, document) ? [place] : []));
    joined = joined.flatMap((row) => found.map((place) => ({ ...row, [alias]: place })));
  }
  const kept = joined.filter((row) => filter === undefined || matchesDocument(filter, underNames(row, documents)));
  const placesOf = (alias: string): readonly number[] => [...new Set(kept.map((row) => row[alias] ?? -1))];
  if (!counts.every((test) => holds(test, placesOf(test.alias).length))) return [];
  return placesOf(show).toSorted((a, b) => a - b);
}

/** The documents of a row under the names of their clauses, in either case. */
function underNames(row: Readonly<Record<string, number>>, documents: readonly JsonObject[]): JsonObject {
  return Object.fromEntries(
    Object.entries(row).flatMap(([alias, place]) => [
      [alias, documents[place]],
      [alias.toLowerCase(), documents[place]],
    ]),
  );
}

function holds({ order, negated, value }: CountTest, count: number): boolean {
  const held = {
    greater: count > value,
    less: count < value,
    equals: count === value,
    atLeast: count >= value,
    atMost: count <= value,
  }[order];
  return held !== negated;
}
