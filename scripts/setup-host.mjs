// node scripts/setup-host.mjs: gets the VS Code host that `npm start` and the tests use, unless it is there.
import { ensureHost } from './lib/host-install.mjs';
import { vscodeServer } from './lib/paths.mjs';
import { fail } from './lib/shell.mjs';

await ensureHost().catch(fail);
console.log(`The VS Code host is ready: ${vscodeServer}`);
