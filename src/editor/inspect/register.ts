import { join } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../disposables';
import { IdDefinition } from './definition';
import { IdHover } from './hover';
import { Inspector, type InspectSource } from './inspector';
import { IdReferences } from './references';
import { IdTerminalLinks } from './terminal-links';
import { TerraformStates } from './terraform-states';

export interface InspectDeps {
  readonly session: InspectSource;
  readonly log: vscode.LogOutputChannel;
  /** Folder the extension is installed in. */
  readonly extensionPath: string;
}

/** Files of any kind, unsaved ones, our own documents, output. */
const ANY_FILE: vscode.DocumentSelector = { scheme: '*' };

/** Makes ARNs, ids, keys and account numbers speak wherever they stand: hover, Go to Definition, Find All References, links in terminals. */
export function registerInspection({ session, log, extensionPath }: InspectDeps): DisposableStore {
  const parts = new DisposableStore();
  const states = parts.add(new TerraformStates({ workerPath: join(extensionPath, 'dist', 'terraform-worker.js'), log }));
  const inspector = parts.add(new Inspector(session, states));
  parts.add(vscode.languages.registerHoverProvider(ANY_FILE, new IdHover(inspector)));
  parts.add(vscode.languages.registerDefinitionProvider(ANY_FILE, new IdDefinition(inspector, session)));
  parts.add(vscode.languages.registerReferenceProvider(ANY_FILE, new IdReferences(inspector, session)));
  parts.add(vscode.window.registerTerminalLinkProvider(new IdTerminalLinks(inspector)));
  return parts;
}
