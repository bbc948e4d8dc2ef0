/**
 * Every operation of AWS that the product may call, by the service's prefix in IAM. All of them only read. Nothing else is ever sent: a
 * middleware of each client refuses it, and a test holds the code against this list.
 */
export const ALLOWED = {
  sts: ['GetCallerIdentity', 'AssumeRole'],
  iam: ['ListAccountAliases'],
  ec2: ['DescribeRegions'],
  cloudtrail: ['LookupEvents'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
