import { regionCode } from '../domain/regions';
import { parseNetwork } from './address';
import { EVENT_ATTRIBUTES, type Attribute } from './attributes';
import type { AnalysedQuery } from './query';
import { quoteText } from './reader';
import type { ShownColumn } from './shape';
import { fold } from './text';

/** Texts to put into a file; places are those of the file as it was. */
export type Insertions = readonly { readonly at: number; readonly text: string }[];

/** Paths that say the same as an attribute, for values that the attribute reads otherwise than they are written. */
const EXACT_PATHS: Readonly<Record<string, string>> = { region: '$.awsRegion', service: '$.eventSource', address: '$.sourceIPAddress' };

/**
 * The condition that an event's column shows this text (`null`: shows none), or, to `exclude` it, that it doesn't.
 * `undefined`: the language can't say so, for a document keeps no line breaks as they are.
 */
export function cellCondition(column: ShownColumn, text: string | null, exclude: boolean): string | undefined {
  if (text !== null && /[\r\n]/.test(text)) return undefined;
  if (column.kind === 'path') return pathCondition(column.title, text, exclude);
  const attribute = EVENT_ATTRIBUTES.find(({ field, values }) => (column.kind === 'crud' ? values === 'crud' : field === column.field));
  if (attribute === undefined) return undefined;
  if (text === null) return absentCondition(attribute, exclude);
  const exact = readsOtherwise(attribute, text) ? EXACT_PATHS[attribute.values] : undefined;
  if (exact !== undefined) return pathCondition(exact, text, exclude);
  if (exclude && !attribute.operators.includes('!=')) return `NOT ${attribute.name} = ${quoted(text)}`;
  return `${attribute.name} ${exclude ? '!=' : '='} ${quoted(text)}`;
}

/** What to insert so that a query also asks this condition. `undefined`: it has no condition of events to add to. */
export function narrowingEdit({ tree: { condition } }: Pick<AnalysedQuery, 'tree'>, added: string): Insertions | undefined {
  if (condition === undefined) return undefined;
  const bracketed = condition.kind !== 'or' || condition.start < (condition.terms[0]?.start ?? 0);
  const open = bracketed ? [] : [{ at: condition.start, text: '(' }];
  return [...open, { at: condition.end, text: `${bracketed ? '' : ')'} AND ${added}` }];
}

/** A text with the insertions made. */
export function inserted(text: string, insertions: Insertions): string {
  let made = '';
  let from = 0;
  for (const { at, text: more } of insertions) {
    made += text.slice(from, at) + more;
    from = at;
  }
  return made + text.slice(from);
}

function pathCondition(title: string, text: string | null, exclude: boolean): string {
  const path = title.startsWith('$') ? title : title.startsWith('[') ? `$${title}` : `$.${title}`;
  const test = text === null ? (exclude ? 'exists' : 'does not exist') : `${exclude ? 'does not equal' : 'equals'} ${quoted(text)}`;
  return `json.rule = ${path} ${test}`;
}

/** In a form that ends a bare json.rule before it: not every operator does. */
function absentCondition({ name, operators }: Attribute, exclude: boolean): string | undefined {
  const present = operators.includes('EXISTS') ? `${name} EXISTS` : operators.includes('MATCHES') ? `${name} MATCHES '*'` : undefined;
  return present === undefined || exclude ? present : `NOT ${present}`;
}

/** Whether `attribute = text` would ask for another value, or for more than this one. */
function readsOtherwise({ values }: Attribute, text: string): boolean {
  if (values === 'region') return regionCode(text) !== fold(text);
  if (values === 'service') return text !== '' && !text.includes('.');
  return values === 'address' && parseNetwork(text) === undefined;
}

/** Line separators other than `\r` and `\n` begin lines too: what follows one must not look like the head of a query or a comment. */
function quoted(text: string): string {
  return quoteText(text).replace(/([\u2028\u2029]\s*)(?=[^\s\\'])/g, '$1\\');
}
