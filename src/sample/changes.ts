import type { JsonObject } from '../domain/json';
import { bucketResource, ec2, type ActionMaker } from './actions';
import { resourceId, standingId } from './ids';
import { networkOf, TRAIL } from './world';

/**
 * Calls that a security policy asks about. Each names its resource by a word of ours, so that a table of them reads well
 * and two rows with different words never mean the same resource.
 */

const groupId = (word: string) => standingId('sg', `group/${word}`);

export function openPort(word: string, port: number, cidr: string): ActionMaker {
  return (random) =>
    ec2(
      'AuthorizeSecurityGroupIngress',
      { groupId: groupId(word), ipPermissions: ruleOf(port, cidr) },
      {
        _return: true,
        securityGroupRuleSet: {
          items: [
            {
              groupId: groupId(word),
              securityGroupRuleId: resourceId(random, 'sgr'),
              isEgress: false,
              ipProtocol: 'tcp',
              fromPort: port,
              toPort: port,
              cidrIpv4: cidr,
            },
          ],
        },
      },
    );
}

export function closePort(word: string, port: number, cidr: string): ActionMaker {
  return () => ec2('RevokeSecurityGroupIngress', { groupId: groupId(word), ipPermissions: ruleOf(port, cidr) }, { _return: true });
}

function ruleOf(port: number, cidr: string): JsonObject {
  return {
    items: [
      {
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        groups: {},
        ipRanges: { items: [{ cidrIp: cidr }] },
        ipv6Ranges: {},
        prefixListIds: {},
      },
    ],
  };
}

export function createGroup(word: string): ActionMaker {
  return (_, place) =>
    ec2(
      'CreateSecurityGroup',
      { groupName: word, groupDescription: `${word}, made by Terraform`, vpcId: networkOf(place.account, place.region).vpc },
      { _return: true, groupId: groupId(word), tagSet: {} },
    );
}

export function putRolePolicy(role: string, action: string): ActionMaker {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [action], Resource: '*' }] });
  return () => ({ service: 'iam', name: 'PutRolePolicy', request: { roleName: role, policyName: 'app', policyDocument: document } });
}

export function attachRolePolicy(role: string, policy: string): ActionMaker {
  return () => ({ service: 'iam', name: 'AttachRolePolicy', request: { roleName: role, policyArn: `arn:aws:iam::aws:policy/${policy}` } });
}

export function detachUserPolicy(user: string, policy: string): ActionMaker {
  return () => ({ service: 'iam', name: 'DetachUserPolicy', request: { userName: user, policyArn: `arn:aws:iam::aws:policy/${policy}` } });
}

export function putBucketPolicy(bucket: string, principal: string): ActionMaker {
  const statement = {
    Sid: 'Read',
    Effect: 'Allow',
    Principal: { Service: principal },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
  };
  return bucketChange('PutBucketPolicy', bucket, { bucketPolicy: { Version: '2012-10-17', Statement: [statement] }, policy: '' });
}

export function putBucketLifecycle(bucket: string, days: number): ActionMaker {
  const rule = { ID: 'expire', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days: days } };
  const configuration = { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/', Rule: rule };
  return bucketChange('PutBucketLifecycle', bucket, { lifecycle: '', LifecycleConfiguration: configuration });
}

function bucketChange(name: string, bucket: string, request: JsonObject): ActionMaker {
  return (_, place) => {
    const host = `${bucket}.s3.${place.region}.amazonaws.com`;
    return {
      service: 's3',
      name,
      request: { ...request, bucketName: bucket, Host: host },
      resources: [bucketResource(bucket, place.account)],
      host,
    };
  };
}

export function createRoute(word: string, cidr: string): ActionMaker {
  return () =>
    ec2(
      'CreateRoute',
      { routeTableId: standingId('rtb', word), destinationCidrBlock: cidr, vpcPeeringConnectionId: standingId('pcx', word) },
      { _return: true },
    );
}

export function replaceRoute(word: string, cidr: string): ActionMaker {
  return () =>
    ec2(
      'ReplaceRoute',
      { routeTableId: standingId('rtb', word), destinationCidrBlock: cidr, natGatewayId: standingId('nat', word) },
      { _return: true },
    );
}

export function addAclEntry(word: string, cidr: string): ActionMaker {
  return () =>
    ec2(
      'CreateNetworkAclEntry',
      {
        networkAclId: standingId('acl', word),
        ruleNumber: 90,
        egress: false,
        ruleAction: 'deny',
        icmpTypeCode: {},
        portRange: {},
        aclProtocol: '-1',
        cidrBlock: cidr,
      },
      { _return: true },
    );
}

export function dnsHostnames(word: string): ActionMaker {
  return () => ec2('ModifyVpcAttribute', { vpcId: standingId('vpc', word), enableDnsHostnames: { value: true } }, { _return: true });
}

export function updateOrganizationPolicy(policyId: string): ActionMaker {
  return () => ({
    service: 'organizations',
    name: 'UpdatePolicy',
    request: { policyId, description: 'Regions we work in' },
    response: { policy: { policySummary: { id: policyId, name: 'regions-in-use', type: 'SERVICE_CONTROL_POLICY', awsManaged: false } } },
  });
}

export function trailCall(name: 'StopLogging' | 'StartLogging'): ActionMaker {
  return (_, place) => ({
    service: 'cloudtrail',
    name,
    request: { name: `arn:aws:cloudtrail:${place.region}:${place.account}:trail/${TRAIL}` },
  });
}

/** A call that IAM refuses. Services differ in how they call it; `permission` is such as `ssm:GetParameter`. */
export function denied(code: Denial, service: string, name: string, permission: string, request: JsonObject): ActionMaker {
  return () => ({ service, name, request, error: { code, permission } });
}

export type Denial = 'AccessDenied' | 'AccessDeniedException' | 'Client.UnauthorizedOperation';

/** An IAM user at the sign-in page. A wrong password is an `errorMessage` without an `errorCode`. */
export function signInPage(outcome: 'Success' | 'Failure', secondFactor: 'Yes' | 'No'): ActionMaker {
  return (_, place) => ({
    service: 'signin',
    name: 'ConsoleLogin',
    type: 'AwsConsoleSignIn',
    readOnly: false,
    response: { ConsoleLogin: outcome },
    ...(outcome === 'Failure' ? { error: { message: 'Failed authentication' } } : {}),
    additional: {
      LoginTo: `https://console.aws.amazon.com/console/home?region=${place.region}`,
      MobileVersion: 'No',
      MFAUsed: secondFactor,
    },
    host: `${place.region}.signin.aws.amazon.com`,
  });
}
