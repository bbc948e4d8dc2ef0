import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
    // Its modules name each other without endings, which Node doesn't resolve.
    server: { deps: { inline: ['dt-sql-parser'] } },
    // The loader's threads run a bundle, as they do in the product; only where it lies is another place here.
    globalSetup: 'test/unit/support/build-worker.ts',
    alias: [{ find: './worker-path', replacement: resolve('test/unit/support/worker-path.ts') }],
  },
});
