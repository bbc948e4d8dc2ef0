import type { JsonObject, JsonValue } from '../../domain/json';
import type { Engine, EventColumn } from '../../engine/api';
import type { NarrowRequest } from '../../protocol/results';
import type { JsonPath } from '../../rql/predicate';
import type { ShownColumn } from '../../rql/shape';

const path = (name: string): ShownColumn => ({ kind: 'path', title: `$.${name}`, path: [{ kind: 'key', name }] });
const field = (name: 'account' | 'region' | 'service' | 'operation' | 'user' | 'subject' | 'role' | 'ip'): ShownColumn => ({
  kind: 'field',
  field: name,
  title: name,
});

/** What the usual columns show, as a query would add them. */
const USUAL_COLUMNS: Readonly<Record<Exclude<EventColumn, 'time'>, ShownColumn>> = {
  eventId: path('eventID'),
  account: field('account'),
  region: field('region'),
  service: field('service'),
  operation: field('operation'),
  user: field('user'),
  subject: field('subject'),
  role: field('role'),
  ip: field('ip'),
  errorCode: path('errorCode'),
};

/** The condition that asks for what a cell of a query's answer shows; `undefined`: there is none. */
export async function conditionOfCell(
  engine: Pick<Engine, 'record'>,
  query: string,
  { column, exclude, text, eventId }: NarrowRequest,
): Promise<string | undefined> {
  const [{ compileQuery }, { cellCondition }] = await Promise.all([import('../../rql/query'), import('../../rql/narrow')]);
  const compiled = compileQuery(query);
  if (compiled.kind === 'faulty') return undefined;
  const { shape } = compiled;
  const place = /^column (\d+)$/.exec(column)?.[1];
  const shown = place === undefined ? usual(column) : (shape.kind === 'events' ? shape.columns : shape.by)[Number(place)];
  if (shown === undefined) return undefined;
  if (shown.kind === 'path' && text !== null && !(await isOneValue(engine, shown.path, text, eventId))) return undefined;
  return cellCondition(shown, text, exclude);
}

function usual(column: string): ShownColumn | undefined {
  return Object.hasOwn(USUAL_COLUMNS, column) ? USUAL_COLUMNS[column as keyof typeof USUAL_COLUMNS] : undefined;
}

/** Whether a cell shows a single text, number or truth value. Of a row that counts there is no record to look at. */
async function isOneValue(engine: Pick<Engine, 'record'>, path: JsonPath, text: string, eventId: string | undefined): Promise<boolean> {
  const record = eventId === undefined ? undefined : await engine.record(eventId);
  if (record === undefined) return path.every(({ kind }) => kind === 'key' || kind === 'index') && !/^[[{]/.test(text);
  const { recordValues } = await import('../../rql/reference');
  const values: readonly JsonValue[] = recordValues(JSON.parse(record) as JsonObject, path);
  return values.length === 1 && typeof values[0] !== 'object';
}
