import * as vscode from 'vscode';

/** One kind of live resource as the Accounts tree shows it. */
export interface LiveKind {
  /** Such as `aws-ecs-service`. */
  readonly api: string;
  readonly label: () => string;
  readonly icon: string;
  /** Kinds whose resources stand under one of this kind. */
  readonly below?: readonly string[];
  /** More about resources that another kind lists: it has a row of its own only where it is unknown. */
  readonly aside?: true;
  /** An account has them once and not in each region. */
  readonly once?: true;
}

/** In the order of their rows. */
export const LIVE_KINDS: readonly LiveKind[] = [
  {
    api: 'aws-ecs-cluster',
    label: () => vscode.l10n.t('ECS Clusters'),
    icon: 'layers',
    below: ['aws-ecs-service', 'aws-ecs-container-instance', 'aws-ecs-task'],
  },
  { api: 'aws-ecs-service', label: () => vscode.l10n.t('ECS Services'), icon: 'server-process', below: ['aws-ecs-task'] },
  { api: 'aws-ecs-container-instance', label: () => vscode.l10n.t('Container Instances'), icon: 'vm' },
  { api: 'aws-ecs-task', label: () => vscode.l10n.t('ECS Tasks'), icon: 'symbol-event' },
  { api: 'aws-ecs-describe-task-definition', label: () => vscode.l10n.t('Task Definitions'), icon: 'file-code' },
  { api: 'aws-ec2-describe-instances', label: () => vscode.l10n.t('Instances'), icon: 'vm' },
  { api: 'aws-ec2-describe-network-interfaces', label: () => vscode.l10n.t('Network Interfaces'), icon: 'plug' },
  { api: 'aws-ec2-describe-security-groups', label: () => vscode.l10n.t('Security Groups'), icon: 'shield' },
  { api: 'aws-ec2-describe-vpcs', label: () => vscode.l10n.t('VPCs'), icon: 'type-hierarchy', below: ['aws-ec2-describe-subnets'] },
  { api: 'aws-ec2-describe-subnets', label: () => vscode.l10n.t('Subnets'), icon: 'symbol-namespace' },
  { api: 'aws-ec2-describe-route-tables', label: () => vscode.l10n.t('Route Tables'), icon: 'list-tree' },
  { api: 'aws-ec2-describe-network-acls', label: () => vscode.l10n.t('Network ACLs'), icon: 'list-filter' },
  { api: 'aws-ec2-describe-internet-gateways', label: () => vscode.l10n.t('Internet Gateways'), icon: 'globe' },
  { api: 'aws-vpc-nat-gateway', label: () => vscode.l10n.t('NAT Gateways'), icon: 'arrow-swap' },
  { api: 'aws-describe-vpc-endpoints', label: () => vscode.l10n.t('VPC Endpoints'), icon: 'debug-disconnect' },
  { api: 'aws-ec2-elastic-address', label: () => vscode.l10n.t('Elastic IP Addresses'), icon: 'pin' },
  { api: 'aws-ec2-describe-volumes', label: () => vscode.l10n.t('Volumes'), icon: 'database' },
  { api: 'aws-ec2-describe-snapshots', label: () => vscode.l10n.t('Snapshots'), icon: 'history' },
  { api: 'aws-ec2-describe-images', label: () => vscode.l10n.t('Images'), icon: 'package' },
  { api: 'aws-ec2-describe-flow-logs', label: () => vscode.l10n.t('Flow Logs'), icon: 'output' },
  { api: 'aws-ec2-ebs-encryption', label: () => vscode.l10n.t('EBS Encryption by Default'), icon: 'lock' },
  { api: 'aws-cloudtrail-describe-trails', label: () => vscode.l10n.t('Trails'), icon: 'book' },
  { api: 'aws-cloudtrail-get-trail-status', label: () => vscode.l10n.t('Status of Trails'), icon: 'book', aside: true },
  { api: 'aws-cloudtrail-get-event-selectors', label: () => vscode.l10n.t('Event Selectors of Trails'), icon: 'book', aside: true },
  { api: 'aws-rds-describe-db-instances', label: () => vscode.l10n.t('RDS Instances'), icon: 'database' },
  { api: 'aws-lambda-list-functions', label: () => vscode.l10n.t('Lambda Functions'), icon: 'symbol-function' },
  { api: 'aws-kms-get-key-rotation-status', label: () => vscode.l10n.t('KMS Keys'), icon: 'key' },
  { api: 'aws-s3api-get-bucket-acl', label: () => vscode.l10n.t('S3 Buckets'), icon: 'archive', once: true },
  { api: 'aws-iam-list-users', label: () => vscode.l10n.t('IAM Users'), icon: 'person', once: true },
  { api: 'aws-iam-list-roles', label: () => vscode.l10n.t('IAM Roles'), icon: 'organization', once: true },
  { api: 'aws-iam-get-policy-version', label: () => vscode.l10n.t('IAM Policies'), icon: 'law', once: true },
  { api: 'aws-iam-get-credential-report', label: () => vscode.l10n.t('Credential Report'), icon: 'checklist', once: true },
  { api: 'aws-iam-get-account-summary', label: () => vscode.l10n.t('Account Summary'), icon: 'checklist', once: true },
  { api: 'aws-iam-get-account-password-policy', label: () => vscode.l10n.t('Password Policy'), icon: 'lock', once: true },
  { api: 'aws-configservice-describe-configuration-recorders', label: () => vscode.l10n.t('Configuration Recorders'), icon: 'record' },
  { api: 'aws-region', label: () => vscode.l10n.t('Regions'), icon: 'globe', aside: true, once: true },
];

const BY_API = new Map(LIVE_KINDS.map((kind, place) => [kind.api, { kind, place }]));
const BELOW = new Set(LIVE_KINDS.flatMap(({ below = [] }) => below));

/** A kind that has no row of its own in the table goes by its name and comes last. */
export function liveKind(api: string): LiveKind {
  return BY_API.get(api)?.kind ?? { api, label: () => api, icon: 'symbol-misc' };
}

/** Whether resources of a kind stand right under the region or account, and not under one of another kind. */
export function standsAlone(api: string): boolean {
  return !BELOW.has(api);
}

export function inOrder(a: string, b: string): number {
  const place = (api: string): number => BY_API.get(api)?.place ?? LIVE_KINDS.length;
  return place(a) - place(b) || a.localeCompare(b);
}

/** Kinds that are looked at in a region, or, where it is empty, in an account as a whole, and of which nothing is known. */
export function unseenKinds(region: string, known: readonly { readonly api: string }[]): readonly LiveKind[] {
  return LIVE_KINDS.filter(({ api, once }) => (once === true) === (region === '') && !known.some((one) => one.api === api));
}
