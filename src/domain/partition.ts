/** The separate worlds of AWS: an account, its ARNs and its endpoints belong to one of them. */
export const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov'] as const;
export type Partition = (typeof PARTITIONS)[number];

/** The partition of a region, by its code. */
export function partitionOf(region: string): Partition {
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

const HOMES: Readonly<Record<Partition, string>> = { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

/** The region where a partition keeps what its accounts have once, such as IAM. It can't be switched off. */
export function homeRegion(partition: Partition): string {
  return HOMES[partition];
}

/** The partition of an ARN; `undefined` of what is none, or of a partition that we don't know. */
export function partitionOfArn(arn: string): Partition | undefined {
  const [prefix, name] = arn.split(':', 2);
  return prefix === 'arn' ? PARTITIONS.find((partition) => partition === name) : undefined;
}
