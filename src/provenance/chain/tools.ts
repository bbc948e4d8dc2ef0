import { textAt } from '../../domain/json';
import type { Traced } from './traced';

/** What calls are made with, as user agents tell (K16); the first that fits counts, for tools are built on each other. */
const TOOLS: readonly (readonly [pattern: RegExp, tool: string])[] = [
  [/\bTerraform\//, 'Terraform'],
  [/\bOpenTofu\//i, 'OpenTofu'],
  [/\bPulumi/i, 'Pulumi'],
  [/\baws-cdk\b|\bcdk\//i, 'CDK'],
  [/\bAnsible/i, 'Ansible'],
  [/\bcrossplane/i, 'Crossplane'],
  [/\beksctl/i, 'eksctl'],
  [/\bkubernetes|\bkarpenter/i, 'Kubernetes'],
  [/\baws-cli\//i, 'AWS CLI'],
  [/^Boto3\//i, 'Boto3'],
  [/^(?:Mozilla|signin\.amazonaws\.com|console\.)|^\[?S3Console|^AWS Console|^AWS-CloudShell/i, 'console'],
  [/\baws-sdk-/i, 'AWS SDK'],
];

/** Tools that carry out a whole plan at one word of a person: many calls, one after the other. */
export const PLANNERS: ReadonlySet<string> = new Set(['Terraform', 'OpenTofu', 'Pulumi', 'CDK', 'Ansible']);

/** The tool of a call; `undefined` where the user agent names none that is known, or a service. */
export function toolOf({ record }: Pick<Traced, 'record'>): string | undefined {
  if (textAt(record, 'sessionCredentialFromConsole') === 'true') return 'console';
  const agent = textAt(record, 'userAgent');
  return agent === undefined ? undefined : TOOLS.find(([pattern]) => pattern.test(agent))?.[1];
}
