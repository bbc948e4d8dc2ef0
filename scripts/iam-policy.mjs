// node scripts/iam-policy.mjs: puts the policy of IAM into the README that the calls of src/aws/allowed.ts need.
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withPolicy } from './lib/iam-policy.mjs';
import { root } from './lib/paths.mjs';
import { fail } from './lib/shell.mjs';

async function main() {
  const path = join(root, 'README.md');
  const { outputFiles } = await build({ entryPoints: [join(root, 'src/aws/allowed.ts')], bundle: true, format: 'esm', write: false });
  const { ALLOWED } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`);
  await writeFile(path, await withPolicy(await readFile(path, 'utf8'), path, ALLOWED));
}

await main().catch(fail);
