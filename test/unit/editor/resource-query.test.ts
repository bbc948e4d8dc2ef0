import { describe, expect, it } from 'vitest';
import { resourceQuery, subjectQuery } from '../../../src/editor/commands/resource-query';

describe('the query for the events of a resource', () => {
  it('looks where the records carry it, and nowhere else', () => {
    const deleted = { requestParameters: { networkInterfaceId: 'eni-1' }, userIdentity: { userName: 'eni-1' } };
    const created = { responseElements: { networkInterface: { networkInterfaceId: 'eni-1', groupSet: { items: [{ groupId: 'sg-1' }] } } } };
    expect(resourceQuery('eni-1', [deleted, created])).toBe(
      "event from cloud.audit_logs where json.rule = $.requestParameters.networkInterfaceId equals 'eni-1'" +
        " or $.responseElements.networkInterface.networkInterfaceId equals 'eni-1'",
    );
    expect(resourceQuery('sg-1', [created])).toBe(
      "event from cloud.audit_logs where json.rule = $.responseElements.networkInterface.groupSet.items[*].groupId equals 'sg-1'",
    );
    expect(resourceQuery('vpc-1', [deleted, created])).toBeUndefined();
  });

  it('lets a hostile name be a string and nothing else', () => {
    const name = "x' or operation = 'y\\";
    expect(resourceQuery(name, [{ requestParameters: { 'a.b': name } }])).toBe(
      "event from cloud.audit_logs where json.rule = $.requestParameters['a.b'] equals 'x\\' or operation = \\'y\\\\'",
    );
    expect(resourceQuery('x\ny', [{ requestParameters: { name: 'x\ny' } }])).toBeUndefined();
    expect(subjectQuery("o'neil")).toBe("event from cloud.audit_logs where subject = 'o\\'neil'");
  });
});
