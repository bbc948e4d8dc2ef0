import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Chain, Hop } from '../../src/domain/chain';
import { recordUri } from '../../src/editor/documents/addresses';
import { CauseHierarchy } from '../../src/editor/inspect/call-hierarchy';
import { fakeSession, NOW } from './fakes';
import { activate, waitUntil } from './support';

const EVENT = '8a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
const ENI = 'eni-0a1b2c3d4e5f60718';
const token = new vscode.CancellationTokenSource().token;

const DELETED: Hop = {
  eventId: EVENT,
  account: '111111111111',
  time: NOW,
  region: 'us-east-2',
  service: 'ec2.amazonaws.com',
  operation: 'DeleteNetworkInterface',
  principal: 'AWSServiceRoleForECS',
  edge: 'asked',
  strength: 'exact',
  shared: [],
};
const MADE: Hop = {
  ...DELETED,
  eventId: 'event-2',
  operation: 'CreateService',
  principal: 'dana.lee',
  edge: 'K11',
  strength: 'scored',
  score: 0.871,
  shared: ['subnet-1'],
};

function chainOf(
  subject: string,
  root: Chain['root'] = { kind: 'human', name: 'dana.lee', eventId: 'event-2', strength: 'scored' },
): Chain {
  return { subject, hops: [DELETED, MADE], root, alternatives: [] };
}

/** Walks from what stands at a place of a text to the end: the names and details of the items. */
async function walk(text: string, at: string, chain: (subject: string) => Chain | undefined) {
  const asked: string[] = [];
  const trace = (subject: string) => {
    asked.push(subject);
    return Promise.resolve(chain(subject));
  };
  const hierarchy = new CauseHierarchy(fakeSession({ trace }));
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: text });
  const items: vscode.CallHierarchyItem[] = [];
  let item = hierarchy.prepareCallHierarchy(document, document.positionAt(text.indexOf(at) + 1));
  const askedToPrepare = asked.length;
  while (item !== undefined) {
    items.push(item);
    const [call]: vscode.CallHierarchyIncomingCall[] = await hierarchy.provideCallHierarchyIncomingCalls(item, token);
    item = call?.from;
  }
  const last = items.at(-1);
  const back = last === undefined ? [] : await hierarchy.provideCallHierarchyOutgoingCalls(last, token);
  hierarchy.dispose();
  return { items, asked, askedToPrepare, back: back.map(({ to }) => to.name) };
}

describe('Call Hierarchy', () => {
  it('leads from a resource id in any text over the records of its chain to the root, and back', async () => {
    const { items, asked, askedToPrepare, back } = await walk(`deleted ${ENI} again`, ENI, chainOf);
    assert.deepEqual(
      items.map(({ name, detail }) => `${name} | ${detail}`),
      [
        `${ENI} | Cause chain`,
        'DeleteNetworkInterface | AWSServiceRoleForECS · 2026-01-10 12:00 UTC',
        'CreateService | dana.lee · 2026-01-10 12:00 UTC · scored 0.87',
        'dana.lee | person · scored',
      ],
    );
    assert.deepEqual(
      items.slice(1).map(({ uri }) => uri.toString()),
      [EVENT, 'event-2', 'event-2'].map((id) => recordUri(id).toString()),
    );
    assert.deepEqual(back, ['CreateService']);
    assert.equal(askedToPrepare, 0, 'to look whether an id stands there costs no question');
    assert.deepEqual(asked, [ENI], 'the chain is traced once for all of its steps');
  });

  it('takes an event for its own first step', async () => {
    const { items } = await walk(`"eventID": "${EVENT}"`, EVENT, chainOf);
    assert.deepEqual(
      items.map(({ name }) => name),
      [EVENT, 'CreateService', 'dana.lee'],
    );
  });

  it('names nobody whom no record names, and shows no text as more than text', async () => {
    const { items } = await walk(ENI, ENI, (subject) => ({
      ...chainOf(subject, { kind: 'unknown', name: 'mallory', strength: 'scored' }),
      hops: [{ ...DELETED, principal: '\u202eevil\nline' }],
    }));
    assert.deepEqual(
      items.slice(1).map(({ name, detail }) => `${name} | ${detail}`),
      ['DeleteNetworkInterface | \\u{202e}evil\\u{a}line · 2026-01-10 12:00 UTC', 'Unknown from here | '],
    );
  });

  it('is over at once where no id stands, and where no record names it', async () => {
    assert.equal((await walk('nothing here', 'here', chainOf)).items.length, 0);
    assert.equal((await walk(ENI, ENI, () => undefined)).items.length, 1);
  });

  it('is offered by the extension in a file of any kind', async () => {
    await activate();
    const document = await vscode.workspace.openTextDocument({ language: 'json', content: `{ "id": "${ENI}" }` });
    const items = await vscode.commands.executeCommand<vscode.CallHierarchyItem[]>(
      'vscode.prepareCallHierarchy',
      document.uri,
      new vscode.Position(0, 12),
    );
    assert.deepEqual(
      items.map(({ name }) => name),
      [ENI],
    );
  });
});

describe('Trace Cause', () => {
  const panels = () =>
    vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputWebview);

  beforeEach(async () => {
    await activate();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('opens one panel for one subject, however often it is asked for', async () => {
    await vscode.commands.executeCommand('nephoscope.traceCause', ENI);
    await vscode.commands.executeCommand('nephoscope.traceCause', ` ${ENI} `);
    await waitUntil('the panel', () => panels().some(({ label }) => label.includes(ENI)));
    assert.equal(panels().length, 1);
  });

  it('on a record traces the event of the record', async () => {
    await vscode.commands.executeCommand('nephoscope.traceCause', recordUri(EVENT));
    await waitUntil('the panel', () => panels().some(({ label }) => label.includes(EVENT)));
  });
});
