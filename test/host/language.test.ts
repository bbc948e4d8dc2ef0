import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { PAST_WEEK } from '../../src/domain/time';
import { QueryCompletion } from '../../src/editor/language/completion';
import { Faults } from '../../src/editor/language/diagnostics';
import { queryFolding } from '../../src/editor/language/folding';
import { queryFormatter } from '../../src/editor/language/formatting';
import { queryHover } from '../../src/editor/language/hover';
import { queryHints } from '../../src/editor/language/inlay-hints';
import { QueryLenses } from '../../src/editor/language/lenses';
import { quickFixes } from '../../src/editor/language/quick-fixes';
import { LEGEND, queryTokens } from '../../src/editor/language/semantic-tokens';
import { querySignatures } from '../../src/editor/language/signature-help';
import { querySymbols } from '../../src/editor/language/symbols';
import { COMMANDS } from '../../src/editor/ids';
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
      '$(save) Save',
      '$(shield) Make a Policy',
      '$(play) Run',
      '$(clock) past 24 hours',
      '$(filter) Explain',
      '$(save) Save',
      '$(shield) Make a Policy',
    ]);
    await filter.set({ ...filter.state, range: PAST_WEEK });
    assert.equal((await titles())[6], '$(clock) past 7 days');
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

  it('says what its words are, what folds, and how else a region is written', async () => {
    const document = await documentOf(`// a\n// b\n${HEAD}cloud.region = 'us-east-2'\n  AND user != x`);
    const tokens = await queryTokens.provideDocumentSemanticTokens(document, token);
    const types = Array.from(
      { length: (tokens?.data.length ?? 0) / 5 },
      (_, index) => LEGEND.tokenTypes[tokens?.data[index * 5 + 3] ?? -1],
    );
    assert.deepEqual(types.slice(3), ['keyword', 'property', 'operator', 'string', 'keyword', 'property', 'operator', 'string']);
    const folds = (await queryFolding.provideFoldingRanges(document, {}, token)) ?? [];
    assert.deepEqual(
      folds.map(({ start, end, kind }) => [start, end, kind]),
      [
        [2, 3, undefined],
        [0, 1, vscode.FoldingRangeKind.Comment],
      ],
    );
    const hintsIn = async (range: vscode.Range) => (await queryHints.provideInlayHints(document, range, token)) ?? [];
    assert.deepEqual(
      (await hintsIn(new vscode.Range(0, 0, 9, 0))).map(({ label, position }) => [label, position.line]),
      [['AWS Ohio', 2]],
    );
    assert.deepEqual(await hintsIn(new vscode.Range(3, 0, 9, 0)), []);
  });

  it('tells the parameters of a function while they are typed', async () => {
    const document = await documentOf(`${HEAD}json.rule = _DateTime.daysBetween($.a, `);
    const context = { triggerKind: vscode.SignatureHelpTriggerKind.Invoke, isRetrigger: false } as vscode.SignatureHelpContext;
    const help = await querySignatures.provideSignatureHelp(document, new vscode.Position(0, 500), token, context);
    assert.deepEqual([help?.signatures[0]?.label, help?.activeParameter], ['_DateTime.daysBetween(from, to)', 1]);
  });

  it('becomes a policy, unsaved and beside no other of its name', async () => {
    const document = await documentOf(`// time: past 3 days\n// name: Trails deleted\n${HEAD}operation='DeleteTrail' | count by user`);
    await vscode.commands.executeCommand(COMMANDS.makePolicy, document.uri.toString(), 60);
    const { document: policy, selection } = vscode.window.activeTextEditor ?? assert.fail('nothing was opened');
    assert.ok(policy.isUntitled && policy.languageId === 'yaml');
    assert.equal(policy.getText(selection), 'Trails deleted');
    assert.match(policy.getText(), /\nid: workspace\.trails-deleted\n/);
    assert.match(policy.getText(), /\nquery: \|-\n {2}event from cloud\.audit_logs where operation = 'DeleteTrail'\nremediation:/);
    await vscode.commands.executeCommand(COMMANDS.makePolicy, document.uri.toString(), 60);
    assert.notEqual(vscode.window.activeTextEditor?.document.uri.toString(), policy.uri.toString());
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
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
      assert.ok(typeof fault.code === 'object' && fault.code.value === 'attribute-renamed');
      const about = await vscode.workspace.openTextDocument(fault.code.target);
      assert.equal(about.languageId, 'markdown');
      assert.match(about.getText(), /^# attribute-renamed\n[^]*```rql\nevent from/);
      const context = { diagnostics: [fault], only: undefined, triggerKind: vscode.CodeActionTriggerKind.Invoke };
      const actions = await quickFixes.provideCodeActions(document, fault.range, context, token);
      const [action] = actions ?? [];
      assert.ok(action instanceof vscode.CodeAction && action.edit);
      assert.equal(action.title, 'Replace with ip');
      await vscode.workspace.applyEdit(action.edit);
      assert.equal(document.getText(), `${HEAD}user = 'x' AND ip = 1.2.3.4`);
      await waitUntil('no fault', () => vscode.languages.getDiagnostics(document.uri).length === 0);
    });

    it('of one kind are repaired at once, and when saving those that change no meaning', async () => {
      const document = await documentOf(`event where user == 'x' AND crud = 'reed'\nevent where user = 'y'`);
      const titlesFor = async (only: vscode.CodeActionKind | undefined) => {
        const context = { diagnostics: [], only, triggerKind: vscode.CodeActionTriggerKind.Invoke };
        const actions = await quickFixes.provideCodeActions(document, new vscode.Range(0, 0, 0, 1), context, token);
        return (actions ?? []).filter((action) => action instanceof vscode.CodeAction);
      };
      assert.deepEqual(
        (await titlesFor(undefined)).map(({ title }) => title),
        ['Insert from cloud.audit_logs', 'Fix all old-prefix problems in this file'],
      );
      const [all] = await titlesFor(vscode.CodeActionKind.SourceFixAll);
      await vscode.workspace.applyEdit(all?.edit ?? assert.fail('nothing to fix'));
      assert.equal(document.getText(), `${HEAD}user = 'x' AND crud = 'reed'\n${HEAD}user = 'y'`);
    });
  });
});
