import {
  addAclEntry,
  attachRolePolicy,
  closePort,
  createGroup,
  createRoute,
  denied,
  detachUserPolicy,
  dnsHostnames,
  openPort,
  putBucketLifecycle,
  putBucketPolicy,
  putRolePolicy,
  replaceRoute,
  signInPage,
  updateOrganizationPolicy,
} from './changes';
import type { Actor, Row } from './ledger';
import type { PersonName } from './world';

const terraform: Actor = { kind: 'terraform' };
const person = (name: PersonName, console = false): Actor => ({ kind: 'person', name, console });
const user = (name: string, ip: string): Actor => ({ kind: 'user', name, ip });
const signIn = (name: string, ip: string): Actor => ({ kind: 'sign-in', name, ip });

/**
 * Ordinary life of the past 24 hours that a policy asks about. Together with the 172 deleted network interfaces these rows are
 * the alerts of the past day, so each row is one alert: one policy, one resource that no other row has. Nothing else that
 * happens in the last day may raise one.
 *
 *   security group change 8 · IAM policy change 6 · refused calls 6 · failed console sign-in 4 · bucket policy change 3
 *   · route table change 3 · network ACL change 1 · VPC change 1 · Organizations change 1                        = 33
 */
export const LAST_DAY: readonly Row[] = [
  // Security group change: 8, none of them open to the world
  { hoursAgo: 21.5, actor: terraform, account: 'staging', region: 'eu-west-1', what: createGroup('search-internal') },
  { hoursAgo: 21.5, actor: terraform, account: 'staging', region: 'eu-west-1', what: openPort('search-api', 9200, '10.0.0.0/16') },
  { hoursAgo: 21.5, actor: terraform, account: 'staging', region: 'eu-west-1', what: closePort('search-legacy', 9300, '10.8.0.0/16') },
  {
    hoursAgo: 13.2,
    actor: person('noah.berg', true),
    account: 'sandbox',
    region: 'eu-central-1',
    what: openPort('demo-db', 5432, '192.0.2.0/24'),
  },
  {
    hoursAgo: 12.8,
    actor: person('mika.tanaka'),
    account: 'staging',
    region: 'us-east-1',
    what: openPort('bastion', 22, '203.0.113.34/32'),
  },
  { hoursAgo: 5.1, actor: terraform, account: 'production', region: 'us-east-1', what: openPort('checkout', 8443, '10.1.0.0/16') },
  { hoursAgo: 5.1, actor: terraform, account: 'production', region: 'us-east-1', what: closePort('checkout-old', 8080, '10.1.0.0/16') },
  {
    hoursAgo: 3.4,
    actor: person('sofia.rossi', true),
    account: 'production',
    region: 'eu-central-1',
    what: closePort('reports', 3389, '198.51.100.0/24'),
  },

  // IAM policy change: 6
  { hoursAgo: 5.1, actor: terraform, account: 'production', region: 'us-east-1', what: putRolePolicy('checkout-task', 'sqs:SendMessage') },
  {
    hoursAgo: 5.1,
    actor: terraform,
    account: 'production',
    region: 'us-east-1',
    what: putRolePolicy('reports-task', 'athena:StartQueryExecution'),
  },
  { hoursAgo: 21.5, actor: terraform, account: 'staging', region: 'us-east-1', what: putRolePolicy('search-indexer', 'es:ESHttpPost') },
  {
    hoursAgo: 21.5,
    actor: terraform,
    account: 'staging',
    region: 'us-east-1',
    what: attachRolePolicy('search-task', 'AmazonSQSFullAccess'),
  },
  {
    hoursAgo: 16.6,
    actor: person('lena.fischer'),
    account: 'sandbox',
    region: 'us-east-1',
    what: attachRolePolicy('demo-lambda', 'AmazonS3ReadOnlyAccess'),
  },
  {
    hoursAgo: 9.7,
    actor: person('omar.haddad', true),
    account: 'production',
    region: 'us-east-1',
    what: detachUserPolicy('legacy-report', 'ReadOnlyAccess'),
  },

  // Refused calls: 6, each by another principal
  {
    hoursAgo: 22.3,
    actor: person('jun.sato', true),
    account: 'production',
    region: 'eu-west-1',
    what: denied('Client.UnauthorizedOperation', 'ec2', 'StopInstances', 'ec2:StopInstances', {
      instancesSet: { items: [{ instanceId: 'i-0c1f5a9e27b3d8046' }] },
      force: false,
    }),
  },
  {
    hoursAgo: 18.9,
    actor: user('legacy-report', '192.0.2.180'),
    account: 'staging',
    region: 'us-east-1',
    what: denied('AccessDenied', 'iam', 'ListUsers', 'iam:ListUsers', { maxItems: 100 }),
  },
  {
    hoursAgo: 14.1,
    actor: person('ines.costa'),
    account: 'production',
    region: 'eu-central-1',
    what: denied('AccessDeniedException', 'secretsmanager', 'GetSecretValue', 'secretsmanager:GetSecretValue', {
      secretId: 'checkout/database',
    }),
  },
  {
    hoursAgo: 8.5,
    actor: { kind: 'pipeline', repository: 'search-indexer' },
    account: 'staging',
    region: 'eu-west-1',
    what: denied('AccessDeniedException', 'ecr', 'CreateRepository', 'ecr:CreateRepository', { repositoryName: 'search-indexer-next' }),
  },
  {
    hoursAgo: 6.6,
    actor: user('partner-readonly', '198.51.100.99'),
    account: 'production',
    region: 'us-east-1',
    what: denied('AccessDeniedException', 'kms', 'ListKeys', 'kms:ListKeys', { limit: 100 }),
  },
  {
    hoursAgo: 2.2,
    actor: person('carlos.mendes'),
    account: 'staging',
    region: 'eu-west-1',
    what: denied('AccessDeniedException', 'ssm', 'GetParameter', 'ssm:GetParameter', {
      name: '/payments/gateway-key',
      withDecryption: true,
    }),
  },

  // Failed console sign-in: 4, one wrong password each
  {
    hoursAgo: 19.8,
    actor: signIn('break-glass', '192.0.2.14'),
    account: 'production',
    region: 'us-east-1',
    what: signInPage('Failure', 'No'),
  },
  {
    hoursAgo: 11.3,
    actor: signIn('partner-readonly', '198.51.100.99'),
    account: 'production',
    region: 'us-east-1',
    what: signInPage('Failure', 'No'),
  },
  { hoursAgo: 7.9, actor: signIn('auditor', '203.0.113.77'), account: 'staging', region: 'us-east-1', what: signInPage('Failure', 'No') },
  { hoursAgo: 1.4, actor: signIn('workshop', '203.0.113.90'), account: 'sandbox', region: 'us-east-1', what: signInPage('Failure', 'No') },

  // Bucket policy change: 3
  {
    hoursAgo: 5.1,
    actor: terraform,
    account: 'production',
    region: 'us-east-1',
    what: putBucketPolicy('nimbus-works-receipts', 'athena.amazonaws.com'),
  },
  {
    hoursAgo: 15.5,
    actor: person('priya.nair'),
    account: 'staging',
    region: 'eu-west-1',
    what: putBucketLifecycle('nimbus-works-staging-uploads', 14),
  },
  {
    hoursAgo: 4.3,
    actor: person('amelie.durand'),
    account: 'staging',
    region: 'eu-central-1',
    what: putBucketPolicy('nimbus-works-press-kit', 'cloudfront.amazonaws.com'),
  },

  // Route table change: 3
  { hoursAgo: 10.4, actor: terraform, account: 'production', region: 'eu-west-1', what: createRoute('shop-private', '10.20.0.0/16') },
  { hoursAgo: 10.4, actor: terraform, account: 'production', region: 'eu-west-1', what: replaceRoute('shop-public', '0.0.0.0/0') },
  { hoursAgo: 21.5, actor: terraform, account: 'staging', region: 'eu-west-1', what: createRoute('search-private', '10.30.0.0/16') },

  // Network ACL, VPC and Organizations change: 1 each
  {
    hoursAgo: 17.2,
    actor: person('tom.walker'),
    account: 'production',
    region: 'us-east-1',
    what: addAclEntry('edge', '203.0.113.128/25'),
  },
  { hoursAgo: 10.4, actor: terraform, account: 'production', region: 'eu-central-1', what: dnsHostnames('analytics') },
  {
    hoursAgo: 9.2,
    actor: person('lena.fischer', true),
    account: 'production',
    region: 'us-east-1',
    what: updateOrganizationPolicy('p-4z8r1k6m'),
  },
];
