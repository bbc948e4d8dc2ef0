import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { PAST_WEEK } from '../../src/domain/time';
import { QueryCompletion } from '../../src/editor/language/completion';
import { Faults } from '../../src/editor/language/diagnostics';
import { queryFormatter } from '../../src/editor/language/formatting';
import { queryHover } from '../../src/editor/language/hover';
import { QueryLenses } from '../../src/editor/language/lenses';
import { quickFixes } from '../../src/editor/language/quick-fixes';
import { querySymbols } from '../../src/editor/language/symbols';
import { AlertFilter } from '../../src/editor/filter';
import type { ValuesRequest } from '../../src/engine/api';
import { fakeSession, memento, NOW } from './fakes';
import { waitUntil } from './support';

const HEAD = 'event from cloud.audit_logs where ';
const token = new vscode.CancellationTokenSource().token;

async function documentOf(content: string): Promise<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ language: 'rql', content });
}

describe('an .rql document', () => {
  it('completes with values of the store, counted in the time range of its query', async () => {
    const asked: ValuesRequest[] = [];
    const session = fakeSession({
      values: (request) => {
        asked.push(request);
        return Promise.resolve([{ value: 'CreateService', count: 1200 }]);
      },
    });
    const document = await documentOf(`// time: past 3 days\n${HEAD}operation = 'Cre`);
    const completion = new QueryCompletion(session, () => PAST_WEEK);
    const { items } = await completion.provideCompletionItems(document, new vscode.Position(1, 500), token);
    const [first] = items;
    assert.deepEqual(first?.label, { label: 'CreateService', description: '1,200 events' });
    assert.equal(first.insertText, "'CreateService'");
    assert.equal(document.getText(first.range as vscode.Range), "'Cre");
    const [request] = asked;
    assert.equal(request?.prefix, 'Cre');
    assert.deepEqual(request.window, { from: NOW - 3 * 86_400_000, to: NOW + 1 });
  });

  it('shows the time range in force above each query, and the filter changes it', async () => {
    const filter = new AlertFilter(memento());
    const lenses = new QueryLenses(filter);
    const document = await documentOf(`// time: past 3 days\n${HEAD}user = 'x'\n\n${HEAD}user = 'y'`);
    const titles = async () => (await lenses.provideCodeLenses(document)).map(({ command }) => command?.title);
    assert.deepEqual(await titles(), [
      '$(play) Run',
      '$(clock) past 3 days',
      '$(filter) Explain',
      '$(play) Run',
      '$(clock) past 24 hours',
      '$(filter) Explain',
    ]);
    await filter.set({ ...filter.state, range: PAST_WEEK });
    assert.equal((await titles())[4], '$(clock) past 7 days');
    lenses.dispose();
    filter.dispose();
  });

  it('names its queries and explains its words', async () => {
    const document = await documentOf(`// name: The culprit\n${HEAD}cloud.region = 'AWS Ohio'`);
    const symbols = await querySymbols.provideDocumentSymbols(document, token);
    assert.deepEqual(
      symbols?.map(({ name }) => name),
      ['The culprit'],
    );
    const hover = await queryHover.provideHover(document, document.positionAt(document.getText().indexOf('Ohio')), token);
    const [content] = hover?.contents ?? [];
    assert.ok(content instanceof vscode.MarkdownString);
    assert.equal(content.value, '**AWS Ohio** is `us-east-2`.');
    assert.ok(!content.isTrusted && !content.supportHtml);
  });

  it('is formatted as a whole, and by the queries of a range', async () => {
    const document = await documentOf(`${HEAD}user='x'and ip exists\n\n\n// b\n${HEAD}user='y'`);
    const options: vscode.FormattingOptions = { tabSize: 2, insertSpaces: true };
    const textAfter = async (edits: vscode.ProviderResult<vscode.TextEdit[]>): Promise<string> => {
      const edit = new vscode.WorkspaceEdit();
      edit.set(document.uri, (await edits) ?? []);
      await vscode.workspace.applyEdit(edit);
      return document.getText();
    };
    const second = new vscode.Range(4, 0, 4, 1);
    const ranged = queryFormatter.provideDocumentRangeFormattingEdits(document, second, options, token);
    assert.equal(await textAfter(ranged), `${HEAD}user='x'and ip exists\n\n\n// b\n${HEAD}user = 'y'`);
    const whole = queryFormatter.provideDocumentFormattingEdits(document, options, token);
    assert.equal(await textAfter(whole), `${HEAD}user = 'x' AND ip EXISTS\n\n// b\n${HEAD}user = 'y'`);
  });

  describe('with faults', () => {
    let faults: Faults;
    beforeEach(() => (faults = new Faults()));
    afterEach(() => faults.dispose());

    it('shows them while typing, and repairs them', async () => {
      const document = await documentOf(`${HEAD}user = 'x'`);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, document.positionAt(document.getText().length), ' AND source.ip = 1.2.3.4');
      await vscode.workspace.applyEdit(edit);
      const [fault] = await waitUntil('the fault', () => {
        const found = vscode.languages.getDiagnostics(document.uri);
        return found.length > 0 && found;
      });
      assert.equal(fault?.message, '"source.ip" is no attribute of events; did you mean "ip"?');
      assert.equal(fault.code, 'attribute-renamed');
      const context = { diagnostics: [fault], only: undefined, triggerKind: vscode.CodeActionTriggerKind.Invoke };
      const actions = await quickFixes.provideCodeActions(document, fault.range, context, token);
      const [action] = actions ?? [];
      assert.ok(action instanceof vscode.CodeAction && action.edit);
      assert.equal(action.title, 'Replace with ip');
      await vscode.workspace.applyEdit(action.edit);
      assert.equal(document.getText(), `${HEAD}user = 'x' AND ip = 1.2.3.4`);
      await waitUntil('no fault', () => vscode.languages.getDiagnostics(document.uri).length === 0);
    });
  });
});
