import type { Given } from './given';
import { lowerPath } from './lower';
import type { JsonPath, TextField } from './predicate';
import type { ColumnNode, Tail } from './syntax';

/** What a query makes of the events it finds. */
export type Shape =
  /** A row for each, with these columns beside the usual ones. */
  | { readonly kind: 'events'; readonly columns: readonly ShownColumn[] }
  /** A row for each different set of values, with how many events have it. */
  | { readonly kind: 'count'; readonly by: readonly ShownColumn[] }
  /** A row for each bar of this width (milliseconds; bars begin at its multiples, UTC) and each value in it. */
  | { readonly kind: 'timechart'; readonly width: number; readonly by: readonly ShownColumn[] };

/** One value of an event, or none; `title` is what the query calls it. */
export type ShownColumn = { readonly title: string } & (
  { readonly kind: 'field'; readonly field: TextField } | { readonly kind: 'crud' } | { readonly kind: 'path'; readonly path: JsonPath }
);

export const PLAIN: Shape = { kind: 'events', columns: [] };

/** The shape of an event query without errors. */
export function shapeOf(tails: readonly Tail[], given: Given): Shape {
  for (const tail of tails) {
    if (tail.kind === 'count') return { kind: 'count', by: shown(tail.by, given) };
    if (tail.kind === 'timechart') return { kind: 'timechart', width: tail.width, by: shown(tail.by, given) };
  }
  return {
    kind: 'events',
    columns: shown(
      tails.flatMap((tail) => (tail.kind === 'columns' ? tail.columns : [])),
      given,
    ),
  };
}

/** Each once, as it is written first. */
function shown(nodes: readonly ColumnNode[], given: Given): readonly ShownColumn[] {
  return [...new Map(nodes.map((node) => [node.text, node])).values()].map(({ text: title, attribute, path }) => {
    if (path !== undefined) return { title, kind: 'path', path: lowerPath(path, given) };
    return attribute.field === undefined ? { title, kind: 'crud' } : { title, kind: 'field', field: attribute.field };
  });
}
