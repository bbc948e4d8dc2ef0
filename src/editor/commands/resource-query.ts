import { isObject, type JsonValue } from '../../domain/json';
import { visible } from '../markdown';

const HEAD = 'event from cloud.audit_logs where ';
const PLAIN_KEY = /^[\p{L}_@$][\p{L}\p{Nd}_@$]*$/u;
/** Parts of a record that say what a call was about, not who called. */
const PARTS = ['requestParameters', 'responseElements', 'resources', 'serviceEventDetails'];

/**
 * The query for all events that carry a resource where these records carry it. The places come from the records themselves, so what it finds
 * does concern the resource, whatever service it belongs to. `undefined`: none of the records carries it in a place a query can name.
 */
export function resourceQuery(resource: string, records: readonly JsonValue[]): string | undefined {
  if (!isPlain(resource)) return undefined;
  const paths = new Set(
    records.flatMap((record) => (isObject(record) ? PARTS.flatMap((part) => pathsTo(resource, record[part], `$.${part}`)) : [])),
  );
  if (paths.size === 0) return undefined;
  return `${HEAD}json.rule = ${[...paths].map((path) => `${path} equals ${quoted(resource)}`).join(' or ')}`;
}

/** The query for all events of somebody. */
export function subjectQuery(subject: string): string | undefined {
  return isPlain(subject) ? `${HEAD}subject = ${quoted(subject)}` : undefined;
}

/** A string of the query language, whatever it holds. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, (sign) => `\\${sign}`)}'`;
}

function pathsTo(wanted: string, value: JsonValue | undefined, path: string): readonly string[] {
  if (value === wanted) return [path];
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap((element) => pathsTo(wanted, element, `${path}[*]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, below]) => {
    if (key === '' || key === '*' || !isPlain(key)) return [];
    return pathsTo(wanted, below, PLAIN_KEY.test(key) ? `${path}.${key}` : `${path}[${quoted(key)}]`);
  });
}

/** Without line breaks and invisible signs, and of a length that a query can hold. */
function isPlain(text: string): boolean {
  return visible(text) === text;
}
