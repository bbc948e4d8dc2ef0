import { describe, expect, it } from 'vitest';
import { call, linked, path, tracing, user } from './records';

const ENI = 'eni-0aaaaaaaaaaaaaaaa';
const SLR = linked('rds', 'AWSServiceRoleForRDS', 'SLRManagement');
const made = (id: string) => ({ responseElements: { networkInterface: { networkInterfaceId: id, subnetId: 'subnet-11111111' } } });
const of = (id: string) => ({ requestParameters: { networkInterfaceId: id } });

describe('K1: born, then used or deleted', () => {
  it('leads from the deletion of an interface to its creation', async () => {
    const tracer = await tracing(
      call(1, 'ec2', 'CreateNetworkInterface', { ...SLR, ...made(ENI) }),
      call(2, 'ec2', 'DeleteNetworkInterface', { ...SLR, ...of(ENI) }),
    );
    const chain = await tracer.trace('DeleteNetworkInterface');
    expect(path(chain)).toBe('asked DeleteNetworkInterface < K1 CreateNetworkInterface < before-log rds.amazonaws.com exact');
    expect(chain?.hops[1]).toMatchObject({ eventId: 'CreateNetworkInterface', principal: 'AWSServiceRoleForRDS', shared: [ENI] });
    expect((await tracer.trace(ENI))?.hops.map(({ eventId }) => eventId)).toEqual(['DeleteNetworkInterface', 'CreateNetworkInterface']);
    expect(await tracer.trace('eni-0bbbbbbbbbbbbbbbb')).toBeUndefined();
  });

  it('is cancelled for whoever cancels, and for nobody else who asks the same', async () => {
    const tracer = await tracing(
      call(1, 'ec2', 'CreateNetworkInterface', { ...SLR, ...made(ENI) }),
      call(2, 'ec2', 'DeleteNetworkInterface', { ...SLR, ...of(ENI) }),
    );
    const controller = new AbortController();
    const cancelled = tracer.trace('DeleteNetworkInterface', controller.signal);
    const other = tracer.trace('DeleteNetworkInterface');
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ reason: 'cancelled' });
    expect(path(await other)).toContain('K1 CreateNetworkInterface');
  });

  it('takes no failed call for a birth, no second record for another event, and no record out of order for a later one', async () => {
    const birth = call(1, 'ec2', 'CreateNetworkInterface', { ...SLR, ...made(ENI), eventID: 'birth' });
    const tracer = await tracing(
      call(3, 'ec2', 'DeleteNetworkInterface', { ...SLR, ...of(ENI) }), // files are unordered
      call(2, 'ec2', 'CreateNetworkInterface', { ...SLR, ...made(ENI), errorCode: 'Client.InvalidSubnet', eventID: 'failed' }),
      birth,
      birth, // and hold events twice
      call(4, 'ec2', 'DeleteNetworkInterface', { ...SLR, ...of('eni-0cccccccccccccccc'), eventID: 'older' }),
    );
    const chain = await tracer.trace('DeleteNetworkInterface');
    expect(chain?.hops.map(({ eventId }) => eventId)).toEqual(['DeleteNetworkInterface', 'birth']);
    // No record made the other interface: it is older than the log.
    expect(path(await tracer.trace('older'))).toBe('asked DeleteNetworkInterface < before-log eni-0cccccccccccccccc exact');
    expect(path(await tracer.trace('failed'))).toContain('asked CreateNetworkInterface');
  });

  it('asks who made a thing, although somebody else deleted it; of an event it asks who called', async () => {
    const tracer = await tracing(
      call(1, 'ec2', 'CreateVolume', { ...user('alice'), responseElements: { volumeId: 'vol-11111111' } }),
      call(2, 'ec2', 'DeleteVolume', { ...user('bob'), requestParameters: { volumeId: 'vol-11111111' } }),
      call(3, 'ec2', 'AttachVolume', { ...user('bob'), requestParameters: { volumeId: 'vol-22222222', instanceId: 'i-22222222' } }),
    );
    expect(path(await tracer.trace('vol-11111111'))).toBe('asked DeleteVolume < K1 CreateVolume < human alice exact');
    expect(path(await tracer.trace('DeleteVolume'))).toBe('asked DeleteVolume < human bob exact');
    expect(path(await tracer.trace('vol-22222222'))).toBe('asked AttachVolume < before-log vol-22222222 exact');
  });

  it('does not take the maker of a thing for the cause of what a service does to it', async () => {
    const group = 'arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/web/0123456789abcdef';
    const tracer = await tracing(
      call(1, 'elasticloadbalancing', 'CreateTargetGroup', {
        ...user('alice'),
        responseElements: { targetGroups: [{ targetGroupArn: group }] },
      }),
      call(2, 'elasticloadbalancing', 'RegisterTargets', {
        ...linked('ecs', 'AWSServiceRoleForECS'),
        requestParameters: { targetGroupArn: group, targets: [{ id: '10.0.0.7' }] },
      }),
    );
    // ECS does this for a service of its own, and the log has none.
    expect(path(await tracer.trace('RegisterTargets'))).toBe('asked RegisterTargets < before-log ecs.amazonaws.com exact');
  });
});
