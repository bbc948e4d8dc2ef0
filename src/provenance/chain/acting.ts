/** Services whose role or name in records differs from the `eventSource` of what people ask of them. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  'ecs-tasks': ['ecs'],
  'eks-nodegroup': ['eks'],
  'eks-fargate': ['eks'],
  'eks-fargate-pods': ['eks'],
  spot: ['ec2'],
  spotfleet: ['ec2'],
  ec2fleet: ['ec2'],
  transitgateway: ['ec2'],
  opensearchservice: ['es'],
};

/**
 * Event sources of the calls that may have made a service act, the likeliest first: `ecs.application-autoscaling.amazonaws.com` acts for
 * what was asked of `application-autoscaling` or of `ecs`.
 */
export function sourcesOf(service: string): readonly string[] {
  const labels = service
    .replace(/\.amazonaws\.com$/, '')
    .split('.')
    .reverse();
  return labels
    .flatMap((label) => (Object.hasOwn(SOURCES, label) ? (SOURCES[label] ?? []) : [label]))
    .map((name) => `${name}.amazonaws.com`);
}

/**
 * Services that connect, launch and remove things only for something that somebody made. Others (scanners, recorders, backups) work by
 * themselves too: of those it can't be told that a cause is missing.
 */
const WORK_FOR_SOMETHING = new Set([
  'autoscaling',
  'batch',
  'dax',
  'dms',
  'ecs',
  'eks',
  'eks-fargate',
  'eks-fargate-pods',
  'eks-nodegroup',
  'elasticache',
  'elasticbeanstalk',
  'elasticfilesystem',
  'elasticloadbalancing',
  'elasticmapreduce',
  'lambda',
  'rds',
  'redshift',
]);

/** Whether what a service makes is always made for something else. */
export function worksForSomething(service: string): boolean {
  return WORK_FOR_SOMETHING.has(service.replace(/\.amazonaws\.com$/, ''));
}
