/** A resource id, ARN or access key that a record carries, and where. */
export interface Reference {
  readonly token: string;
  readonly side: 'request' | 'response' | 'resources';
}

/** Prefixes of ids that can't mean anything else, and what they name (spec: provenance, K1). */
const ID_TYPES: Readonly<Record<string, string>> = {
  eni: 'AWS::EC2::NetworkInterface',
  'eni-attach': 'AWS::EC2::NetworkInterfaceAttachment',
  i: 'AWS::EC2::Instance',
  sg: 'AWS::EC2::SecurityGroup',
  sgr: 'AWS::EC2::SecurityGroupRule',
  subnet: 'AWS::EC2::Subnet',
  vpc: 'AWS::EC2::VPC',
  vol: 'AWS::EC2::Volume',
  snap: 'AWS::EC2::Snapshot',
  ami: 'AWS::EC2::Image',
  igw: 'AWS::EC2::InternetGateway',
  rtb: 'AWS::EC2::RouteTable',
  rtbassoc: 'AWS::EC2::RouteTableAssociation',
  nat: 'AWS::EC2::NatGateway',
  eipalloc: 'AWS::EC2::EIP',
  eipassoc: 'AWS::EC2::EIPAssociation',
  acl: 'AWS::EC2::NetworkAcl',
  vpce: 'AWS::EC2::VPCEndpoint',
  fl: 'AWS::EC2::FlowLog',
  lt: 'AWS::EC2::LaunchTemplate',
  pcx: 'AWS::EC2::VPCPeeringConnection',
  tgw: 'AWS::EC2::TransitGateway',
};
const ID = /^([a-z]+(?:-attach)?)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

const KEY_TYPES: Readonly<Record<string, string>> = {
  AROA: 'AWS::IAM::Role',
  AIDA: 'AWS::IAM::User',
  AKIA: 'AWS::IAM::AccessKey',
  ASIA: 'AWS::STS::AccessKey',
  AGPA: 'AWS::IAM::Group',
  ANPA: 'AWS::IAM::ManagedPolicy',
  AIPA: 'AWS::IAM::InstanceProfile',
  ASCA: 'AWS::IAM::ServerCertificate',
};
const KEY = /^(A(?:ROA|IDA|KIA|SIA|GPA|NPA|IPA|SCA))[A-Z0-9]{12,124}$/;

/** partition, service, region, account, rest. Wildcards name no resource. */
export const ARN = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):([^*?\s]+)$/;

/** The kinds of ARN whose last part before `/` or `:` isn't the CloudFormation name of its type. */
const ARN_TYPES: Readonly<Record<string, string>> = {
  'ecs:cluster': 'AWS::ECS::Cluster',
  'ecs:service': 'AWS::ECS::Service',
  'ecs:task': 'AWS::ECS::Task',
  'ecs:task-definition': 'AWS::ECS::TaskDefinition',
  'ecs:container-instance': 'AWS::ECS::ContainerInstance',
  'ecs:attachment': 'AWS::ECS::Attachment',
  'iam:role': 'AWS::IAM::Role',
  'iam:user': 'AWS::IAM::User',
  'iam:group': 'AWS::IAM::Group',
  'iam:policy': 'AWS::IAM::ManagedPolicy',
  'iam:instance-profile': 'AWS::IAM::InstanceProfile',
  'iam:mfa': 'AWS::IAM::MFADevice',
  'iam:saml-provider': 'AWS::IAM::SAMLProvider',
  'iam:oidc-provider': 'AWS::IAM::OIDCProvider',
  'lambda:function': 'AWS::Lambda::Function',
  'rds:db': 'AWS::RDS::DBInstance',
  'rds:cluster': 'AWS::RDS::DBCluster',
  'rds:snapshot': 'AWS::RDS::DBSnapshot',
  'rds:subgrp': 'AWS::RDS::DBSubnetGroup',
  'kms:key': 'AWS::KMS::Key',
  'kms:alias': 'AWS::KMS::Alias',
  'cloudtrail:trail': 'AWS::CloudTrail::Trail',
  'cloudformation:stack': 'AWS::CloudFormation::Stack',
  'autoscaling:autoScalingGroup': 'AWS::AutoScaling::AutoScalingGroup',
  'secretsmanager:secret': 'AWS::SecretsManager::Secret',
  'logs:log-group': 'AWS::Logs::LogGroup',
  'dynamodb:table': 'AWS::DynamoDB::Table',
  'ecr:repository': 'AWS::ECR::Repository',
  'elasticloadbalancing:loadbalancer': 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'elasticloadbalancing:targetgroup': 'AWS::ElasticLoadBalancingV2::TargetGroup',
  's3:': 'AWS::S3::Bucket',
  'sns:': 'AWS::SNS::Topic',
  'sqs:': 'AWS::SQS::Queue',
};

/** The CloudFormation name of what an id or ARN names; empty where unknown. */
export function resourceType(token: string): string {
  const id = ID.exec(token)?.[1];
  if (id !== undefined) return own(ID_TYPES, id);
  const key = KEY.exec(token)?.[1];
  if (key !== undefined) return own(KEY_TYPES, key);
  const arn = ARN.exec(token);
  if (arn === null) return '';
  const [, , service = '', , , rest = ''] = arn;
  const kind = /^([A-Za-z0-9-]+)[/:]/.exec(rest)?.[1];
  if (service === 's3' && rest.includes('/')) return 'AWS::S3::Object';
  if (service === 'ec2' && kind !== undefined) return resourceType(rest.slice(rest.lastIndexOf('/') + 1)) || '';
  return own(ARN_TYPES, `${service}:${kind ?? ''}`) || own(ARN_TYPES, `${service}:`);
}

function own(table: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(table, key) ? (table[key] ?? '') : '';
}

/** Whether a text as a whole is an id, access key or ARN that names one thing. */
export function isReference(text: string): boolean {
  const id = ID.exec(text)?.[1];
  return (id !== undefined && Object.hasOwn(ID_TYPES, id)) || KEY.test(text) || (text.startsWith('arn:') && ARN.test(text));
}

/** Account and region that an ARN names; empty where it names none, and of what is no ARN. */
export function arnPlace(token: string): { readonly account: string; readonly region: string } {
  const [, , , region = '', account = ''] = ARN.exec(token) ?? [];
  return { account: /^\d{12}$/.test(account) ? account : '', region };
}

/** The name a person gave: the tail of an ARN (`…:service/load-test/worker` → `worker`, `…:task-definition/worker:3` → `worker:3`); other text as it is. */
export function shortName(token: string): string {
  const arn = ARN.exec(token);
  const rest = arn?.[5];
  return rest?.slice(rest.lastIndexOf(rest.includes('/') ? '/' : ':') + 1) || token;
}

/** The ARN of a bucket that a request names; `undefined`: the name is none. */
export function bucketArn(name: string): string | undefined {
  return /^[a-z0-9][a-z0-9.-]{1,62}$/.test(name) ? `arn:aws:s3:::${name}` : undefined;
}
