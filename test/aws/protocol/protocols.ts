import { randomUUID } from 'node:crypto';
import { fromJson, toJson } from './json';
import { fromQuery } from './query';
import { document, fromRest, route, toRest, type RestRequest, type WireReply } from './rest';
import type { Operation } from './schema';
import { element, escapeXml, membersXml } from './xml';

export type ProtocolName = 'json' | 'query' | 'ec2' | 'rest-xml' | 'rest-json';

/** An answer that is an error of the service. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export interface Asked {
  readonly operation: Operation;
  readonly input: unknown;
}

/** How a service's requests are read and its answers written. */
export interface Protocol {
  /** @returns `undefined` where there is no such operation */
  readonly read: (operations: ReadonlyMap<string, Operation>, request: RestRequest) => Asked | undefined;
  readonly write: (operation: Operation, output: object, namespace: string, requestId: string) => WireReply;
  readonly refuse: (refusal: Refusal, namespace: string, requestId: string) => WireReply;
}

const XML = { 'Content-Type': 'text/xml;charset=UTF-8' };
const JSON_1_1 = { 'Content-Type': 'application/x-amz-json-1.1' };

const query = (dialect: 'query' | 'ec2'): Protocol['read'] => {
  return (operations, { body }) => {
    const form = new URLSearchParams(body);
    const operation = operations.get(form.get('Action') ?? '');
    return operation && { operation, input: fromQuery(operation.input, form, dialect) ?? {} };
  };
};

const rest = (bucketInPath: boolean): Protocol['read'] => {
  return (operations, request) => {
    const [, bucket, key = ''] = bucketInPath ? (/^\/([^/]+)\/?(.*)$/s.exec(request.path) ?? []) : [];
    const found = route(operations.values(), bucketInPath ? { ...request, path: `/${key}` } : request, bucket);
    return found && { operation: found.operation, input: fromRest(found.operation.input, request, found.labels) };
  };
};

const errorOf = ({ code, message }: Refusal): string => element('Code', escapeXml(code)) + element('Message', escapeXml(message));

export const PROTOCOLS: Readonly<Record<ProtocolName, Protocol>> = {
  json: {
    read: (operations, { headers, body }) => {
      const operation = operations.get(/\.(\w+)$/.exec(headers['x-amz-target'] ?? '')?.[1] ?? '');
      return operation && { operation, input: fromJson(operation.input, JSON.parse(body || '{}'), 'members') ?? {} };
    },
    write: ({ output }, value) => ({ status: 200, headers: JSON_1_1, body: JSON.stringify(toJson(output, value, 'members') ?? {}) }),
    refuse: ({ code, message, status }) => ({ status, headers: JSON_1_1, body: JSON.stringify({ __type: code, message }) }),
  },
  query: {
    read: query('query'),
    write: ({ name, output }, value, namespace, requestId) => {
      const result = output.isStructSchema() ? element(`${name}Result`, membersXml(output, value)) : '';
      const metadata = element('ResponseMetadata', element('RequestId', requestId));
      return { status: 200, headers: XML, body: document(`${name}Response`, result + metadata, namespace) };
    },
    refuse: (refusal, namespace, requestId) => {
      const error = element('Error', element('Type', refusal.status < 500 ? 'Sender' : 'Receiver') + errorOf(refusal));
      return { status: refusal.status, headers: XML, body: document('ErrorResponse', error + element('RequestId', requestId), namespace) };
    },
  },
  ec2: {
    read: query('ec2'),
    write: ({ name, output }, value, namespace, requestId) => ({
      status: 200,
      headers: XML,
      body: document(`${name}Response`, element('requestId', requestId) + membersXml(output, value), namespace),
    }),
    refuse: (refusal, _, requestId) => {
      const errors = element('Errors', element('Error', errorOf(refusal))) + element('RequestID', requestId);
      return { status: refusal.status, headers: XML, body: `<?xml version="1.0" encoding="UTF-8"?>\n${element('Response', errors)}` };
    },
  },
  'rest-xml': {
    read: rest(true),
    write: (operation, value, namespace) => toRest(operation, value, 'xml', namespace),
    refuse: (refusal, _, requestId) => {
      const error = element('Error', errorOf(refusal) + element('RequestId', requestId) + element('HostId', randomUUID()));
      return {
        status: refusal.status,
        headers: { 'Content-Type': 'application/xml' },
        body: `<?xml version="1.0" encoding="UTF-8"?>\n${error}`,
      };
    },
  },
  'rest-json': {
    read: rest(false),
    write: (operation, value, namespace) => toRest(operation, value, 'json', namespace),
    refuse: ({ code, message, status }) => ({
      status,
      headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': code },
      body: JSON.stringify({ Type: status < 500 ? 'User' : 'Service', message }),
    }),
  },
};
