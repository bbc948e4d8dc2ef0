/** The columns of a list of resources. */
export const RESOURCE_COLUMNS = ['resource', 'api', 'type', 'service', 'region', 'account', 'status', 'asOf', 'tags'] as const;
export type ResourceColumn = (typeof RESOURCE_COLUMNS)[number];

/** One resource in a list, as the answer to a config query. */
export interface ResourceRow {
  /** Such as `aws-ecs-service`. */
  readonly api: string;
  /** ARN or id. */
  readonly resource: string;
  /** Such as `AWS::ECS::Service`. */
  readonly type: string;
  /** The label of its service, such as `ECS`. */
  readonly service: string;
  readonly account: string;
  readonly region: string;
  /** At the end of the time range. */
  readonly status: 'active' | 'deleted';
  /** When its record was true last, epoch milliseconds: of a deleted resource, its deletion. */
  readonly asOf: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Values of the columns that the query added, where it added any. */
  readonly more?: readonly (string | null)[];
}

export interface ResourcesPage {
  readonly kind: 'resources';
  /** Titles of the columns that the query added. */
  readonly columns: readonly string[];
  readonly rows: readonly ResourceRow[];
  readonly total: number;
}
