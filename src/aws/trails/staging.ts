import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Files on their way into the store, in a folder that nobody else uses. */
export class Staging {
  private files = 0;

  constructor(private readonly folder: string) {}

  /** A path for one more file, whose name tells nothing of the object: keys are strangers' text. */
  path(): string {
    return join(this.folder, `${this.files++}.json.gz`);
  }

  async remove(paths: readonly string[]): Promise<void> {
    await Promise.all(paths.map((path) => rm(path, { force: true })));
  }

  /** All of it, and the folder. */
  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
