import * as vscode from 'vscode';
import type { AccountsNode } from './nodes';

const URI_LIST = 'text/uri-list';

/** Files and folders dropped on the Accounts view are loaded. */
export class LogDrop implements vscode.TreeDragAndDropController<AccountsNode> {
  readonly dropMimeTypes = [URI_LIST];
  readonly dragMimeTypes = [];

  constructor(private readonly load: (uris: readonly vscode.Uri[]) => Promise<void>) {}

  async handleDrop(_target: AccountsNode | undefined, transfer: vscode.DataTransfer): Promise<void> {
    const list = (await transfer.get(URI_LIST)?.asString()) ?? '';
    const uris = parseUriList(list);
    // Not awaited: the editor shows a drop as busy until it is done, and loading has a progress of its own.
    if (uris.length > 0) void this.load(uris);
  }
}

/** RFC 2483: an address a line, `#` begins a comment. */
function parseUriList(list: string): readonly vscode.Uri[] {
  const lines = list.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  return lines.flatMap((line) => {
    try {
      return [vscode.Uri.parse(line, true)];
    } catch {
      return []; // not an address
    }
  });
}
