import * as vscode from 'vscode';
import type { Action } from '../../protocol/common';
import { COMMANDS } from '../ids';

/** Does what a click in a webview asks. The command is ours and constant; what came from a record is its argument only. */
export async function act(action: Action): Promise<undefined> {
  switch (action.kind) {
    case 'openConfiguration':
      await vscode.commands.executeCommand(COMMANDS.openConfiguration, action.resource);
      break;
    case 'searchResource':
      await vscode.commands.executeCommand(COMMANDS.searchResource, action.resource, action.eventId);
      break;
    case 'openRecord':
      await vscode.commands.executeCommand(COMMANDS.openRecord, action.eventId);
      break;
    case 'traceCause':
      await vscode.commands.executeCommand(COMMANDS.traceCause, action.subject);
      break;
    case 'copy':
      await vscode.env.clipboard.writeText(action.text);
      break;
    case 'openSample':
      await vscode.commands.executeCommand(COMMANDS.openSample);
      break;
    case 'openLogs':
      await vscode.commands.executeCommand(COMMANDS.openLogs);
      break;
  }
  return undefined;
}
