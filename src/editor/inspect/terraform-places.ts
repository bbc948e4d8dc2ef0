import * as vscode from 'vscode';
import { terraformBlocks, type TerraformBlock } from './terraform-blocks';
import type { Made } from './terraform-states';

/** A block, and the file it stands in. */
interface Placed {
  readonly uri: vscode.Uri;
  readonly text: string;
  readonly block: TerraformBlock;
}

const TERRAFORM_FILE = /\.(?:tf|tofu)$/;
/** In bytes, and of a folder. */
const LARGEST_FILE = 1024 * 1024;
const MOST_FILES = 500;

/** Where the blocks of resources stand, each once; those in modules from elsewhere, or outside the workspace, are left out. */
export async function blocksOf(made: readonly Made[]): Promise<readonly vscode.LocationLink[]> {
  const found = new Map<string, vscode.LocationLink>();
  for (const { root, resource } of made) {
    const folder = await moduleFolder(root, resource.modules);
    if (folder === undefined) continue;
    const placed = (await blocksIn(folder)).find(
      ({ block }) => block.kind === 'resource' && block.type === resource.type && block.name === resource.name,
    );
    if (placed !== undefined) found.set(`${placed.uri.toString()} ${placed.block.start}`, linkTo(placed));
  }
  return [...found.values()];
}

/** The folder of a module: by the source its caller gives, as far as that is a path; else where Terraform says it put it. */
async function moduleFolder(root: vscode.Uri, modules: readonly string[]): Promise<vscode.Uri | undefined> {
  let folder = root;
  for (const [depth, name] of modules.entries()) {
    const call = (await blocksIn(folder)).find(({ block }) => block.kind === 'module' && block.name === name)?.block;
    const source = call?.kind === 'module' ? call.source : undefined;
    const path = source !== undefined && /^\.\.?\//.test(source) ? vscode.Uri.joinPath(folder, source) : undefined;
    const next = path ?? (await installed(root, modules.slice(0, depth + 1).join('.')));
    if (next === undefined) return undefined;
    folder = next;
  }
  return folder;
}

/** Where `terraform init` has put a module. */
async function installed(root: vscode.Uri, key: string): Promise<vscode.Uri | undefined> {
  const list: unknown = parsed(await textOf(vscode.Uri.joinPath(root, '.terraform', 'modules', 'modules.json')));
  const modules = isRecord(list) && Array.isArray(list['Modules']) ? (list['Modules'] as readonly unknown[]) : [];
  const module = modules.find((one) => isRecord(one) && one['Key'] === key);
  const dir = isRecord(module) ? module['Dir'] : undefined;
  return typeof dir === 'string' ? vscode.Uri.joinPath(root, dir) : undefined;
}

async function blocksIn(folder: vscode.Uri): Promise<readonly Placed[]> {
  if (vscode.workspace.getWorkspaceFolder(folder) === undefined) return [];
  const entries = await vscode.workspace.fs.readDirectory(folder).then(undefined, () => []);
  const files = entries.filter(([name, type]) => type !== vscode.FileType.Directory && TERRAFORM_FILE.test(name)).slice(0, MOST_FILES);
  const placed: Placed[] = [];
  for (const [name] of files) {
    const uri = vscode.Uri.joinPath(folder, name);
    const text = await textOf(uri);
    placed.push(...terraformBlocks(text).map((block) => ({ uri, text, block })));
  }
  return placed;
}

/** As the editor shows it; empty where it can't be read, or is too large to have been written by a person. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    return size > LARGEST_FILE ? '' : Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
  } catch {
    return '';
  }
}

function linkTo({ uri, text, block }: Placed): vscode.LocationLink {
  return {
    targetUri: uri,
    targetRange: new vscode.Range(positionAt(text, block.start), positionAt(text, block.end)),
    targetSelectionRange: new vscode.Range(positionAt(text, block.start), positionAt(text, block.headEnd)),
  };
}

function positionAt(text: string, offset: number): vscode.Position {
  const before = text.slice(0, offset);
  return new vscode.Position(
    before.split(/\r\n|\r|\n/).length - 1,
    offset - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) - 1,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
