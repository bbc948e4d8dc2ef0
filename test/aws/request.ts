import type { IncomingMessage } from 'node:http';
import type { RestRequest } from './protocol/rest';
import { isService, type ServiceName } from './services';

/** Whom a request is for, before it is read. */
export interface Addressed {
  readonly service: ServiceName;
  readonly region: string;
  /** Absent: nothing is signed. */
  readonly accessKeyId?: string;
}

export async function received(message: IncomingMessage): Promise<RestRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const url = new URL(message.url ?? '/', 'http://double');
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers as Readonly<Record<string, string | undefined>>,
    body: Buffer.concat(chunks).toString(),
  };
}

/** By the credential's scope in the signature; what isn't signed is known by its path and body. */
export function addressed({ headers, path, body }: RestRequest): Addressed | undefined {
  const [, accessKeyId, region = '', service = ''] =
    /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\//.exec(headers['authorization'] ?? '') ?? [];
  if (accessKeyId !== undefined) return isService(service) ? { service, region, accessKeyId } : undefined;
  if (path.startsWith('/federation/')) return { service: 'sso', region: '' };
  if (path === '/token') return { service: 'sso-oidc', region: '' };
  if (/(?:^|&)Action=AssumeRoleWithWebIdentity(?:&|$)/.test(body)) return { service: 'sts', region: '' };
  return undefined;
}

/** When a request says it was signed, epoch milliseconds. */
export function signedAt({ headers }: RestRequest): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers['x-amz-date'] ?? '') ?? [];
  if (year === undefined) return undefined;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}
