// node scripts/sample.mjs: the log files of the sample investigation, in .sample, unless they are there and of today. After a build.
import { ensureSample } from './lib/sample.mjs';
import { fail } from './lib/shell.mjs';

await ensureSample().catch(fail);
