// node esbuild.mjs [--watch] [--tests | --double]: dist/ (extension, engine, headless entry, webviews), for the tests out/, and in it the double of AWS.
import { build, context } from 'esbuild';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');
const double = process.argv.includes('--double');
const common = { bundle: true, logLevel: 'warning', sourcemap: true, legalComments: 'none' };
const node = { ...common, platform: 'node', target: 'node20', format: 'cjs', external: ['vscode', '@duckdb/*', 'mocha'] };

/** Live accounts bring the AWS SDK along, which is larger than all else: a bundle of its own, read when somebody asks for them. */
const awsApart = {
  name: 'aws-apart',
  setup: (/** @type {import('esbuild').PluginBuild} */ { onResolve }) =>
    onResolve({ filter: /^\.\.\/aws$/ }, () => ({ path: './aws.js', external: true })),
};

const targets = [
  // Each heavy part is a bundle of its own: activation reads extension.js alone; DuckDB, YAML and the sample live in the engine's process.
  {
    ...node,
    entryPoints: {
      extension: 'src/extension.ts',
      engine: 'src/engine/process.ts',
      'load-worker': 'src/store/load-worker.ts',
      'terraform-worker': 'src/editor/inspect/terraform-worker.ts',
      cli: 'src/cli/main.ts',
      aws: 'src/aws/index.ts',
    },
    plugins: [awsApart],
    outdir: 'dist',
  },
  {
    ...common,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    minify: true,
    sourcemap: false,
    entryPoints: {
      dashboard: 'webview-ui/dashboard/main.ts',
      results: 'webview-ui/results/main.ts',
      chain: 'webview-ui/chain/main.ts',
    },
    outdir: 'dist/webview',
  },
];
const testing = {
  ...node,
  // The SDK is read as it lies: the double takes its schemas, and few tests take more.
  external: [...node.external, 'playwright-core', '@aws-sdk/*', '@smithy/*'],
  define: { 'import.meta.dirname': JSON.stringify(join(import.meta.dirname, 'scripts/lib')) }, // where the bundled helpers lie
  outdir: 'out',
};
if (double) targets.push({ ...testing, entryPoints: { live: 'test/aws/live.ts' } });
if (tests) {
  targets.push(
    { ...testing, entryPoints: ['test/host/index.ts', 'test/host/*.test.ts', 'test/ui/run.ts', 'test/ui/*.ui.ts'], outbase: 'test' },
    { ...testing, entryPoints: ['bench/run.ts', 'bench/child/*.ts'], outbase: '.' },
  );
}

if (watch) for (const target of targets) await (await context(target)).watch();
else {
  rmSync('dist', { recursive: true, force: true });
  if (tests) rmSync('out', { recursive: true, force: true });
  await Promise.all(targets.map((target) => build(target)));
  cpSync('src/policies/packs', 'dist/policies', { recursive: true });
}
