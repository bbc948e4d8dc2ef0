import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import { compileQuery } from '../../../src/rql/query';
import { matches } from '../../../src/rql/reference';

const RECORD: JsonObject = {
  eventID: '1',
  eventTime: '2023-07-10T12:00:00Z',
  eventName: 'CreateService',
  eventSource: 'ecs.amazonaws.com',
  awsRegion: 'us-east-2',
  sourceIPAddress: '203.0.113.9',
  recipientAccountId: '111122223333',
  readOnly: false,
  responseElements: null,
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::111122223333:assumed-role/Admin/ann',
    sessionContext: { attributes: { mfaAuthenticated: 'false' }, sessionIssuer: { userName: 'Admin' } },
  },
  requestParameters: {
    desiredCount: 2,
    launchType: 'FARGATE',
    tags: [],
    ports: [{ from: 22, to: '80' }, { from: 443 }],
    names: ['web', 'api-1'],
    'a.b': 'dotted',
    note: ' two  words 🙂\u3000x ',
    share: 0.5,
    whole: 1e3,
  },
};

const holds = (condition: string): boolean => {
  const compiled = compileQuery(`event from cloud.audit_logs where ${condition}`);
  if (compiled.kind === 'faulty') throw new Error(compiled.diagnostics.map(({ message }) => message).join(' '));
  return matches(compiled.predicate, RECORD);
};
const rule = (condition: string): boolean => holds(`json.rule = ${condition}`);

describe('attributes of an event', () => {
  it.each([
    "operation = 'createservice'",
    "operation MATCHES '*serv'",
    "cloud.service = 'ecs'",
    "cloud.region = 'AWS Ohio'",
    "cloud.account IN ('111122223333')",
    "user = 'ann'",
    "role = 'Admin' AND subject contains 'nn'",
    'ip = 203.0.113.0/24',
    'ip != 10.0.0.0/8',
    "crud = 'create'",
    "cloud.type = 'AWS'",
    "NOT (user = 'bob' OR crud = 'read')",
  ])('%s', (condition) => expect(holds(condition)).toBe(true));

  it.each([
    "user = 'ANN'",
    "cloud.region = 'AWS Oregon'",
    "user contains 'ANN'",
    'ip IN (10.0.0.0/8, 203.0.113.1)',
    "operation = 'Create'",
  ])('not %s', (condition) => expect(holds(condition)).toBe(false));
});

describe('conditions on the record', () => {
  it.each([
    '$.requestParameters.desiredCount = 2.0',
    '$.requestParameters.desiredCount greater than 1',
    '$.requestParameters.desiredCount <= 2',
    "$.requestParameters.launchType equal ignore case 'fargate'",
    '$.requestParameters.tags is empty',
    '$.requestParameters.ports[*].from equals 443',
    '$.requestParameters.ports[0].to = 80',
    '$.requestParameters.ports[*].from = 22 and $.requestParameters.ports[*].from = 443',
    "$.requestParameters.names[*] contains 'api'",
    "$.requestParameters.names contains ('x', 'web')",
    "$.requestParameters['a.b'] starts with 'dot'",
    "requestParameters.launchType ends with 'GATE'",
    '$.userIdentity.sessionContext.attributes.mfaAuthenticated is false',
    '$.readOnly is false',
    '$.responseElements does not exist',
    '$.errorCode !exists',
    "$.nothing does not contain 'x'",
    "$.nothing is not member of ('x')",
    "$.eventName matches 'create*vice'",
    '$.requestParameters.names size equals 2',
    '$.requestParameters.tags size == 0',
    '$.requestParameters.tags size less than 1',
    '$.requestParameters.names size > 1',
    '$.requestParameters.names size does not equal 3',
    '$.nothing size != 3',
    '$.requestParameters.note length equals 16',
    '$.requestParameters.names[*] length greater than 4',
    '$.requestParameters.note number of words = 4',
    '$.requestParameters.launchType number of words less than 2',
    '$.requestParameters isType Object',
    '$ isType object',
    '$.requestParameters.names isType array',
    '$.requestParameters.desiredCount isType Integer',
    '$.requestParameters.desiredCount isType Number',
    '$.requestParameters.whole isType Integer',
    '$.requestParameters.share !isType Integer',
    '$.readOnly isType Boolean',
    '$.requestParameters.ports[0].to isType String',
    '$.responseElements !isType Object',
  ])('%s', (condition) => expect(rule(condition)).toBe(true));

  it.each([
    '$.nothing is false',
    "$.nothing equals ''",
    '$.nothing is empty',
    '$.responseElements exists',
    "$.requestParameters.launchType equals 'fargate'",
    "$.requestParameters.names[*] does not contain 'api'",
    '$.requestParameters.ports[*].from greater than 443',
    "$.requestParameters.launchType contains 'gate'",
    '$.requestParameters.ports exists and $.requestParameters.ports[2] exists',
    '$.requestParameters.names size equals 3',
    '$.requestParameters.names[*] size equals 2',
    '$.requestParameters size greater than -1',
    '$.nothing size less than 5',
    '$.requestParameters.names length equals 2',
    '$.requestParameters.desiredCount length equals 1',
    '$.requestParameters.note number of words greater than 4',
    '$.nothing number of words equals 0',
    '$.nothing isType String',
    '$.responseElements isType Object',
    '$.requestParameters.ports[0].to isType Number',
    '$.requestParameters.names !isType Array',
    '$.requestParameters.share isType Integer',
    '$.userIdentity.sessionContext.attributes.mfaAuthenticated isType Boolean',
    '$ size equals 1',
  ])('not %s', (condition) => expect(rule(condition)).toBe(false));
});
