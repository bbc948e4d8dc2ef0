import assert from 'node:assert/strict';
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { idOf } from '../../src/editor/documents/addresses';
import { COMMANDS, SCHEMES, SETTINGS } from '../../src/editor/ids';
import { Inspector } from '../../src/editor/inspect/inspector';
import { MOST_EVENTS } from '../../src/editor/inspect/references';
import { registerInspection } from '../../src/editor/inspect/register';
import { IdLink, IdTerminalLinks } from '../../src/editor/inspect/terminal-links';
import { TerraformStates } from '../../src/editor/inspect/terraform-states';
import { WindowSession } from '../../src/editor/window-session';
import type { About, Engine } from '../../src/engine/api';
import { fakeSession, memento } from './fakes';
import { activate, extension, waitUntil, withTempFolder } from './support';

const TIMEOUT_MS = 120_000;
const ACCOUNT = '777788889999';
const ENI = 'eni-0a1b2c3d4e5f60718';
const GROUP = 'sg-0a1b2c3d4e5f60718';
const SUBNET = 'subnet-0a1b2c3d4e5f60718';
const UNKNOWN = 'vpc-0a1b2c3d4e5f60718';
const token = new vscode.CancellationTokenSource().token;
const log = vscode.window.createOutputChannel('Nephoscope tests', { log: true });
const workerPath = () => join(extension().extensionPath, 'dist', 'terraform-worker.js');

/** A group that is made and named many times, and an interface that somebody of a hostile name makes and deletes. */
function records(): readonly object[] {
  const base = { eventVersion: '1.08', eventSource: 'ec2.amazonaws.com', awsRegion: 'us-east-2', recipientAccountId: ACCOUNT };
  const by = (userName: string) => ({ userIdentity: { type: 'IAMUser', userName, accountId: ACCOUNT } });
  const eni = { networkInterfaceId: ENI };
  return [
    {
      ...base,
      ...by('dana.lee'),
      eventID: 'g',
      eventTime: '2026-05-01T10:00:00Z',
      eventName: 'CreateSecurityGroup',
      requestParameters: { groupName: 'web' },
      responseElements: { groupId: GROUP },
    },
    {
      ...base,
      ...by('[x](command:evil) <b>'),
      eventID: 'c',
      eventTime: '2026-05-01T10:01:00Z',
      eventName: 'CreateNetworkInterface',
      responseElements: { networkInterface: { ...eni, groupSet: { items: [{ groupId: GROUP }] } } },
    },
    {
      ...base,
      ...by('erin'),
      eventID: 'd',
      eventTime: '2026-05-01T10:02:00Z',
      eventName: 'DeleteNetworkInterface',
      requestParameters: eni,
    },
    ...Array.from({ length: MOST_EVENTS }, (_, n) => ({
      ...base,
      ...by('erin'),
      eventID: `n${n}`,
      eventTime: new Date(Date.UTC(2026, 4, 2) + n * 1000).toISOString(),
      eventName: 'DescribeSecurityGroups',
      requestParameters: { securityGroupIdSet: { items: [{ groupId: GROUP }] } },
    })),
  ];
}

async function textDocument(language: string, content: string): Promise<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ language, content });
}

/** The place of a text within a document. */
function placeOf(document: vscode.TextDocument, text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `${text} is not in the document`);
  return document.positionAt(at + 2);
}

async function hoverAt(document: vscode.TextDocument, text: string): Promise<readonly vscode.MarkdownString[]> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, placeOf(document, text));
  return hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]).filter(({ value }) => value.includes(text));
}

async function definitionsAt(document: vscode.TextDocument, text: string): Promise<readonly vscode.LocationLink[]> {
  return vscode.commands.executeCommand('vscode.executeDefinitionProvider', document.uri, placeOf(document, text));
}

const FILES = [
  [
    'plaintext',
    `resource "aws_instance" "x" {\n  vpc_security_group_ids = ["${GROUP}"]\n  subnet = "${SUBNET}" # ${UNKNOWN} 202605011000\n  eni = "${ENI}"\n}\n`,
  ],
  ['json', JSON.stringify({ group: GROUP, eni: ENI, account: ACCOUNT, other: UNKNOWN, number: '202605011000' }, undefined, 2)],
  ['markdown', `# Notes\n\nThe interface \`${ENI}\` in group ${GROUP} of account ${ACCOUNT}, not ${UNKNOWN}, not 202605011000.\n`],
] as const;

describe('an id in any file', function () {
  this.timeout(TIMEOUT_MS);
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('no folder is open');
  const infra = join(root, 'infra');
  const parts: { dispose(): unknown }[] = [];
  let session: WindowSession;
  let finish: () => void;
  let done: Promise<void>;

  before(async () => {
    await activate();
    const opened = new Promise<void>((resolve, reject) => {
      done = withTempFolder(async (folder) => {
        const logs = join(folder, 'a.json');
        await writeFile(logs, JSON.stringify({ Records: records() }));
        session = new WindowSession({ storage: folder, extensionPath: extension().extensionPath, memento: memento(), log });
        await session.load([logs], {});
        await session.engine.alerts({ window: {} });
        parts.push(registerInspection({ session, log, extensionPath: extension().extensionPath }));
        resolve();
        await new Promise<void>((leave) => (finish = leave));
      });
      done.catch(reject);
    });
    await opened;
  });
  after(async () => {
    for (const part of parts) part.dispose();
    session.dispose();
    finish();
    await done;
    await rm(infra, { recursive: true, force: true });
  });
  afterEach(() => vscode.workspace.getConfiguration().update(SETTINGS.inspectIds, undefined, vscode.ConfigurationTarget.Global));

  for (const [language, content] of FILES) {
    it(`tells in ${language} what it is, when it was there and who made it, without links or markup of a record`, async () => {
      const document = await textDocument(language, content);
      const [hover] = await hoverAt(document, ENI);
      assert.ok(hover !== undefined && hover.isTrusted !== true && hover.supportHtml !== true);
      assert.match(hover.value, /\*\*AWS\\:\\:EC2\\:\\:NetworkInterface\*\* `eni-0a1b2c3d4e5f60718`/);
      assert.match(hover.value, /Status: deleted\n/);
      assert.match(hover.value, /Account: `777788889999`\n- Region: `us-east-2 \(AWS Ohio\)`/);
      assert.match(hover.value, /Created: 2026-05-01 10:01 UTC, by `\[x\]\(command:evil\) <b>`/); // in a code span it is text
      assert.match(hover.value, /Deleted: 2026-05-01 10:02 UTC, by `erin`/);
      assert.match(hover.value, /Events: 2\n/);
      const [group] = await hoverAt(document, GROUP);
      assert.match(group?.value ?? '', /- Name: `web`\n- Status: not deleted, as far as the records tell\n/);
      for (const silent of [UNKNOWN, '202605011000']) assert.deepEqual(await hoverAt(document, silent), []);
    });

    it(`leads in ${language} to its configuration, and to the records of its events`, async () => {
      const document = await textDocument(language, content);
      const [definition = assert.fail('no definition'), ...more] = await definitionsAt(document, ENI);
      assert.deepEqual([definition.targetUri.scheme, idOf(definition.targetUri), more], [SCHEMES.configuration, ENI, []]);
      assert.equal(document.getText(definition.originSelectionRange), ENI);
      assert.deepEqual(await definitionsAt(document, UNKNOWN), []);
      const references = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeReferenceProvider',
        document.uri,
        placeOf(document, ENI),
      );
      assert.deepEqual(
        references.map(({ uri }) => [uri.scheme, idOf(uri), uri.path]),
        [
          [SCHEMES.record, 'd', '/001 DeleteNetworkInterface 2026-05-01 10.02.00.json'],
          [SCHEMES.record, 'c', '/002 CreateNetworkInterface 2026-05-01 10.01.00.json'],
        ],
      );
    });
  }

  it('tells of an account, which has events and no configuration', async () => {
    const document = await textDocument('plaintext', `logs-${ACCOUNT}-us-east-2`);
    const [hover] = await hoverAt(document, ACCOUNT);
    assert.match(hover?.value ?? '', /^\*\*AWS account\*\* `777788889999`\n\n- First seen: 2026-05-01 10:00 UTC\n/);
    assert.deepEqual(await definitionsAt(document, ACCOUNT), []);
  });

  it('lists no more events than can be looked through, the newest first, and says so', async () => {
    const { showInformationMessage } = vscode.window;
    const told: string[] = [];
    Object.assign(vscode.window, { showInformationMessage: (message: string) => (told.push(message), Promise.resolve(undefined)) });
    try {
      const document = await textDocument('json', JSON.stringify(GROUP));
      const references = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeReferenceProvider',
        document.uri,
        placeOf(document, GROUP),
      );
      assert.equal(references.length, MOST_EVENTS);
      assert.deepEqual([idOf(references[0]?.uri ?? assert.fail()), idOf(references.at(-1)?.uri ?? assert.fail())], ['n199', 'n0']);
      assert.deepEqual(told, [`The newest 200 of 202 events that name ${GROUP} are listed.`]);
    } finally {
      Object.assign(vscode.window, { showInformationMessage });
    }
  });

  it('is silent where it is switched off, at once, and speaks of all where all are asked for', async () => {
    const document = await textDocument('plaintext', `${GROUP} arn:aws:iam::${ACCOUNT}:role/app ${UNKNOWN}`);
    const settings = vscode.workspace.getConfiguration();
    await settings.update(SETTINGS.inspectIds, 'off', vscode.ConfigurationTarget.Global);
    assert.deepEqual(await hoverAt(document, GROUP), []);
    await settings.update(SETTINGS.inspectIds, 'all', vscode.ConfigurationTarget.Global);
    assert.ok((await hoverAt(document, GROUP)).some(({ value }) => value.includes('- Name: `web`')));
    const hovers = await hoverAt(document, 'arn:aws:iam');
    assert.match(
      hovers[0]?.value ?? '',
      /^\*\*AWS\\:\\:IAM\\:\\:Role\*\* `arn:aws:iam::777788889999:role\/app`\n\n- Account: `777788889999`\n\nNo record/,
    );
  });

  it('leads to the Terraform block that made it, in the module of a state, by count, and follows a change of the state', async () => {
    const write = async (name: string, text: string): Promise<void> => {
      await mkdir(dirname(join(infra, name)), { recursive: true });
      await writeFile(join(infra, name), text);
    };
    const made = (type: string, name: string, id: string, more: object = {}) => ({
      mode: 'managed',
      type,
      name,
      instances: [{ index_key: 0, attributes: { id } }],
      ...more,
    });
    const state = (...resources: object[]) => JSON.stringify({ version: 4, resources });
    await write('broken.tfstate', '{"version": 4');
    await write('main.tf', 'module "net" {\n  source = "./net"\n}\n\nresource "aws_security_group" "web" {\n  name = "web"\n}\n');
    await write('net/net.tf', '# subnets\nresource "aws_subnet" "private" {\n  count = 2\n}\n');
    await write('terraform.tfstate', state(made('aws_subnet', 'private', SUBNET, { module: 'module.net' })));
    const [, content] = FILES[0];
    const document = await textDocument('plaintext', content);
    const block = await waitUntil('the new state', async () => (await definitionsAt(document, SUBNET))[0]);
    assert.ok(block.targetUri.path.endsWith('/infra/net/net.tf'), String(block.targetUri));
    assert.deepEqual([block.targetSelectionRange?.start.line, block.targetRange.end.line], [1, 3]);
    assert.match((await hoverAt(document, SUBNET))[0]?.value ?? '', /Terraform: `module\.net\.aws_subnet\.private\[0\]`/);

    await write('terraform.tfstate', state(made('aws_security_group', 'web', GROUP)));
    await utimes(join(infra, 'terraform.tfstate'), new Date(), new Date(Date.now() + 10_000)); // clocks of drives are coarse
    const places = (await definitionsAt(document, GROUP)).map(
      ({ targetUri, targetRange }) => `${targetUri.scheme} ${targetRange.start.line}`,
    );
    assert.deepEqual(new Set(places), new Set([`${SCHEMES.configuration} 0`, 'file 4'])); // the extension itself, without data, knows the state too
    assert.deepEqual(await definitionsAt(document, SUBNET), []);

    const states = new TerraformStates({ workerPath: workerPath(), log });
    assert.deepEqual(await states.addresses(GROUP, TIMEOUT_MS), ['aws_security_group.web[0]']);
    const { isTrusted } = vscode.workspace;
    Object.defineProperty(vscode.workspace, 'isTrusted', { value: false, configurable: true });
    try {
      assert.deepEqual(await states.find(GROUP), []);
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', { value: isTrusted, configurable: true });
      states.dispose();
    }
  });
});

describe('ids in a terminal', () => {
  const about = (id: string): About => ({
    token: id,
    type: '',
    account: ACCOUNT,
    region: '',
    events: 1,
    firstSeen: 0,
    lastSeen: 0,
    alerts: { counts: { critical: 0, high: 0, medium: 0, low: 0, informational: 0 }, worst: [] },
  });

  async function linksIn(line: string, answers: Partial<Engine>, events = 1) {
    const states = new TerraformStates({ workerPath: workerPath(), log });
    const inspector = new Inspector(fakeSession(answers, events), states);
    const links = await new IdTerminalLinks(inspector).provideTerminalLinks({ line }, token);
    inspector.dispose();
    states.dispose();
    return links.map(({ startIndex, length }) => line.slice(startIndex, startIndex + length));
  }

  it('are links where the records know them, an ARN as a whole', async () => {
    const arn = `arn:aws:ec2:us-east-2:${ACCOUNT}:network-interface/${ENI}`;
    const known = ({ token: id }: { readonly token: string }) => Promise.resolve(id === UNKNOWN ? undefined : about(id));
    assert.deepEqual(await linksIn(`${GROUP}  ${UNKNOWN}  account ${ACCOUNT}  ${arn}:`, { about: known }), [GROUP, arn]);
    assert.deepEqual(await linksIn(`${' '.repeat(5000)}${GROUP}`, { about: known }), []);
  });

  it('are asked nothing about where there is no data', async () => {
    assert.deepEqual(await linksIn(GROUP, {}, 0), []);
  });

  it('open the configuration', async () => {
    const opened: unknown[] = [];
    const { executeCommand } = vscode.commands;
    Object.assign(vscode.commands, { executeCommand: (...args: unknown[]) => (opened.push(args), Promise.resolve(undefined)) });
    try {
      const inspector = new Inspector(fakeSession({}), new TerraformStates({ workerPath: workerPath(), log }));
      await new IdTerminalLinks(inspector).handleTerminalLink(new IdLink(GROUP, 0, GROUP.length));
      inspector.dispose();
    } finally {
      Object.assign(vscode.commands, { executeCommand });
    }
    assert.deepEqual(opened, [[COMMANDS.openConfiguration, GROUP]]);
  });
});

describe('what is known of an id', () => {
  it('is not asked of an engine that has no data, nor of a number that is no account', async () => {
    const states = new TerraformStates({ workerPath: workerPath(), log });
    const document = await textDocument('plaintext', `${GROUP} 202605011000`);
    for (const events of [0, 1]) {
      const inspector = new Inspector(fakeSession({}, events), states); // an engine that answers nothing
      const place = new vscode.Position(0, events === 0 ? 2 : GROUP.length + 3);
      assert.equal(await inspector.at(document, place, token), undefined);
      inspector.dispose();
    }
    states.dispose();
  });

  it('is asked once until the data changes', async () => {
    let asked = 0;
    const session = fakeSession({ about: () => ((asked += 1), Promise.resolve(undefined)) });
    const inspector = new Inspector(session, new TerraformStates({ workerPath: workerPath(), log }));
    for (let n = 0; n < 3; n += 1) await inspector.about(GROUP, token);
    assert.equal(asked, 1);
    session.changed.fire();
    await inspector.about(GROUP, token);
    assert.equal(asked, 2);
    inspector.dispose();
  });
});
