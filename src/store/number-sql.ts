import type { Comparison } from '../rql/predicate';
import { EXACT_DIGITS, NUMBER_PATTERN } from '../rql/text';

/** Whether a text looks like a number. */
export const NUMERIC = (text: string): string => `regexp_full_match(${text}, '${NUMBER_PATTERN}')`;
const EXACT = (text: string): string => `(${NUMERIC(text)} AND length(regexp_replace(${text}, '[^0-9]', '', 'g')) <= ${EXACT_DIGITS})`;
const sameNumber = (l: string, r: string): string =>
  `(${EXACT(l)} AND ${EXACT(r)} AND TRY_CAST(${l} AS DOUBLE) = TRY_CAST(${r} AS DOUBLE))`;
export const ORDERS = { equals: '=', greater: '>', less: '<', atLeast: '>=', atMost: '<=' } as const;

/** Between two texts. */
export function comparisonSql(test: Comparison, l: string, r: string): string {
  switch (test) {
    case 'contains':
      return `contains(${l}, ${r})`;
    case 'equals':
    case 'intersects':
      return `(${l} = ${r} OR ${sameNumber(l, r)})`;
    case 'equalsFolded':
      return `(lower(${l}) = lower(${r}) OR ${sameNumber(l, r)})`;
    case 'greater':
    case 'less':
    case 'atLeast':
    case 'atMost':
      return `CASE WHEN ${NUMERIC(l)} AND ${NUMERIC(r)} THEN TRY_CAST(${l} AS DOUBLE) ${ORDERS[test]} TRY_CAST(${r} AS DOUBLE)
        WHEN ${NUMERIC(l)} OR ${NUMERIC(r)} THEN false ELSE ${l} ${ORDERS[test]} ${r} END`;
  }
}
