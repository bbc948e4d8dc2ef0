import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  /** Its last change, epoch milliseconds. */
  readonly modified: number;
}

export interface FoundFiles {
  /** Newest delivery first: what people ask about is nearly always recent. */
  readonly files: readonly FoundFile[];
  readonly missing: readonly { readonly file: string; readonly reason: string }[];
}

const LOG_NAME = /\.(?:json|jsonl|ndjson|log|gz)$/i;
/** A digest that was copied out of its folder, by the name AWS gives it. */
const DIGEST_NAME = /^\d{12}_CloudTrail-Digest_/;
/** Beside the logs, and no logs: digests prove the logs' integrity, insights have a shape of their own delivery. */
const SKIPPED_FOLDERS = new Set(['CloudTrail-Digest', 'node_modules']);

/** The log files among the paths given: a file whatever its name, of a folder those that look like logs. Links to folders are not followed. */
export async function findLogFiles(paths: readonly string[], signal?: AbortSignal): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const missing: { file: string; reason: string }[] = [];
  const visit = async (path: string, given: boolean): Promise<void> => {
    if (signal?.aborted === true) return;
    try {
      const info = given ? await stat(path) : await lstat(path);
      if (info.isDirectory()) {
        const names = await readdir(path);
        for (const name of names.sort()) if (!name.startsWith('.') && !SKIPPED_FOLDERS.has(name)) await visit(join(path, name), false);
      } else if (info.isFile() && (given || (LOG_NAME.test(path) && !DIGEST_NAME.test(basename(path))))) {
        files.set(path, { path, bytes: info.size, modified: info.mtimeMs });
      }
    } catch (error) {
      missing.push({ file: path, reason: reasonOf(error) });
    }
  };
  for (const path of paths) await visit(path, true);
  return { files: [...files.values()].sort((a, b) => (deliveryKey(a.path) < deliveryKey(b.path) ? 1 : -1)), missing };
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission to read it';
  return error instanceof Error ? error.message : String(error);
}

/** The moment of delivery in the name AWS gives (`…_20230710T1145Z_…`), else the name. */
function deliveryKey(path: string): string {
  return /_(\d{8}T\d{4}Z)_/.exec(basename(path))?.[1] ?? basename(path);
}
