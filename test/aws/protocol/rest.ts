import { fromJson, toJson } from './json';
import { fromText, toText, type Operation, type Shape } from './schema';
import { element, escapeXml, memberXml, membersXml } from './xml';

/** A request of HTTP, its path without a host. */
export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The operation whose route a request takes, and the labels in its path. Of several, the one whose query says more. */
export function route(
  operations: Iterable<Operation>,
  request: RestRequest,
  bucket: string | undefined,
): { readonly operation: Operation; readonly labels: Readonly<Record<string, string>> } | undefined {
  let best: { readonly operation: Operation; readonly labels: Readonly<Record<string, string>>; readonly fixed: number } | undefined;
  for (const operation of operations) {
    const { http } = operation;
    if (http?.method !== request.method) continue;
    const [path = '', query = ''] = http.path.split('?');
    const fixed = [...new URLSearchParams(query)];
    if (!fixed.every(([name, value]) => request.query.has(name) && (value === '' || request.query.get(name) === value))) continue;
    const labels = labelsOf(path, request.path);
    if (labels === undefined) continue;
    if (bucket !== undefined) labels['Bucket'] = bucket;
    if (hasBucket(operation.input) !== (bucket !== undefined)) continue;
    if (best === undefined || fixed.length > best.fixed) best = { operation, labels, fixed: fixed.length };
  }
  return best;
}

/** S3's clients put the bucket before the path that the model has. */
function hasBucket(input: Shape): boolean {
  return (
    input.isStructSchema() && [...input.structIterator()].some(([name, member]) => name === 'Bucket' && member.getMergedTraits().httpLabel)
  );
}

function labelsOf(pattern: string, path: string): Record<string, string> | undefined {
  const names: string[] = [];
  const source = pattern
    .replace(/\/$/, '')
    .replaceAll(/[.*()]/g, '\\$&')
    .replaceAll(/\{(\w+)(\+?)\}/g, (_, name: string, greedy: string) => {
      names.push(name);
      return greedy === '' ? '([^/]+)' : '(.+)';
    });
  const match = new RegExp(`^${source}/?$`).exec(path);
  return match === null ? undefined : Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(match[i + 1] ?? '')]));
}

/** What a REST request says, from its path, query, headers and body. */
export function fromRest(input: Shape, request: RestRequest, labels: Readonly<Record<string, string>>): unknown {
  if (!input.isStructSchema()) return {};
  const bag: Record<string, unknown> = {};
  const body = request.body.startsWith('{') ? fromJson(input, JSON.parse(request.body), 'jsonName') : {};
  for (const [name, member] of input.structIterator()) {
    const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits();
    const text =
      httpLabel !== undefined
        ? labels[name]
        : httpQuery !== undefined
          ? request.query.get(httpQuery)
          : httpHeader !== undefined
            ? request.headers[httpHeader.toLowerCase()]
            : undefined;
    if (text === undefined || text === null) continue;
    bag[name] = member.isListSchema() ? request.query.getAll(httpQuery ?? '') : fromText(member, text);
  }
  return { ...(body as object), ...bag };
}

/** A REST answer: members in headers where the model puts them there, the rest or one member as the body. */
export function toRest({ output, http }: Operation, value: object, body: 'json' | 'xml', namespace: string): WireReply {
  const headers: Record<string, string> = {};
  const bag = value as Readonly<Record<string, unknown>>;
  let payload: [Shape, unknown] | undefined;
  const members = output.isStructSchema() ? [...output.structIterator()] : [];
  for (const [name, member] of members) {
    const { httpHeader, httpPrefixHeaders, httpPayload } = member.getMergedTraits();
    const given = bag[name];
    if (httpPayload !== undefined) payload = [member, given];
    if (given === undefined) continue;
    if (httpHeader !== undefined) headers[httpHeader] = toText(member, given, 'http-date');
    if (httpPrefixHeaders !== undefined)
      for (const [key, text] of Object.entries(given as Readonly<Record<string, string>>)) headers[httpPrefixHeaders + key] = text;
  }
  const status = http?.status ?? 200;
  if (payload !== undefined) return { status, headers, body: payloadOf(payload, body, namespace) };
  if (body === 'json')
    return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: restJson(output, members, value) };
  const name = output.getMergedTraits().xmlName ?? output.getName() ?? '';
  // Where the only member has the name of the whole, as a bucket's location has, S3 writes it once.
  const only = members.length === 1 && members[0]?.[0] === name ? bag[name] : undefined;
  const content = only === undefined ? membersXml(output, value) : escapeXml(only as string);
  return { status, headers: { 'Content-Type': 'application/xml', ...headers }, body: document(name, content, namespace) };
}

function restJson(output: Shape, members: readonly (readonly [string, Shape])[], value: object): string {
  const bound = new Set(members.filter(([, member]) => member.getMergedTraits().httpHeader !== undefined).map(([name]) => name));
  return JSON.stringify(toJson(output, Object.fromEntries(Object.entries(value).filter(([name]) => !bound.has(name))), 'jsonName'));
}

function payloadOf([shape, value]: [Shape, unknown], body: 'json' | 'xml', namespace: string): string | Uint8Array {
  if (value === undefined) return '';
  if (typeof value === 'string' || value instanceof Uint8Array) return value;
  if (body === 'json') return JSON.stringify(toJson(shape, value, 'jsonName'));
  const name = shape.getMergedTraits().xmlName ?? shape.getName() ?? '';
  return memberXml(name, shape, value).replace(new RegExp(`^<${name}`), `$& xmlns="${namespace}"`);
}

export function document(name: string, content: string, namespace: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, content, ` xmlns="${namespace}"`)}`;
}
