import type { TimeWindow } from '../domain/time';
import type { CountTest, ResourceQuery } from '../rql/config-lower';
import type { JsonPath, Predicate } from '../rql/predicate';
import { MEMBERS, type Finding } from '../rql/resource-document';
import { ALIASES, type Alias } from '../rql/syntax';
import { addedPlace, direction, filtersSql, whereSql, type Filter, type Sort } from './answer-sql';
import type { Database } from './database';
import type { Funnel } from './funnel';
import type { Source } from './path-sql';
import { documentSql, pathTextsSql, shownColumnSql } from './predicate-sql';
import type { SqlRow } from './reader';
import { RESOURCES } from './resources';
import { countedRow, valuesOf, type Group, type PageOf } from './search';
import { joined, type SqlCondition } from './sql-condition';

/** A resource in a list. */
export interface ResourceRow {
  readonly api: string;
  readonly resource: string;
  readonly type: string;
  readonly service: string;
  readonly account: string;
  readonly region: string;
  /** At the end of the time range. */
  readonly status: 'active' | 'deleted';
  /** Epoch milliseconds. */
  readonly asOf: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Values of the added columns, where there are any. */
  readonly more?: readonly (string | null)[];
}

export interface ResourceRequest {
  readonly window: TimeWindow;
  readonly offset: number;
  readonly limit: number;
  /** The whole answer is no longer than this: the first so many in its usual order, before it is sorted otherwise. */
  readonly most?: number;
  /** By a column of the answer; one that it doesn't have is no order. */
  readonly sort?: Sort;
  readonly filters?: readonly Filter[];
  /** Alerts about resources, where the query asks for them. */
  readonly alerts?: readonly ResourceAlert[];
}

/** An alert about a resource of an account: by its id or ARN, or by a name within a region. */
export interface ResourceAlert {
  readonly account: string;
  readonly region: string;
  readonly resource: string;
  readonly finding: Finding;
}

/** Columns by the names they have in {@link ResourceRow}. */
export const RESOURCE_COLUMNS = {
  api: 'api',
  resource: 'resource',
  type: 'type',
  service: 'service',
  account: 'account',
  region: 'region',
  status: 'state',
  asOf: 'as_of',
} as const;

const SHOWN_COLUMNS = [...Object.values(RESOURCE_COLUMNS), 'tags'].join(', ');
const NEWEST_FIRST = 'as_of DESC, n';

/** Columns of the members of a document beside its record. */
const MEMBER_COLUMNS: Readonly<Record<string, string>> = {
  [MEMBERS.api]: 'to_json(api)',
  [MEMBERS.account]: 'to_json(account)',
  [MEMBERS.region]: 'to_json(region)',
  [MEMBERS.service]: 'to_json(service)',
  [MEMBERS.status]: 'to_json(state)',
  [MEMBERS.type]: 'to_json(type)',
  [MEMBERS.tags]: 'tags',
  [MEMBERS.findings]: 'findings',
};

/** Paths into the document of a resource; `row` is the table's name where there are several. */
function documentSource(row = ''): Source {
  return (path) => {
    const [first, ...steps] = path;
    const member = first?.kind === 'key' && Object.hasOwn(MEMBER_COLUMNS, first.name) ? MEMBER_COLUMNS[first.name] : undefined;
    if (member === undefined) return { column: `${row}record`, path };
    return { column: member.replace(/\w+(?=\)?$)/, `${row}$&`), path: steps };
  };
}

const ON_DOCUMENT = documentSource();

/** Paths of a filter: the first key is the name of a clause, in either case. */
const ON_CLAUSES: Source = (path) => {
  const alias = aliasOf(path);
  return alias === undefined ? { column: `'{}'`, path } : documentSource(`${clauseTable(alias)}.`)(path.slice(1));
};

function aliasOf([first]: JsonPath): Alias | undefined {
  return first?.kind === 'key' ? ALIASES.find((alias) => alias === first.name || alias.toLowerCase() === first.name) : undefined;
}

function clauseTable(alias: Alias): string {
  return `clause_${alias.toLowerCase()}`;
}

/** Resources of a query, the newest first unless asked otherwise. */
export async function searchResources(
  database: Database,
  query: ResourceQuery,
  request: ResourceRequest,
  signal?: AbortSignal,
): Promise<PageOf<ResourceRow>> {
  const columns = query.shape.kind === 'events' ? query.shape.columns.map((column) => shownColumnSql(column, ON_DOCUMENT)) : [];
  const found = foundSql(query, request);
  const { most, offset, limit } = request;
  const cut = most === undefined ? '' : `ORDER BY ${NEWEST_FIRST} LIMIT ${Math.trunc(most)}`;
  const filter = filtersSql(request.filters ?? [], (column) => columnSql(column, columns.length));
  const more = columns.map(({ sql }, place) => `, ${sql} AS m${place}`).join('');
  const rows = await database.rows(
    `WITH ${found.sql}, answer AS (SELECT *${more} FROM found ${cut}), shown AS MATERIALIZED (SELECT * FROM answer ${whereSql(filter)})
     SELECT ${SHOWN_COLUMNS}${columns.map((_, place) => `, m${place}`).join('')}, (SELECT count(*) FROM shown) AS total FROM shown ORDER BY ${orderSql(request.sort, columns.length)} LIMIT ? OFFSET ?`,
    [...found.params, ...columns.flatMap(({ params }) => params), ...filter.params, limit, offset],
    signal,
  );
  if (rows.length === 0 && offset > 0) {
    const { total } = await searchResources(database, query, { ...request, offset: 0, limit: 1 }, signal);
    return { rows: [], total };
  }
  return { rows: rows.map((row) => resourceRow(row, columns.length)), total: Number(rows[0]?.['total'] ?? 0) };
}

/** How many resources of a query have each set of values, the most frequent first. */
export async function countResources(
  database: Database,
  query: ResourceQuery,
  request: ResourceRequest,
  signal?: AbortSignal,
): Promise<PageOf<Group>> {
  const by = query.shape.kind === 'count' ? query.shape.by.map((column) => shownColumnSql(column, ON_DOCUMENT)) : [];
  const found = foundSql(query, request);
  const { most, offset, limit, sort } = request;
  const names = by.map((_, place) => `c${place}`);
  const filter = filtersSql(request.filters ?? [], (filtered) => addedSql('c', filtered, by.length));
  const usual = ['n DESC', ...names].join(', ');
  const place = addedPlace(sort?.column ?? '');
  const column = sort?.column === 'count' ? 'n' : place !== undefined && place < by.length ? `c${place}` : undefined;
  const order = sort === undefined || column === undefined ? usual : `${column} ${direction(sort)} NULLS LAST, ${usual}`;
  const cut = most === undefined ? '' : `ORDER BY ${usual} LIMIT ${Math.trunc(most)}`;
  const rows = await database.rows(
    `WITH ${found.sql}, counted AS MATERIALIZED (
       SELECT * FROM (SELECT *, count(*) AS n FROM (SELECT ${by.map(({ sql }, at) => `${sql} AS c${at}`).join(', ')} FROM found) GROUP BY ALL ${cut})
       ${whereSql(filter)})
     SELECT *, (SELECT count(*) FROM counted) AS total FROM counted ORDER BY ${order} LIMIT ? OFFSET ?`,
    [...found.params, ...by.flatMap(({ params }) => params), ...filter.params, limit, offset],
    signal,
  );
  if (rows.length === 0 && offset > 0) {
    const { total } = await countResources(database, query, { ...request, offset: 0, limit: 1 }, signal);
    return { rows: [], total };
  }
  return { rows: rows.map((row) => countedRow(row, by.length)), total: Number(rows[0]?.['total'] ?? 0) };
}

/** How many of the resources of a time range each predicate holds for, and how many there are. */
export async function countEachResource(
  database: Database,
  predicates: readonly Predicate[],
  { findings, ...request }: Pick<ResourceRequest, 'window' | 'alerts'> & { readonly findings: boolean },
  signal?: AbortSignal,
): Promise<Funnel> {
  const live = listed(liveSql(request, findings), ', ');
  const tests = predicates.map((predicate) => documentSql(predicate, ON_DOCUMENT));
  const counted = tests.map(({ sql }, place) => `, count(*) FILTER (WHERE ${sql}) AS n${place}`).join('');
  const [row] = await database.rows(
    `WITH ${live.sql} SELECT count(*) AS total${counted} FROM live`,
    [...live.params, ...tests.flatMap(({ params }) => params)],
    signal,
  );
  return { total: Number(row?.['total'] ?? 0), counts: predicates.map((_, place) => Number(row?.[`n${place}`] ?? 0)) };
}

/** Expressions for a WITH; the last, `found`, has the resources that the query shows. */
function foundSql(query: ResourceQuery, request: ResourceRequest): SqlCondition {
  const { clauses, filter, counts, show } = query;
  const tables = clauses.map(({ alias, predicate }) => {
    const { sql, params } = documentSql(predicate, ON_DOCUMENT);
    return { sql: `${clauseTable(alias)} AS MATERIALIZED (SELECT * FROM live WHERE ${sql})`, params };
  });
  const tests = counts.map(countSql);
  const shown = { sql: `n IN (SELECT ${show} FROM joined)`, params: [] };
  const kept = joined([shown, ...tests], ' AND ');
  const found = { sql: `found AS MATERIALIZED (SELECT * FROM live WHERE ${kept.sql})`, params: kept.params };
  return listed([...liveSql(request, query.findings), ...tables, joinSql(clauses, filter), found], ', ');
}

function listed(parts: readonly SqlCondition[], separator: string): SqlCondition {
  return { sql: parts.map(({ sql }) => sql).join(separator), params: parts.flatMap(({ params }) => params) };
}

/** The resources that lived within the time range, with their status at its end and, where they are asked for, their alerts. */
function liveSql(
  { window: { from, to }, alerts = [] }: Pick<ResourceRequest, 'window' | 'alerts'>,
  findings: boolean,
): readonly SqlCondition[] {
  const live = `live AS MATERIALIZED (
    SELECT r.*, CASE WHEN deleted AND as_of < ? THEN 'deleted' ELSE 'active' END AS state, ${findings ? `coalesce(a.findings, '[]')` : `'[]'`} AS findings
    FROM ${RESOURCES} r ${findings ? 'LEFT JOIN alerted a ON a.n = r.n' : ''}
    WHERE (since IS NULL OR since < ?) AND (NOT deleted OR as_of >= ?))`;
  const end = to ?? Number.MAX_SAFE_INTEGER;
  const bounds = [end, end, from ?? Number.MIN_SAFE_INTEGER];
  if (!findings) return [{ sql: live, params: bounds }];
  const given = alerts.map(({ account, region, resource, finding }) => ({ account, region, resource, finding: JSON.stringify(finding) }));
  const alerted = `given AS MATERIALIZED (SELECT j ->> '$.account' AS account, j ->> '$.region' AS region, j ->> '$.resource' AS resource, j ->> '$.finding' AS finding
      FROM (SELECT unnest(from_json(?, '["JSON"]')) AS j)),
    alerted AS MATERIALIZED (SELECT n, '[' || string_agg(finding, ',') || ']' AS findings FROM (
      SELECT r.n, g.finding FROM ${RESOURCES} r JOIN given g ON g.account = r.account AND g.resource = r.resource
      UNION SELECT r.n, g.finding FROM ${RESOURCES} r JOIN given g ON g.account = r.account AND g.region = r.region AND g.resource = r.name)
      GROUP BY n)`;
  return [
    { sql: alerted, params: [JSON.stringify(given)] },
    { sql: live, params: bounds },
  ];
}

/** `joined`: which resources of the clauses belong together, a column for each clause. */
function joinSql(clauses: ResourceQuery['clauses'], filter: Predicate | undefined): SqlCondition {
  const columns = clauses.map(({ alias }) => `${clauseTable(alias)}.n AS ${alias}`).join(', ');
  const pairs = filter === undefined ? [] : pairsIn(filter);
  const tables = pairs.map(({ left, right }, place) => {
    const sides = listed([keysSql(left), keysSql(right)], ' JOIN ');
    return {
      sql: `(SELECT DISTINCT k0.n AS a, k1.n AS b FROM ${sides.sql.replace(' JOIN ', ' k0 JOIN ')} k1 ON k0.k = k1.k) p${place}`,
      params: sides.params,
    };
  });
  const linked = pairs.map(({ left, right }, place) => {
    const [a, b] = [left, right].map((path) => clauseTable(aliasOf(path) ?? 'X'));
    return { sql: `p${place}.a = ${a}.n AND p${place}.b = ${b}.n`, params: [] };
  });
  const conditions = [...linked, ...(filter === undefined ? [] : [documentSql(filter, ON_CLAUSES)])];
  const where = conditions.length === 0 ? { sql: 'true', params: [] } : joined(conditions, ' AND ');
  const from = listed([...clauses.map(({ alias }) => ({ sql: clauseTable(alias), params: [] })), ...tables], ', ');
  return {
    sql: `joined AS MATERIALIZED (SELECT ${columns} FROM ${from.sql} WHERE ${where.sql})`,
    params: [...from.params, ...where.params],
  };
}

interface Pair {
  readonly left: JsonPath;
  readonly right: JsonPath;
}

/**
 * Equalities between two clauses that a filter can't hold without. They are looked up in both before all else, for to look at every
 * resource of one clause with every one of another takes minutes where there are thousands of each.
 */
function pairsIn(filter: Predicate): readonly Pair[] {
  if (filter.kind === 'and') return filter.terms.flatMap(pairsIn);
  if (filter.kind !== 'compare' || !['equals', 'equalsFolded', 'intersects'].includes(filter.test)) return [];
  const { left, right } = filter;
  const plain = [...left, ...right].every(({ kind }) => kind === 'key' || kind === 'each' || kind === 'index');
  const [a, b] = [aliasOf(left), aliasOf(right)];
  return plain && a !== undefined && b !== undefined && a !== b ? [{ left, right }] : [];
}

/** The values of a path, and the resource of its clause. What the filter takes for equal has one key: any spelling of a number, any case. */
function keysSql(path: JsonPath): SqlCondition {
  const texts = pathTextsSql(path, ON_CLAUSES);
  const table = clauseTable(aliasOf(path) ?? 'X');
  return {
    sql: `(SELECT n, lower(coalesce(TRY_CAST(t AS DOUBLE)::VARCHAR, t)) AS k FROM (SELECT n, unnest(${texts.sql}) AS t FROM ${table}))`,
    params: texts.params,
  };
}

const ORDERS = { greater: '>', less: '<', equals: '=', atLeast: '>=', atMost: '<=' } as const;

function countSql({ alias, order, negated, value }: CountTest): SqlCondition {
  const test = `(SELECT count(DISTINCT ${alias}) FROM joined) ${ORDERS[order]} ?::BIGINT`;
  return { sql: negated ? `NOT (${test})` : test, params: [value] };
}

function orderSql(sort: ResourceRequest['sort'], added: number): string {
  const column = sort && columnSql(sort.column, added);
  return column === undefined || sort === undefined ? NEWEST_FIRST : `${column.sql} ${direction(sort)} NULLS LAST, ${NEWEST_FIRST}`;
}

/** A column of the answer. */
function columnSql(column: string, added: number): SqlCondition | undefined {
  if (!Object.hasOwn(RESOURCE_COLUMNS, column)) return addedSql('m', column, added);
  return { sql: RESOURCE_COLUMNS[column as keyof typeof RESOURCE_COLUMNS], params: [] };
}

function addedSql(name: string, column: string, added: number): SqlCondition | undefined {
  const place = addedPlace(column);
  return place !== undefined && place < added ? { sql: `${name}${place}`, params: [] } : undefined;
}

function resourceRow(row: SqlRow, added: number): ResourceRow {
  const text = (name: string): string => (typeof row[name] === 'string' ? row[name] : '');
  const tags = JSON.parse(text('tags')) as readonly { readonly key: string; readonly value: string }[];
  return {
    api: text('api'),
    resource: text('resource'),
    type: text('type'),
    service: text('service'),
    account: text('account'),
    region: text('region'),
    status: row['state'] === 'deleted' ? 'deleted' : 'active',
    asOf: Number(row['as_of']),
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
    ...(added > 0 && { more: valuesOf(row, 'm', added) }),
  };
}
