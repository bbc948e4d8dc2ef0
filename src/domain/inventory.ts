import type { JsonObject } from './json';

/**
 * One resource as config queries see it: the kind of record it is (`api`, spec "The query language", section 6) and the record itself,
 * in the form the SDK gives it, with camelCase keys.
 */
export interface ResourceRecord {
  /** Such as `aws-ecs-service`. */
  readonly api: string;
  /** ARN, id or name. */
  readonly resource: string;
  /** Such as `AWS::ECS::Service`. */
  readonly type: string;
  /** The label of its service, such as `ECS`. */
  readonly service: string;
  /** Twelve digits. */
  readonly account: string;
  /** Its code, such as `us-east-2`. */
  readonly region: string;
  /** `deleted`: it is known to be gone; the record is the last one known. */
  readonly status: 'active' | 'deleted';
  /** When it came into being, epoch milliseconds; absent where nothing tells. */
  readonly since?: number;
  /** When the record was true last, epoch milliseconds: of a deleted resource, its deletion. */
  readonly asOf: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly record: JsonObject;
}

/** A kind of record: one for each resource of a type. */
export interface Api {
  /** Such as `aws-ecs-service`. */
  readonly name: string;
  /** The label of the service, such as `ECS`. */
  readonly service: string;
  /** As CloudFormation names it; empty where one record stands for an account or a region. */
  readonly type: string;
}

type Row = readonly [name: string, service: string, type: string];

const ROWS = [
  ['aws-ecs-cluster', 'ECS', 'AWS::ECS::Cluster'],
  ['aws-ecs-service', 'ECS', 'AWS::ECS::Service'],
  ['aws-ecs-describe-task-definition', 'ECS', 'AWS::ECS::TaskDefinition'],
  ['aws-ecs-container-instance', 'ECS', 'AWS::ECS::ContainerInstance'],
  ['aws-ecs-task', 'ECS', 'AWS::ECS::Task'],
  ['aws-ec2-describe-instances', 'EC2', 'AWS::EC2::Instance'],
  ['aws-ec2-describe-network-interfaces', 'EC2', 'AWS::EC2::NetworkInterface'],
  ['aws-ec2-describe-security-groups', 'EC2', 'AWS::EC2::SecurityGroup'],
  ['aws-ec2-describe-vpcs', 'EC2', 'AWS::EC2::VPC'],
  ['aws-ec2-describe-subnets', 'EC2', 'AWS::EC2::Subnet'],
  ['aws-ec2-describe-route-tables', 'EC2', 'AWS::EC2::RouteTable'],
  ['aws-ec2-describe-network-acls', 'EC2', 'AWS::EC2::NetworkAcl'],
  ['aws-ec2-describe-internet-gateways', 'EC2', 'AWS::EC2::InternetGateway'],
  ['aws-ec2-describe-flow-logs', 'EC2', 'AWS::EC2::FlowLog'],
  ['aws-ec2-describe-volumes', 'EC2', 'AWS::EC2::Volume'],
  ['aws-ec2-describe-snapshots', 'EC2', 'AWS::EC2::Snapshot'],
  ['aws-ec2-describe-images', 'EC2', 'AWS::EC2::Image'],
  ['aws-ec2-ebs-encryption', 'EC2', ''],
  ['aws-ec2-elastic-address', 'EC2', 'AWS::EC2::EIP'],
  ['aws-vpc-nat-gateway', 'EC2', 'AWS::EC2::NatGateway'],
  ['aws-describe-vpc-endpoints', 'EC2', 'AWS::EC2::VPCEndpoint'],
  ['aws-region', 'Account', ''],
  ['aws-cloudtrail-describe-trails', 'CloudTrail', 'AWS::CloudTrail::Trail'],
  ['aws-cloudtrail-get-trail-status', 'CloudTrail', 'AWS::CloudTrail::Trail'],
  ['aws-cloudtrail-get-event-selectors', 'CloudTrail', 'AWS::CloudTrail::Trail'],
  ['aws-iam-get-credential-report', 'IAM', ''],
  ['aws-iam-get-account-summary', 'IAM', ''],
  ['aws-iam-get-account-password-policy', 'IAM', ''],
  ['aws-iam-list-roles', 'IAM', 'AWS::IAM::Role'],
  ['aws-iam-list-users', 'IAM', 'AWS::IAM::User'],
  ['aws-iam-get-policy-version', 'IAM', 'AWS::IAM::ManagedPolicy'],
  ['aws-s3api-get-bucket-acl', 'S3', 'AWS::S3::Bucket'],
  ['aws-kms-get-key-rotation-status', 'KMS', 'AWS::KMS::Key'],
  ['aws-configservice-describe-configuration-recorders', 'Config', 'AWS::Config::ConfigurationRecorder'],
  ['aws-rds-describe-db-instances', 'RDS', 'AWS::RDS::DBInstance'],
  ['aws-lambda-list-functions', 'Lambda', 'AWS::Lambda::Function'],
] as const satisfies readonly Row[];

export type ApiName = (typeof ROWS)[number][0];

/** The kinds of records that config queries know (spec: the query language, section 6). */
export const APIS: readonly Api[] = ROWS.map(([name, service, type]) => ({ name, service, type }));

/** The kind of that name, in any case. */
export function apiNamed(name: string): Api | undefined {
  return APIS.find((api) => api.name === name.toLowerCase());
}

export const RESOURCE_STATUSES = ['active', 'deleted'] as const;
