import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activate, extension } from './support';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

describe('activation', () => {
  it('activates in this host without an error', async () => {
    await activate();
    assert.equal(extension().isActive, true);
  });

  it('registers every command that the manifest declares', async () => {
    await activate();
    const { contributes } = extension().packageJSON as Manifest;
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
    assert.ok(contributes.commands.length > 0, 'the manifest declares no command');
  });

  it('has a view that takes the focus behind every view that the manifest declares', async () => {
    const { contributes } = extension().packageJSON as Manifest;
    const views = Object.values(contributes.views).flat();
    assert.ok(views.length > 0, 'the manifest declares no view');
    for (const { id } of views) await vscode.commands.executeCommand(`${id}.focus`);
  });
});
