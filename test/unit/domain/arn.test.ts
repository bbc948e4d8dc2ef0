import { describe, expect, it } from 'vitest';
import { arnOf } from '../../../src/domain/arn';

const PLACE = { partition: 'aws', region: 'us-east-2', account: '111122223333' } as const;

describe('the ARN of a resource', () => {
  it.each([
    ['i-0123456789abcdef0', 'arn:aws:ec2:us-east-2:111122223333:instance/i-0123456789abcdef0'],
    ['vpc-0a1b2c3d', 'arn:aws:ec2:us-east-2:111122223333:vpc/vpc-0a1b2c3d'],
    ['snap-0a1b2c3d', 'arn:aws:ec2:us-east-2::snapshot/snap-0a1b2c3d'],
    ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket'],
    ['load-test', undefined], // a name could be anything's
    ['AKIAIOSFODNN7EXAMPLE', undefined],
    ['arn:aws:s3:::bucket\nx', undefined],
  ])('of %j is %j', (resource, arn) => {
    expect(arnOf(resource, PLACE)).toBe(arn);
  });

  it('is of the partition, and none without a place', () => {
    expect(arnOf('vpc-0a1b2c3d', { ...PLACE, partition: 'aws-cn', region: 'cn-north-1' })).toBe(
      'arn:aws-cn:ec2:cn-north-1:111122223333:vpc/vpc-0a1b2c3d',
    );
    expect(arnOf('vpc-0a1b2c3d', { ...PLACE, region: '' })).toBeUndefined();
    expect(arnOf('vpc-0a1b2c3d', { ...PLACE, account: '' })).toBeUndefined();
  });
});
