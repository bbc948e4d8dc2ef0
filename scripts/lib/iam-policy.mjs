import { format, resolveConfig } from 'prettier';

/** @typedef {Readonly<Record<string, Readonly<Record<string, { readonly use: string, readonly actions?: readonly string[] }>>>>} Allowed */

const BEGIN = '<!-- Made by npm run iam-policy -->';
const END = '<!-- End of what is made -->';

/** What reads the files of trails is for their bucket alone; whoever uses it puts in its name. */
const TRAIL_BUCKET = ['arn:aws:s3:::THE-BUCKET-OF-YOUR-TRAIL', 'arn:aws:s3:::THE-BUCKET-OF-YOUR-TRAIL/*'];

/**
 * The policy of IAM that the product's calls need: a statement for each use.
 * @param {Allowed} allowed
 */
export function policyOf(allowed) {
  /** @type {Map<string, Set<string>>} */
  const statements = new Map();
  for (const [service, calls] of Object.entries(allowed))
    for (const [operation, { use, actions = [`${service}:${operation}`] }] of Object.entries(calls)) {
      const sid = use === 'trails' && service === 's3' ? 'TrailBucket' : use.charAt(0).toUpperCase() + use.slice(1);
      const known = statements.get(sid) ?? new Set();
      for (const action of actions) known.add(action);
      statements.set(sid, known);
    }
  return {
    Version: '2012-10-17',
    Statement: [...statements]
      .filter(([, actions]) => actions.size > 0)
      .map(([sid, actions]) => ({
        Sid: sid,
        Effect: 'Allow',
        Action: [...actions].sort(),
        Resource: sid === 'TrailBucket' ? TRAIL_BUCKET : '*',
      })),
  };
}

/**
 * The README with the policy of these calls in it.
 * @param {string} readme
 * @param {string} path
 * @param {Allowed} allowed
 */
export async function withPolicy(readme, path, allowed) {
  const [before, rest] = readme.split(BEGIN, 2);
  const after = rest?.split(END, 2)[1];
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for the policy: ${BEGIN} … ${END}`);
  const text = `${before}${BEGIN}\n\n\`\`\`json\n${JSON.stringify(policyOf(allowed))}\n\`\`\`\n\n${END}${after}`;
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}
