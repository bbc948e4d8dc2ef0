import { setTimeout as after } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { DisposableStore } from '../disposables';
import type { TerraformResource } from './terraform-state';
import type { StateAnswer } from './terraform-worker';

export interface TerraformStatesDeps {
  /** The bundled thread, `dist/terraform-worker.js`. */
  readonly workerPath: string;
  readonly log: vscode.LogOutputChannel;
}

/** A resource of a state, and the folder its root module lies in. */
export interface Made {
  readonly root: vscode.Uri;
  readonly resource: TerraformResource;
}

interface Kept {
  readonly mtime: number;
  readonly made: Promise<ReadonlyMap<string, TerraformResource>>;
}

const STATES = '**/*.tfstate';
/** `.terraform` holds where a state is kept elsewhere, and copies of modules. */
const LEFT_OUT = '**/{node_modules,.git,.terraform}/**';
const MOST_STATES = 50;
/** In bytes. Real ones have a few megabytes. */
const LARGEST = 64 * 1024 * 1024;
const NONE: ReadonlyMap<string, TerraformResource> = new Map();
/** Where Terraform keeps the states of its workspaces, below the root module's folder. */
const WORKSPACES = /^(.*)\/terraform\.tfstate\.d\/[^/]+\/[^/]+$/;

/**
 * What the Terraform states of the workspace say of who made what. They are looked for and read when somebody asks first, each in a thread
 * of its own and again when it has changed; in a workspace that isn't trusted nothing is read.
 */
export class TerraformStates implements vscode.Disposable {
  private readonly parts = new DisposableStore();
  private files: Promise<readonly vscode.Uri[]> | undefined;
  private readonly kept = new Map<string, Kept>();
  /** One is read at a time. */
  private reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly deps: TerraformStatesDeps) {}

  dispose(): void {
    this.parts.dispose();
  }

  /** Addresses of the resources that made it, as far as it can be told within some time. Never rejects. */
  async addresses(id: string, patienceMs: number): Promise<readonly string[]> {
    const found = await Promise.race([this.find(id), after(patienceMs, [] as const, { ref: false })]);
    return [...new Set(found.map(({ resource }) => resource.address))];
  }

  /** The blocks that made it. */
  async blocks(id: string): Promise<readonly vscode.LocationLink[]> {
    const found = await this.find(id);
    if (found.length === 0) return [];
    const { blocksOf } = await import('./terraform-places');
    return blocksOf(found);
  }

  /** The resources that made it, one for each state. Never rejects. */
  async find(id: string): Promise<readonly Made[]> {
    if (!vscode.workspace.isTrusted) return [];
    const states = await this.states();
    const found = await Promise.all(
      states.map(async (state): Promise<readonly Made[]> => {
        const resource = (await this.made(state)).get(id);
        return resource === undefined ? [] : [{ root: rootOf(state), resource }];
      }),
    );
    return found.flat();
  }

  private states(): Promise<readonly vscode.Uri[]> {
    if (this.files === undefined) {
      if (vscode.workspace.workspaceFolders === undefined) return Promise.resolve([]);
      const watcher = this.parts.add(vscode.workspace.createFileSystemWatcher(STATES, false, true, false));
      const again = (): void => {
        this.files = this.look();
      };
      this.parts.add(watcher.onDidCreate(again));
      this.parts.add(watcher.onDidDelete(again));
      this.parts.add(vscode.workspace.onDidChangeWorkspaceFolders(again));
      again();
    }
    return this.files ?? this.look();
  }

  private async look(): Promise<readonly vscode.Uri[]> {
    const files = await vscode.workspace.findFiles(STATES, LEFT_OUT, MOST_STATES);
    return files.filter(({ scheme }) => scheme === 'file');
  }

  private async made(state: vscode.Uri): Promise<ReadonlyMap<string, TerraformResource>> {
    const key = state.toString();
    try {
      const { mtime, size } = await vscode.workspace.fs.stat(state);
      const kept = this.kept.get(key);
      if (kept?.mtime === mtime) return await kept.made;
      const made = size > LARGEST ? this.unusable(state, `more than ${LARGEST} bytes`) : this.read(state);
      this.kept.set(key, { mtime, made });
      return await made;
    } catch {
      this.kept.delete(key); // it is gone
      return NONE;
    }
  }

  private read(state: vscode.Uri): Promise<ReadonlyMap<string, TerraformResource>> {
    const read = this.reading.then(() => this.readNow(state));
    this.reading = read;
    return read;
  }

  private async readNow(state: vscode.Uri): Promise<ReadonlyMap<string, TerraformResource>> {
    const answer = await new Promise<StateAnswer>((resolve) => {
      const worker = new Worker(this.deps.workerPath, { workerData: state.fsPath });
      worker.on('message', resolve);
      worker.on('error', ({ message }) => resolve({ kind: 'unusable', reason: message }));
      worker.on('exit', (code) => resolve({ kind: 'unusable', reason: `the thread ended with ${code}` }));
    });
    return answer.kind === 'state' ? answer.made : this.unusable(state, answer.reason);
  }

  private unusable(state: vscode.Uri, reason: string): Promise<ReadonlyMap<string, TerraformResource>> {
    this.deps.log.info(`Terraform state left out: ${state.fsPath}: ${reason}`);
    return Promise.resolve(NONE);
  }
}

function rootOf(state: vscode.Uri): vscode.Uri {
  const root = WORKSPACES.exec(state.path)?.[1];
  return root === undefined ? vscode.Uri.joinPath(state, '..') : state.with({ path: root });
}
