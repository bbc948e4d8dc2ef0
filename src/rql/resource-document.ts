import type { ResourceRecord } from '../domain/inventory';
import type { JsonObject, JsonValue } from '../domain/json';
import type { TimeWindow } from '../domain/time';

/**
 * A resource as the one JSON document that config queries ask: its record and, under names no response of AWS has, what the attributes
 * read. These names are the document's own where a record should have them, too.
 */
export const MEMBERS = {
  api: 'api.name',
  account: 'cloud.account',
  region: 'cloud.region',
  service: 'cloud.service',
  status: 'resource.status',
  type: 'resource.type',
  /** `{ key, value }` of each tag. */
  tags: 'resource.tags',
  /** A {@link Finding} for each alert about the resource. */
  findings: 'resource.findings',
} as const;
export type Member = keyof typeof MEMBERS;

/** An alert about a resource, as the attributes `finding.…` read it. */
export interface Finding {
  readonly type: string;
  readonly severity: string;
  readonly source: string;
  /** Title of the policy. */
  readonly name: string;
  /** Of the policy. */
  readonly id: string;
}

/** Whether a resource was there at some time within a window. */
export function livedWithin({ since, status, asOf }: ResourceRecord, { from, to }: TimeWindow): boolean {
  const born = since === undefined || to === undefined || since < to;
  return born && (status === 'active' || from === undefined || asOf >= from);
}

/** At the end of a window, if it lived within. */
export function statusIn({ status, asOf }: ResourceRecord, { to }: TimeWindow): ResourceRecord['status'] {
  return status === 'deleted' && (to === undefined || asOf < to) ? 'deleted' : 'active';
}

/** The document of a resource. The members that aren't the record's don't count among its keys, as nowhere in the store. */
export function documentOf(resource: ResourceRecord, window: TimeWindow, findings: readonly Finding[]): JsonObject {
  const values: Readonly<Record<Member, JsonValue>> = {
    api: resource.api,
    account: resource.account,
    region: resource.region,
    service: resource.service,
    status: statusIn(resource, window),
    type: resource.type,
    tags: Object.entries(resource.tags).map(([key, value]) => ({ key, value })),
    findings: findings.map((finding) => ({ ...finding })),
  };
  const document = { ...resource.record };
  for (const [member, name] of Object.entries(MEMBERS))
    Object.defineProperty(document, name, { value: values[member as Member], enumerable: false });
  return document;
}
