import { join, resolve } from 'node:path';

/** The project's root. In the bundled UI tests the bundler puts the folder of this file in place of `import.meta.dirname`. */
export const root = resolve(import.meta.dirname, '../..');
export const hostDir = join(root, 'host');
/** The VS Code server inside code-server's package. */
export const vscodeServer = join(hostDir, 'node_modules/code-server/lib/vscode');
export const sampleDir = join(root, '.sample');
/** Where the test stages leave their counts. */
export const resultsDir = join(root, 'out/results');
