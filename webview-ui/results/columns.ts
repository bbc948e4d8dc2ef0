import type { ResourceRow } from '../../src/engine/resource-page';
import type { EventRow, GroupRow, SearchPage, Sort } from '../../src/protocol/results';
import { localTime, regionLabel, utcTime } from '../format';
import type { Column } from '../grid/cells';
import { t } from '../localise';
import { resourceColumns } from './resource-columns';

/** A row of any kind of answer. */
export type ResultRow = EventRow | GroupRow | ResourceRow;
/** What is known of an answer's columns before its rows. */
export type Head =
  | { readonly kind: 'events'; readonly columns: readonly string[] }
  | { readonly kind: 'resources'; readonly columns: readonly string[] }
  /** `width`: of the bars of a time chart, in milliseconds. `of`: what is counted, where it isn't events. */
  | { readonly kind: 'groups'; readonly columns: readonly string[]; readonly width?: number; readonly of?: 'resources' };

export function headOf(page: SearchPage): Head {
  const { kind, columns } = page;
  if (kind !== 'groups') return { kind, columns };
  const { width, of } = page;
  return { kind, columns, ...(width !== undefined && { width }), ...(of !== undefined && { of }) };
}

/** Whether an answer is about events, which spread over time; not so one about resources. */
export function isAboutEvents(head: Head): boolean {
  return head.kind === 'events' || (head.kind === 'groups' && head.of === undefined);
}

/** The columns of an answer. */
export function columnsOf(head: Head, regions: Readonly<Record<string, string>>): readonly Column<ResultRow>[] {
  if (head.kind === 'events') {
    return [...eventColumns(regions), ...namedColumns<EventRow>(head.columns, ({ more }) => more ?? [])].map((column) =>
      only(column, isEvent),
    );
  }
  if (head.kind === 'resources') {
    const more = namedColumns<ResourceRow>(head.columns, (row) => row.more ?? []);
    return [...resourceColumns(regions), ...more].map((column) => only(column, isResource));
  }
  const counted: Column<GroupRow> = {
    key: 'count',
    title: head.of === 'resources' ? t('Resources') : t('Events'),
    min: 100,
    grow: 0.1,
    text: ({ count }) => count.toLocaleString(),
    sortable: true,
  };
  const bar: Column<GroupRow> = {
    key: 'time',
    title: t('Time'),
    min: 166,
    grow: 0.2,
    text: ({ time }) => localTime(time ?? 0),
    hint: ({ time }) => utcTime(time ?? 0),
    sortable: true,
  };
  return [...(head.width !== undefined ? [bar] : []), ...namedColumns<GroupRow>(head.columns, ({ values }) => values), counted].map(
    (column) => only(column, isGroup),
  );
}

/** The order an answer comes in when nobody asks for another. */
export function usualSort(head: Head): Sort {
  if (head.kind === 'events') return { column: 'time', descending: true };
  if (head.kind === 'resources') return { column: 'asOf', descending: true };
  return head.width !== undefined ? { column: 'time', descending: false } : { column: 'count', descending: true };
}

/** A row under the names of its columns, for those who copy it. */
export function rowObject(row: ResultRow, { columns }: Head): Readonly<Record<string, unknown>> {
  const named = (values: readonly (string | null)[]): object =>
    Object.fromEntries(columns.map((column, place) => [column, values[place] ?? null]));
  if (isGroup(row)) {
    const { values, count, ...rest } = row;
    return { ...rest, ...named(values), count };
  }
  const { more, ...rest } = row;
  return { ...rest, ...named(more ?? []) };
}

/** What a cell shows by its own words: `null` where the row has no such value, and the region's code without its name. */
export function valueAt(row: ResultRow, key: string): string | null {
  const place = /^column (\d+)$/.exec(key)?.[1];
  if (place !== undefined) return (isGroup(row) ? row.values : row.more)?.[Number(place)] ?? null;
  const value = (row as unknown as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' ? value : null;
}

export function isEvent(row: ResultRow): row is EventRow {
  return 'eventId' in row;
}

export function isResource(row: ResultRow): row is ResourceRow {
  return 'api' in row;
}

function isGroup(row: ResultRow): row is GroupRow {
  return 'count' in row;
}

/** The columns that the query names, under the names it gives them. */
function namedColumns<R>(titles: readonly string[], valuesOf: (row: R) => readonly (string | null)[]): readonly Column<R>[] {
  return titles.map((title, place) => ({
    key: `column ${place}`,
    title,
    min: 170,
    grow: 0.8,
    text: (row) => valuesOf(row)[place] ?? '',
    code: true,
    sortable: true,
  }));
}

/** A column of one kind of row in a grid that could have either. */
function only<R extends ResultRow>({ text, hint, ...column }: Column<R>, is: (row: ResultRow) => row is R): Column<ResultRow> {
  return {
    key: column.key,
    title: column.title,
    min: column.min,
    grow: column.grow,
    code: column.code === true,
    sortable: column.sortable === true,
    text: (row) => (is(row) ? text(row) : ''),
    ...(hint !== undefined && { hint: (row: ResultRow) => (is(row) ? hint(row) : '') }),
  };
}

/** The columns of a list of events: when, what and who first, so that half a window shows them. What a row doesn't have is blank, and not a dash: a name may be a dash. */
function eventColumns(regions: Readonly<Record<string, string>>): readonly Column<EventRow>[] {
  const sortable = true;
  const code = true;
  return [
    {
      key: 'time',
      title: t('Time'),
      min: 166,
      grow: 0.2,
      text: ({ time }) => localTime(time),
      hint: ({ time }) => utcTime(time),
      sortable,
    },
    { key: 'operation', title: t('Operation'), min: 190, grow: 1, text: ({ operation }) => operation, code, sortable },
    { key: 'user', title: t('User'), min: 130, grow: 0.8, text: ({ user }) => user ?? '', code, sortable },
    { key: 'region', title: t('Region'), min: 170, grow: 0.4, text: ({ region }) => regionLabel(region, regions), sortable },
    { key: 'service', title: t('Service'), min: 170, grow: 0.6, text: ({ service }) => service, code, sortable },
    { key: 'subject', title: t('Subject'), min: 130, grow: 0.8, text: ({ subject }) => subject ?? '', code, sortable },
    { key: 'role', title: t('Role'), min: 150, grow: 0.8, text: ({ role }) => role ?? '', code, sortable },
    { key: 'ip', title: t('IP address'), min: 120, grow: 0.3, text: ({ ip }) => ip ?? '', code, sortable },
    { key: 'account', title: t('Account'), min: 112, grow: 0.1, text: ({ account }) => account, code, sortable },
    { key: 'errorCode', title: t('Error'), min: 130, grow: 0.6, text: ({ errorCode }) => errorCode ?? '', code, sortable },
  ];
}
