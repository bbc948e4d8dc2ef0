import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { keep } from '../../src/editor/commands/saved';
import { SavedSearches } from '../../src/editor/investigations/saved-searches';
import { SearchHistory, type PastSearch } from '../../src/editor/investigations/search-history';
import { appended, fileNameOf, lineOf, searchText } from '../../src/editor/investigations/search-text';
import { Shipped } from '../../src/editor/investigations/shipped';
import { InvestigationsTree } from '../../src/editor/tree/investigations-tree';
import { memento } from './fakes';
import { extension, waitUntil } from './support';

const HEAD = 'event from cloud.audit_logs where ';
const DAY = { kind: 'past', amount: 24, unit: 'hours' } as const;

function past(query: string, more: Partial<PastSearch> = {}): PastSearch {
  return { query, range: DAY, title: query, at: 1, duration: 300, outcome: { kind: 'answered', rows: 1234 }, ...more };
}

describe('the history of searches', () => {
  it('has the newest first, each question once, and survives a reload of the window', async () => {
    const store = memento();
    const history = new SearchHistory(store);
    await history.add(past('a', { at: 1 }));
    await history.add(past('b', { at: 2 }));
    await history.add(past('a', { at: 3, outcome: { kind: 'failed' } }));
    await history.add(past('a', { at: 4, range: { kind: 'all' } }));
    const seen = (list: readonly PastSearch[]) => list.map(({ query, at }) => `${query}${at}`);
    assert.deepEqual(seen(history.entries), ['a4', 'a3', 'b2']);
    const [newest] = history.entries;
    assert.ok(newest);
    await history.remove(newest);
    assert.deepEqual(seen(new SearchHistory(store).entries), ['a3', 'b2']);
    await history.clear();
    assert.deepEqual(new SearchHistory(store).entries, []);
  });

  it('keeps a hundred, none that is too long, and nothing that it does not know', async () => {
    const store = memento();
    const history = new SearchHistory(store);
    for (let at = 0; at < 120; at++) await history.add(past(`q${at}`, { at }));
    await history.add(past('x'.repeat(20_000)));
    assert.deepEqual([history.entries.length, history.entries[0]?.query], [100, 'q119']);
    await store.update('nephoscope.searchHistory', [past('kept'), { query: 'half' }, null, 7]);
    assert.deepEqual(
      new SearchHistory(store).entries.map(({ query }) => query),
      ['kept'],
    );
    await store.update('nephoscope.searchHistory', 'nonsense');
    assert.deepEqual(new SearchHistory(store).entries, []);
  });
});

describe('the text of a saved search', () => {
  it('has its name and its time range, and keeps its other comments', async () => {
    const query = `// why we ask\n// name: Old\n${HEAD}user = 'x'`;
    assert.equal(
      await searchText({ query, range: DAY, name: 'New\nname $&' }),
      `// why we ask\n// name: New name $&\n// time: past 24 hours\n${HEAD}user = 'x'`,
    );
    assert.equal(lineOf(`// why\n// name: Old\n${HEAD}user = 'x'\n  AND ip EXISTS`), `${HEAD}user = 'x' AND ip EXISTS`);
    assert.equal(appended('', 'q'), 'q\n');
    assert.equal(appended('p\n\n\n', 'q'), 'p\n\nq\n');
  });

  it('goes into a file whose name any system takes', () => {
    const names = ['Deletes, past 2 hours', '../../etc/passwd', 'CON: a|b?', '過去 2 時間の削除', '///', 'x'.repeat(200)].map(fileNameOf);
    assert.deepEqual(names, ['deletes-past-2-hours', 'etc-passwd', 'con-a-b', '過去-2-時間の削除', 'search', 'x'.repeat(60)]);
  });
});

describe('the Investigations view', () => {
  let folder: string;
  const file = (name: string): vscode.Uri =>
    vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(folder), name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nephoscope-test-'));
  });
  after(async () => {
    for (const name of ['two.rql', 'one.rql']) await vscode.workspace.fs.delete(file(name)).then(undefined, () => undefined);
    await rm(folder, { recursive: true, force: true });
  });

  function tree(history: SearchHistory, events: number): InvestigationsTree {
    const shipped = new Shipped(extension().extensionUri);
    return new InvestigationsTree({ saved: new SavedSearches(), history, shipped, status: () => Promise.resolve({ events }) });
  }

  it('is empty without data and searches, so that the welcome shows', async () => {
    const files = await vscode.workspace.findFiles('**/*.rql');
    if (files.length > 0) return;
    assert.deepEqual(await tree(new SearchHistory(memento()), 0).getChildren(), []);
  });

  it('lists what was run with how it ended, and what is ready made', async () => {
    const history = new SearchHistory(memento());
    await history.add(past('[x](command:quit) <b>', { at: 1, outcome: { kind: 'failed' } }));
    await history.add(past('found', { at: 2 }));
    await history.add(past('stopped', { at: 3, outcome: { kind: 'cancelled' } }));
    const view = tree(history, 1);
    const sections = await view.getChildren();
    const [, recent, readyMade] = sections;
    assert.ok(recent && readyMade);
    assert.deepEqual(
      sections.map((node) => view.getTreeItem(node).label),
      ['Saved', 'Recent', 'Ready-made'],
    );
    assert.equal(view.getTreeItem(recent).description, '3');
    const rows = await view.getChildren(recent);
    assert.deepEqual(
      rows
        .map((node) => view.getTreeItem(node))
        .map(({ label, description, iconPath }) => [label, description, (iconPath as vscode.ThemeIcon).id]),
      [
        ['stopped', 'cancelled · past 24 hours', 'circle-slash'],
        ['found', '1,234 rows in 300 ms · past 24 hours', 'history'],
        ['[x](command:quit) <b>', 'failed · past 24 hours', 'error'],
      ],
    );
    const hostile = rows[2];
    assert.ok(hostile);
    const { tooltip } = view.resolveTreeItem(view.getTreeItem(hostile), hostile);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.notEqual(tooltip.isTrusted, true);
    const html = await vscode.commands.executeCommand<string>('markdown.api.render', tooltip.value);
    assert.doesNotMatch(html, /<a|<b>/);
    const ready = await view.getChildren(readyMade);
    assert.ok(ready.length >= 10, `${ready.length} ready-made investigations`);
    assert.equal(view.getTreeItem(ready[0] ?? readyMade).label, 'Deletes in the past two hours');
  });

  it('lists the queries of the files of the workspace, and follows the files', async function () {
    if (vscode.workspace.workspaceFolders === undefined) return this.skip();
    const view = tree(new SearchHistory(memento()), 1);
    let changes = 0;
    view.onDidChangeTreeData(() => (changes += 1));
    await writeFile(file('two.rql').fsPath, `// name: First\n// time: past 2 hours\n${HEAD}user = 'x'\n\n${HEAD}user = 'y'\n`);
    await writeFile(file('one.rql').fsPath, `// name: Alone\n${HEAD}user = 'z'\n`);
    await writeFile(file('none.rql').fsPath, '// nothing here\n');
    await waitUntil('the files are seen', () => changes > 0);
    const [saved] = await view.getChildren();
    assert.ok(saved);
    const rows = await waitUntil('both files are listed', async () => {
      const found = await view.getChildren(saved);
      return found.length === 2 && found;
    });
    assert.deepEqual(
      rows.map((node) => view.getTreeItem(node).label),
      ['Alone', 'two.rql'],
    );
    const queries = await view.getChildren(rows[1]);
    assert.deepEqual(
      queries.map((node) => view.getTreeItem(node)).map(({ label, description }) => [label, description]),
      [
        ['First', 'past 2 hours'],
        [`${HEAD}user = 'y'`, undefined],
      ],
    );
    await vscode.workspace.fs.delete(file('none.rql'));
  });

  it('saves into a new file, and adds to one that is there without taking anything away', async () => {
    const uri = vscode.Uri.file(join(folder, 'deep', 'er', 'mine.rql'));
    await keep(uri, `// name: A\n${HEAD}user = 'x'`);
    assert.equal(await readFile(uri.fsPath, 'utf8'), `// name: A\n${HEAD}user = 'x'\n`);
    await keep(uri, `// name: B\n${HEAD}user = 'y'`);
    const both = `// name: A\n${HEAD}user = 'x'\n\n// name: B\n${HEAD}user = 'y'\n`;
    assert.equal(await readFile(uri.fsPath, 'utf8'), both);

    const document = await vscode.workspace.openTextDocument(uri);
    const typed = new vscode.WorkspaceEdit();
    typed.insert(uri, new vscode.Position(0, 0), '// typed, not saved\n');
    await vscode.workspace.applyEdit(typed);
    await keep(uri, `// name: C\n${HEAD}user = 'z'`);
    assert.equal(await readFile(uri.fsPath, 'utf8'), both, 'what a person typed is not saved for them');
    assert.equal(document.getText(), `// typed, not saved\n${both}\n// name: C\n${HEAD}user = 'z'\n`);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
