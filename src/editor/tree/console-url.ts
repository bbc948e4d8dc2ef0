import { ARN, resourceType, shortName } from '../../domain/resource';
import { partitionOf, type Partition } from '../../domain/partition';

/** A place in the console of AWS. */
export interface ConsoleTarget {
  /** Id or ARN, as a record has it: a stranger's text. */
  readonly resource: string;
  /** As CloudFormation names it; absent: what the id tells. */
  readonly type?: string;
  /** Its code; empty: of the account as a whole. */
  readonly region: string;
  /** Absent: as the ARN or the region tells. */
  readonly partition?: Partition;
}

const HOSTS: Readonly<Record<Partition, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/;
/** What ids, names and ARNs are made of that need no encoding in an address; whatever has other signs gets no address. */
const PLAIN = /^[\w.:/@=,+-]+$/;
const NAME = /^[\w.@=,+-]+$/;

/** The page of one kind of resource, after the host; `$R` is the region, `$I` the id or ARN, `$N` the name at its end, `$1` and on what the pattern finds in it. */
interface Page {
  readonly page: string;
  /** Where the id has parts. */
  readonly parts?: RegExp;
}

const ec2 = (fragment: string): Page => ({ page: `ec2/home?region=$R#${fragment}` });
const vpc = (fragment: string): Page => ({ page: `vpcconsole/home?region=$R#${fragment}` });
const ecs = (path: string, parts: RegExp): Page => ({ page: `ecs/v2/${path}?region=$R`, parts });

const PAGES: Readonly<Record<string, Page>> = {
  'AWS::EC2::Instance': ec2('InstanceDetails:instanceId=$N'),
  'AWS::EC2::NetworkInterface': ec2('NetworkInterface:networkInterfaceId=$N'),
  'AWS::EC2::SecurityGroup': ec2('SecurityGroup:groupId=$N'),
  'AWS::EC2::Volume': ec2('VolumeDetails:volumeId=$N'),
  'AWS::EC2::Snapshot': ec2('SnapshotDetails:snapshotId=$N'),
  'AWS::EC2::Image': ec2('ImageDetails:imageId=$N'),
  'AWS::EC2::EIP': ec2('ElasticIpDetails:AllocationId=$N'),
  'AWS::EC2::LaunchTemplate': ec2('LaunchTemplateDetails:launchTemplateId=$N'),
  'AWS::EC2::VPC': vpc('VpcDetails:VpcId=$N'),
  'AWS::EC2::Subnet': vpc('SubnetDetails:subnetId=$N'),
  'AWS::EC2::RouteTable': vpc('RouteTableDetails:RouteTableId=$N'),
  'AWS::EC2::NetworkAcl': vpc('NetworkAclDetails:networkAclId=$N'),
  'AWS::EC2::InternetGateway': vpc('InternetGateway:internetGatewayId=$N'),
  'AWS::EC2::NatGateway': vpc('NatGatewayDetails:natGatewayId=$N'),
  'AWS::EC2::VPCEndpoint': vpc('EndpointDetails:vpcEndpointId=$N'),
  'AWS::ECS::Cluster': ecs('clusters/$1/services', /:cluster\/([\w-]+)$/),
  'AWS::ECS::Service': ecs('clusters/$1/services/$2/health', /:service\/([\w-]+)\/([\w-]+)$/),
  'AWS::ECS::Task': ecs('clusters/$1/tasks/$2/configuration', /:task\/([\w-]+)\/([0-9a-f]+)$/),
  'AWS::ECS::ContainerInstance': ecs('clusters/$1/infrastructure/container-instances/$2', /:container-instance\/([\w-]+)\/([0-9a-f]+)$/),
  'AWS::ECS::TaskDefinition': ecs('task-definitions/$1/$2/containers', /:task-definition\/([\w-]+):(\d+)$/),
  'AWS::IAM::Role': { page: 'iam/home#/roles/details/$N' },
  'AWS::IAM::User': { page: 'iam/home#/users/details/$N' },
  'AWS::IAM::Group': { page: 'iam/home#/groups/details/$N' },
  'AWS::IAM::ManagedPolicy': { page: 'iam/home#/policies/$I' },
  'AWS::S3::Bucket': { page: 's3/buckets/$N' },
  'AWS::RDS::DBInstance': { page: 'rds/home?region=$R#database:id=$N;is-cluster=false' },
  'AWS::Lambda::Function': { page: 'lambda/home?region=$R#/functions/$1', parts: /(?:^|:function:)([\w-]+)$/ },
  'AWS::KMS::Key': { page: 'kms/home?region=$R#/kms/keys/$1', parts: /(?:^|:key\/)([0-9a-f-]{36})$/ },
  'AWS::CloudTrail::Trail': { page: 'cloudtrailv2/home?region=$R#/trails/$I' },
  'AWS::SNS::Topic': { page: 'sns/v3/home?region=$R#/topic/$I' },
  'AWS::DynamoDB::Table': { page: 'dynamodbv2/home?region=$R#table?name=$N' },
};

/** Types that have a page. */
export const CONSOLE_TYPES: readonly string[] = Object.keys(PAGES);

/** The address of a resource's page in the console; `undefined`: its kind has none that is known, or it is not well formed. */
export function consoleUrl({ resource, type = '', region: place, partition }: ConsoleTarget): string | undefined {
  const arn = ARN.exec(resource);
  const region = place !== '' ? place : (arn?.[3] ?? '');
  const told = resourceType(resource);
  const known = type === '' ? told : type;
  const entry = Object.hasOwn(PAGES, known) ? PAGES[known] : undefined;
  if (entry === undefined || (told === '' ? !NAME.test(resource) : told !== known || !PLAIN.test(resource))) return undefined;
  const { page, parts = /$/ } = entry;
  const found = parts.exec(resource);
  if (found === null || (page.includes('$R') && !REGION.test(region)) || (page.includes('$I') && arn === null)) return undefined;
  if (known.startsWith('AWS::EC2::') && told !== known) return undefined;
  const values: Readonly<Record<string, string | undefined>> = { R: region, I: resource, N: shortName(resource), 1: found[1], 2: found[2] };
  const host = HOSTS[partition ?? partitionIn(arn?.[1], region)];
  return `https://${host}/${page.replace(/\$([RIN12])/g, (_, key: string) => values[key] ?? '')}`;
}

/** The address of a region's start page. */
export function regionUrl(region: string): string | undefined {
  return REGION.test(region) ? `https://${HOSTS[partitionOf(region)]}/console/home?region=${region}` : undefined;
}

function partitionIn(named: string | undefined, region: string): Partition {
  return named !== undefined && Object.hasOwn(HOSTS, named) ? (named as Partition) : partitionOf(region);
}
