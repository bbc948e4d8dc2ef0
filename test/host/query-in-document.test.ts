import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { findQuery, textWithTime, writeCondition, writeQueryTime } from '../../src/editor/language/query-in-document';

const HEAD = 'event from cloud.audit_logs where ';
const RANGE = { kind: 'between', from: Date.UTC(2026, 0, 10, 9), to: Date.UTC(2026, 0, 10, 12) } as const;
const WRITTEN = '// time: 2026-01-10T09:00:00Z .. 2026-01-10T12:00:00Z\n';

async function documentOf(content: string): Promise<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ language: 'rql', content });
}

describe('a query that was run', () => {
  it('gets its time range written above it, and is found again after that', async () => {
    const document = await documentOf(`${HEAD}user = 'x'\n\n// name: Two\n${HEAD}user = 'y'\n`);
    const run = {
      query: `// name: Two\n${HEAD}user = 'y'`,
      documentUri: document.uri.toString(),
      offset: document.getText().lastIndexOf('event'),
    };
    const written = await writeQueryTime(run, RANGE);
    assert.equal(document.getText(), `${HEAD}user = 'x'\n\n// name: Two\n${WRITTEN}${HEAD}user = 'y'\n`);
    assert.equal(written?.query, `// name: Two\n${WRITTEN}${HEAD}user = 'y'`);
    assert.equal(written.offset, document.getText().lastIndexOf('event'));

    const wider = await writeQueryTime(written, { kind: 'past', amount: 7, unit: 'days' });
    assert.equal(document.getText(), `${HEAD}user = 'x'\n\n// name: Two\n// time: past 7 days\n${HEAD}user = 'y'\n`);
    assert.equal(wider?.offset, document.getText().lastIndexOf('event'));
  });

  it('is found where it stands now, the nearest of two alike, and left alone where it was changed', async () => {
    const query = `${HEAD}user = 'x'`;
    const document = await documentOf(`// a comment\n\n${query}\n\n${query}\n`);
    const documentUri = document.uri.toString();
    const first = await findQuery({ query: `// a comment\n${query}`, documentUri, offset: 0 });
    assert.equal(first?.located.query.range.start, document.getText().indexOf('event'));
    const found = await findQuery({ query, documentUri, offset: document.getText().length });
    assert.equal(found?.located.query.range.start, document.getText().lastIndexOf('event'));
    const changed = { query: `${HEAD}user = 'z'`, documentUri, offset: 0 };
    assert.equal(await writeQueryTime(changed, RANGE), undefined);
    assert.equal(document.getText(), `// a comment\n\n${query}\n\n${query}\n`);
    assert.equal(await findQuery({ query, documentUri: 'untitled:Untitled-999', offset: 0 }), undefined);
    assert.equal(await findQuery({ query, documentUri: 'file:///none/such.rql', offset: 0 }), undefined);
  });

  it('takes its time range along into a new document', async () => {
    assert.equal(await textWithTime(`${HEAD}user = 'x'`, RANGE), `${WRITTEN}${HEAD}user = 'x'`);
    assert.equal(await textWithTime(`// time: all\n${HEAD}user = 'x'`, RANGE), `${WRITTEN}${HEAD}user = 'x'`);
    assert.equal(await textWithTime('no query', RANGE), 'no query');
  });

  it('gets a condition, which is undone as one edit, and goes on in a new document where its own is gone', async () => {
    const query = `${HEAD}user = 'x' OR user = 'y' | count by user`;
    const document = await documentOf(`${query}\n\n${HEAD}user = 'z'\n`);
    await vscode.window.showTextDocument(document);
    const run = { query, documentUri: document.uri.toString(), offset: 0 };
    const narrowed = `${HEAD}(user = 'x' OR user = 'y') AND operation = 'A' | count by user`;
    const written = await writeCondition(run, "operation = 'A'", RANGE);
    assert.deepEqual([written?.query, written?.title, written?.offset], [narrowed, narrowed, 0]);
    assert.equal(document.getText(), `${narrowed}\n\n${HEAD}user = 'z'\n`);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), `${query}\n\n${HEAD}user = 'z'\n`);

    const elsewhere = await writeCondition({ query: `${HEAD}user = 'gone'` }, "ip != '10.0.0.1'", RANGE);
    assert.equal(elsewhere?.query, `${WRITTEN}${HEAD}user = 'gone' AND ip != '10.0.0.1'`);
    assert.notEqual(elsewhere.documentUri, run.documentUri);
  });
});
