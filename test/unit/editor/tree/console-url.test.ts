import { describe, expect, it } from 'vitest';
import { CONSOLE_TYPES, consoleUrl, regionUrl } from '../../../../src/editor/tree/console-url';

const A = '111122223333';
const HEX = '0123456789abcdef0';
const US = 'https://console.aws.amazon.com';

/** One well-formed resource of each type, and its page as the console itself links to it. */
const EXAMPLES: Readonly<Record<string, readonly [resource: string, page: string]>> = {
  'AWS::EC2::Instance': [`i-${HEX}`, `ec2/home?region=us-east-2#InstanceDetails:instanceId=i-${HEX}`],
  'AWS::EC2::NetworkInterface': [`eni-${HEX}`, `ec2/home?region=us-east-2#NetworkInterface:networkInterfaceId=eni-${HEX}`],
  'AWS::EC2::SecurityGroup': [`sg-${HEX}`, `ec2/home?region=us-east-2#SecurityGroup:groupId=sg-${HEX}`],
  'AWS::EC2::Volume': [`vol-${HEX}`, `ec2/home?region=us-east-2#VolumeDetails:volumeId=vol-${HEX}`],
  'AWS::EC2::Snapshot': [`snap-${HEX}`, `ec2/home?region=us-east-2#SnapshotDetails:snapshotId=snap-${HEX}`],
  'AWS::EC2::Image': [`ami-${HEX}`, `ec2/home?region=us-east-2#ImageDetails:imageId=ami-${HEX}`],
  'AWS::EC2::EIP': [`eipalloc-${HEX}`, `ec2/home?region=us-east-2#ElasticIpDetails:AllocationId=eipalloc-${HEX}`],
  'AWS::EC2::LaunchTemplate': [`lt-${HEX}`, `ec2/home?region=us-east-2#LaunchTemplateDetails:launchTemplateId=lt-${HEX}`],
  'AWS::EC2::VPC': [`vpc-${HEX}`, `vpcconsole/home?region=us-east-2#VpcDetails:VpcId=vpc-${HEX}`],
  'AWS::EC2::Subnet': [`subnet-${HEX}`, `vpcconsole/home?region=us-east-2#SubnetDetails:subnetId=subnet-${HEX}`],
  'AWS::EC2::RouteTable': [`rtb-${HEX}`, `vpcconsole/home?region=us-east-2#RouteTableDetails:RouteTableId=rtb-${HEX}`],
  'AWS::EC2::NetworkAcl': [`acl-${HEX}`, `vpcconsole/home?region=us-east-2#NetworkAclDetails:networkAclId=acl-${HEX}`],
  'AWS::EC2::InternetGateway': [`igw-${HEX}`, `vpcconsole/home?region=us-east-2#InternetGateway:internetGatewayId=igw-${HEX}`],
  'AWS::EC2::NatGateway': [`nat-${HEX}`, `vpcconsole/home?region=us-east-2#NatGatewayDetails:natGatewayId=nat-${HEX}`],
  'AWS::EC2::VPCEndpoint': [`vpce-${HEX}`, `vpcconsole/home?region=us-east-2#EndpointDetails:vpcEndpointId=vpce-${HEX}`],
  'AWS::ECS::Cluster': [`arn:aws:ecs:us-east-2:${A}:cluster/load-test`, 'ecs/v2/clusters/load-test/services?region=us-east-2'],
  'AWS::ECS::Service': [
    `arn:aws:ecs:us-east-2:${A}:service/load-test/worker`,
    'ecs/v2/clusters/load-test/services/worker/health?region=us-east-2',
  ],
  'AWS::ECS::Task': [
    `arn:aws:ecs:us-east-2:${A}:task/load-test/0a1b2c3d`,
    'ecs/v2/clusters/load-test/tasks/0a1b2c3d/configuration?region=us-east-2',
  ],
  'AWS::ECS::ContainerInstance': [
    `arn:aws:ecs:us-east-2:${A}:container-instance/load-test/0a1b2c3d`,
    'ecs/v2/clusters/load-test/infrastructure/container-instances/0a1b2c3d?region=us-east-2',
  ],
  'AWS::ECS::TaskDefinition': [
    `arn:aws:ecs:us-east-2:${A}:task-definition/worker:3`,
    'ecs/v2/task-definitions/worker/3/containers?region=us-east-2',
  ],
  'AWS::IAM::Role': [`arn:aws:iam::${A}:role/path/deployer`, 'iam/home#/roles/details/deployer'],
  'AWS::IAM::User': [`arn:aws:iam::${A}:user/ada+1@example.com`, 'iam/home#/users/details/ada+1@example.com'],
  'AWS::IAM::Group': [`arn:aws:iam::${A}:group/admins`, 'iam/home#/groups/details/admins'],
  'AWS::IAM::ManagedPolicy': [`arn:aws:iam::${A}:policy/read`, `iam/home#/policies/arn:aws:iam::${A}:policy/read`],
  'AWS::S3::Bucket': ['arn:aws:s3:::my.bucket-1', 's3/buckets/my.bucket-1'],
  'AWS::RDS::DBInstance': [`arn:aws:rds:us-east-2:${A}:db:orders`, 'rds/home?region=us-east-2#database:id=orders;is-cluster=false'],
  'AWS::Lambda::Function': [`arn:aws:lambda:us-east-2:${A}:function:resize`, 'lambda/home?region=us-east-2#/functions/resize'],
  'AWS::KMS::Key': [
    `arn:aws:kms:us-east-2:${A}:key/0a1b2c3d-0000-1111-2222-0a1b2c3d4e5f`,
    'kms/home?region=us-east-2#/kms/keys/0a1b2c3d-0000-1111-2222-0a1b2c3d4e5f',
  ],
  'AWS::CloudTrail::Trail': [
    `arn:aws:cloudtrail:us-east-2:${A}:trail/all`,
    `cloudtrailv2/home?region=us-east-2#/trails/arn:aws:cloudtrail:us-east-2:${A}:trail/all`,
  ],
  'AWS::SNS::Topic': [`arn:aws:sns:us-east-2:${A}:alarms`, `sns/v3/home?region=us-east-2#/topic/arn:aws:sns:us-east-2:${A}:alarms`],
  'AWS::DynamoDB::Table': [`arn:aws:dynamodb:us-east-2:${A}:table/orders`, 'dynamodbv2/home?region=us-east-2#table?name=orders'],
};

describe('the page of a resource in the console', () => {
  it('is that of its type, by its id, and needs no encoding', () => {
    expect(Object.keys(EXAMPLES)).toEqual(CONSOLE_TYPES);
    for (const [type, [resource, page]] of Object.entries(EXAMPLES)) {
      const url = consoleUrl({ resource, type, region: 'us-east-2' });
      expect(url, type).toBe(`${US}/${page}`);
      expect(encodeURI(url ?? '')).toBe(url);
      expect(consoleUrl({ resource, region: 'us-east-2' }), `${type}, by its id alone`).toBe(url);
    }
  });

  it('is on the console of its partition', () => {
    const instance = `i-${HEX}`;
    expect(consoleUrl({ resource: instance, region: 'cn-north-1' })).toContain('https://console.amazonaws.cn/ec2/home?region=cn-north-1#');
    expect(consoleUrl({ resource: instance, region: 'us-gov-west-1' })).toContain('https://console.amazonaws-us-gov.com/ec2/home?');
    expect(consoleUrl({ resource: `arn:aws-cn:iam::${A}:role/r`, region: '' })).toBe(
      'https://console.amazonaws.cn/iam/home#/roles/details/r',
    );
    expect(consoleUrl({ resource: 'deployer', type: 'AWS::IAM::Role', region: '', partition: 'aws-us-gov' })).toBe(
      'https://console.amazonaws-us-gov.com/iam/home#/roles/details/deployer',
    );
    expect(regionUrl('eu-west-1')).toBe(`${US}/console/home?region=eu-west-1`);
    expect(regionUrl('us-gov-east-1')).toBe('https://console.amazonaws-us-gov.com/console/home?region=us-gov-east-1');
  });

  it.each([
    ['i-0123456789abcdef0#x', 'AWS::EC2::Instance', 'us-east-2'],
    ['i-0123', 'AWS::EC2::Instance', 'us-east-2'],
    ['eni-0123456789abcdef0', 'AWS::EC2::Instance', 'us-east-2'], // says another kind
    [`i-${HEX}`, 'AWS::EC2::Instance', 'evil.test/'],
    [`i-${HEX}`, 'AWS::EC2::Instance', ''],
    ['https://evil.test', 'AWS::S3::Bucket', ''],
    ['../../x', 'AWS::S3::Bucket', ''],
    ['a b', 'AWS::IAM::User', ''],
    ['a%2fb', 'AWS::IAM::User', ''],
    ['a?b=c', 'AWS::IAM::User', ''],
    [`arn:aws:ecs:us-east-2:${A}:service/only-one-part`, 'AWS::ECS::Service', 'us-east-2'],
    [`arn:aws:ecs:us-east-2:${A}:service/c/s#x`, 'AWS::ECS::Service', 'us-east-2'],
    ['read', 'AWS::IAM::ManagedPolicy', ''], // its page goes by the ARN
    ['demo', '', 'us-east-2'],
    ['x', 'toString', 'us-east-2'],
  ])('is none for %s as %s in %s', (resource, type, region) => {
    expect(consoleUrl({ resource, type, region })).toBeUndefined();
  });

  it('of a region is none where it is no region', () => {
    for (const region of ['', 'us-east-2#x', 'US-EAST-2', 'evil.test']) expect(regionUrl(region)).toBeUndefined();
  });
});
