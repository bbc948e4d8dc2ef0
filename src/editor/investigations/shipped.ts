import * as vscode from 'vscode';
import { readReadyMade, type ReadyMade } from './ready-made';

/** The searches that come with the product, in the order of their files' names. Read once, when somebody looks. */
export class Shipped {
  private read: Promise<readonly ReadyMade[]> | undefined;

  constructor(private readonly extensionUri: vscode.Uri) {}

  searches(): Promise<readonly ReadyMade[]> {
    return (this.read ??= readAll(vscode.Uri.joinPath(this.extensionUri, 'media', 'investigations')));
  }
}

async function readAll(folder: vscode.Uri): Promise<readonly ReadyMade[]> {
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name).filter((name) => name.endsWith('.rql'));
  const texts = names.sort().map(async (name) => {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name)));
    return readReadyMade(name.replace(/\.rql$/, ''), text) ?? [];
  });
  return (await Promise.all(texts)).flat();
}
