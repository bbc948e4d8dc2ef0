import { describe, expect, it } from 'vitest';
import { call, linked, path, tracing } from './records';

const ENI = 'eni-0aaaaaaaaaaaaaaaa';
const SLR = linked('rds', 'AWSServiceRoleForRDS', 'SLRManagement');
const made = (id = ENI) => ({ responseElements: { networkInterface: { networkInterfaceId: id, subnetId: 'subnet-11111111' } } });
const of = (id = ENI) => ({ requestParameters: { networkInterfaceId: id } });

describe('K1: born, then used or deleted', () => {
  it('leads from the deletion of an interface to its creation', async () => {
    const tracer = await tracing(
      call(1, 'ec2', 'CreateNetworkInterface', { ...SLR, ...made() }),
      call(2, 'ec2', 'DeleteNetworkInterface', { ...SLR, ...of() }),
    );
    const chain = await tracer.trace('DeleteNetworkInterface');
    expect(path(chain)).toBe('asked DeleteNetworkInterface < K1 CreateNetworkInterface < service rds.amazonaws.com exact');
    expect(chain?.hops[1]).toMatchObject({ eventId: 'CreateNetworkInterface', principal: 'AWSServiceRoleForRDS', shared: [ENI] });
    expect((await tracer.trace(ENI))?.hops.map(({ eventId }) => eventId)).toEqual(['DeleteNetworkInterface', 'CreateNetworkInterface']);
    expect(await tracer.trace('eni-0bbbbbbbbbbbbbbbb')).toBeUndefined();
  });
});
