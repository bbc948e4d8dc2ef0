import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activate, waitUntil, withTempFolder } from './support';

function webviewTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputWebview);
}

describe('commands', () => {
  beforeEach(async () => {
    await activate();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('Search Audit Events begins a query with the cursor where the condition goes', async () => {
    await vscode.commands.executeCommand('nephoscope.searchAuditEvents');
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.languageId, 'rql');
    assert.equal(
      editor.document.getText(new vscode.Range(new vscode.Position(0, 0), editor.selection.active)),
      'event from cloud.audit_logs where ',
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('Run Query opens the results beside the query, under its name', () =>
    withTempFolder(async (folder) => {
      const content = "// name: Who made it?\nevent from cloud.audit_logs where operation = 'CreateService'\n";
      const file = join(folder, 'who.rql');
      await writeFile(file, content);
      await vscode.window.showTextDocument(vscode.Uri.file(file));
      await vscode.commands.executeCommand('nephoscope.runQuery', vscode.Uri.file(file).toString(), content.indexOf('event'));
      await waitUntil('the results', () => webviewTabs().some(({ label }) => label.includes('Who made it?')));
    }));

  it('Open Dashboard opens one dashboard, however often it is called', async () => {
    await vscode.commands.executeCommand('nephoscope.openDashboard');
    await vscode.commands.executeCommand('nephoscope.openDashboard');
    await waitUntil('the dashboard', () => webviewTabs().length > 0);
    assert.equal(webviewTabs().length, 1);
  });
});
