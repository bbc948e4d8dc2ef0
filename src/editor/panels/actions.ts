import * as vscode from 'vscode';
import type { Action } from '../../protocol/common';

/** Does what a click in a webview asks. The command is ours and constant; what came from a record is its argument only. */
export async function act(action: Action): Promise<undefined> {
  switch (action.kind) {
    case 'openConfiguration':
      await vscode.commands.executeCommand('nephoscope.openConfiguration', action.resource);
      break;
    case 'searchResource':
      await vscode.commands.executeCommand('nephoscope.searchResource', action.resource);
      break;
    case 'openRecord':
      await vscode.commands.executeCommand('nephoscope.openRecord', action.eventId);
      break;
    case 'copy':
      await vscode.env.clipboard.writeText(action.text);
      break;
    case 'openSample':
      await vscode.commands.executeCommand('nephoscope.openSample');
      break;
    case 'openLogs':
      await vscode.commands.executeCommand('nephoscope.openLogs');
      break;
  }
  return undefined;
}
