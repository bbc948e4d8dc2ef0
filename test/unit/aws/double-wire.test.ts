import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cloudtrailClient from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALLOWED } from '../../../src/aws/allowed';
import type { JsonObject } from '../../../src/domain/json';
import { startDouble, type Double } from '../../aws/double';
import { toJson } from '../../aws/protocol/json';
import { operationsOf } from '../../aws/protocol/schema';
import { isService, SERVICES } from '../../aws/services';
import { makeAccount, makeWorld } from '../../aws/world/world';
import { EXEMPLARS } from '../support/folders';

const NOW = Date.UTC(2026, 4, 20, 9, 30);
const SANDBOX = '777788889999';
let double: Double;
beforeAll(async () => {
  double = await startDouble({ now: () => NOW, lookupsPerSecond: Infinity });
});
afterAll(() => double.close());

/** A request as it goes over the wire, without the SDK. The double looks at whose key it is, and not at the signature. */
async function raw(
  target: Double,
  account: string,
  scope: `${string}/${string}`,
  { path = '/', method = 'POST', headers = {}, body }: { path?: string; method?: string; headers?: Record<string, string>; body?: string },
): Promise<{ readonly status: number; readonly text: string }> {
  const { accessKeyId } = target.sessions.user(account, 'wire');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260520/${scope}/aws4_request, SignedHeaders=host, Signature=00`;
  const answer = await fetch(target.url + path, {
    method,
    headers: { authorization, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, text: await answer.text() };
}

const withoutIds = (text: string): string => text.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');

describe('on the wire', () => {
  it.each(['CloudTrail_20131101', 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101'])(
    'CloudTrail is asked as %s',
    async (prefix) => {
      const lookUp = (body: object) =>
        raw(double, SANDBOX, 'us-east-2/cloudtrail', { headers: { 'x-amz-target': `${prefix}.LookupEvents` }, body: JSON.stringify(body) });
      const { text } = await lookUp({ MaxResults: 1, LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateService' }] });
      const { Events } = JSON.parse(text) as { readonly Events: readonly JsonObject[] };
      expect(Events[0]).toMatchObject({ EventName: 'CreateService', EventTime: Date.UTC(2026, 4, 16, 14, 37) / 1000, ReadOnly: 'false' });
      expect(await lookUp({ NextToken: 'x' })).toMatchObject({
        status: 400,
        text: expect.stringMatching(/^\{"__type":"InvalidNextTokenException",/) as string,
      });
    },
  );

  it.skipIf(!existsSync(EXEMPLARS))('an event comes as in the documentation of AWS (skipped where that is absent)', async () => {
    const file = join(EXEMPLARS, 'LookupEvents_response_awsdocs.json');
    const { Events } = JSON.parse(readFileSync(file, 'utf8')) as { readonly Events: readonly JsonObject[] };
    const record = JSON.parse(Events[0]?.['CloudTrailEvent'] as string) as JsonObject;
    const account = makeAccount('111122223333', { regions: { 'us-east-2': 'opt-in-not-required' }, records: [record] });
    const then = await startDouble({ world: makeWorld([account]), now: () => Date.UTC(2015, 2, 1) });
    const { text } = await raw(then, account.id, 'us-east-2/cloudtrail', {
      headers: { 'x-amz-target': 'CloudTrail_20131101.LookupEvents' },
      body: '{}',
    });
    // The example is older than EventSource.
    expect(JSON.parse(text)).toEqual({ Events: [{ ...Events[0], EventSource: 'signin.amazonaws.com' }] });
    await then.close();
  });

  it('EC2 answers in XML, with its own names', async () => {
    const ask = (body: string) => raw(double, SANDBOX, 'us-east-2/ec2', { body: `Version=2016-11-15&Action=${body}` });
    const { text } = await ask('DescribeRegions&RegionName.1=us-east-2');
    expect(withoutIds(text)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>ID</requestId>' +
        '<regionInfo><item><optInStatus>opt-in-not-required</optInStatus><regionName>us-east-2</regionName>' +
        '<regionEndpoint>ec2.us-east-2.amazonaws.com</regionEndpoint></item></regionInfo></DescribeRegionsResponse>',
    );
    expect(withoutIds((await ask('DescribeVpcs&VpcId.1=vpc-none')).text)).toContain(
      '<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>The ID &apos;vpc-none&apos; does not exist</Message></Error></Errors><RequestID>ID</RequestID></Response>'.replaceAll(
        '&apos;',
        "'",
      ),
    );
  });

  it('STS answers in XML, with result and metadata', async () => {
    const { text } = await raw(double, SANDBOX, 'us-east-1/sts', { body: 'Action=GetCallerIdentity&Version=2011-06-15' });
    expect(withoutIds(text).replace(/AIDA\w+/, 'AIDA')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
        `<UserId>AIDA</UserId><Account>${SANDBOX}</Account><Arn>arn:aws:iam::${SANDBOX}:user/wire</Arn></GetCallerIdentityResult>` +
        '<ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata></GetCallerIdentityResponse>',
    );
    const refused = await raw(double, SANDBOX, 'us-east-1/sts', { body: 'Action=AssumeRole&RoleArn=none&RoleSessionName=x' });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('<Error><Type>Sender</Type><Code>ValidationError</Code>');
  });

  it('S3 answers with the kind of a grantee as an attribute, and a location without a wrapper', async () => {
    const get = (path: string) => raw(double, SANDBOX, 'eu-central-1/s3', { method: 'GET', path: `/nimbus-works-workshop-files${path}` });
    expect((await get('?acl')).text).toContain(
      '<Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group"><URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>READ</Permission></Grant>',
    );
    expect((await get('?location')).text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-central-1</LocationConstraint>',
    );
    expect(await get('/none?x-id=GetObject')).toMatchObject({
      status: 404,
      text: expect.stringContaining('<Error><Code>NoSuchKey</Code>') as string,
    });
  });

  it('knows keys that nobody has, and services that it does not have', async () => {
    const stranger = await raw(double, '000000000000', 'us-east-1/cloudtrail', {
      headers: { 'x-amz-target': 'CloudTrail_20131101.LookupEvents' },
    });
    expect(stranger.text).toContain('UnrecognizedClientException');
    expect((await raw(double, SANDBOX, 'us-east-1/sqs', { body: '' })).status).toBe(404);
    expect((await raw(double, SANDBOX, 'us-east-1/ec2', { body: 'Action=TerminateInstances' })).text).toContain('InvalidAction');
  });
});

it('a handler that answers with a member which the SDK does not know is refused', () => {
  const operation = operationsOf(cloudtrailClient).get('LookupEvents');
  if (operation === undefined) throw new Error('no schema');
  expect(() => toJson(operation.output, { Events: [{ EventID: 'wrong' }] }, 'members')).toThrow('Event has no member EventID.');
});

it('answers every call that the product may make', () => {
  const missing = Object.entries(ALLOWED).flatMap(([service, calls]) => {
    const handlers: object = isService(service) ? SERVICES[service].handlers : {};
    return Object.keys(calls).flatMap((call) => (call in handlers ? [] : `${service}:${call}`));
  });
  expect(missing).toEqual([]);
});

it('an account lies in the partition of the region where it is asked', async () => {
  const account = makeAccount('123456789012', { regions: { 'cn-north-1': 'opt-in-not-required' }, roles: [{ name: 'reader' }] });
  const china = await startDouble({ world: makeWorld([account]) });
  const ask = (body: string) => raw(china, account.id, 'cn-north-1/sts', { body });
  expect((await ask('Action=GetCallerIdentity')).text).toContain('<Arn>arn:aws-cn:iam::123456789012:user/wire</Arn>');
  expect((await ask('Action=AssumeRole&RoleSessionName=x&RoleArn=arn:aws-cn:iam::123456789012:role/reader')).text).toContain(
    '<Arn>arn:aws-cn:sts::123456789012:assumed-role/reader/x</Arn>',
  );
  const regions = await raw(china, account.id, 'cn-north-1/ec2', { body: 'Action=DescribeRegions' });
  expect(regions.text).toContain('<regionEndpoint>ec2.cn-north-1.amazonaws.com.cn</regionEndpoint>');
  await china.close();
});
