import * as vscode from 'vscode';
import { arnOf } from '../../domain/arn';
import { apiNamed } from '../../domain/inventory';
import { partitionOf } from '../../domain/partition';
import { arnPlace } from '../../domain/resource';
import type { SyncRequest } from '../../engine/api';
import { COMMANDS, VIEWS } from '../ids';
import { withoutLinks } from '../markdown';
import { consoleUrl, regionUrl } from '../tree/console-url';
import { liveKind } from '../tree/live-kinds';
import type { AnyNode } from '../tree/nodes';
import { nodeOf, resourceOf } from './arguments';
import type { CommandDeps, Handler } from './deps';

/** Commands on the rows of resources, regions and accounts. */
export function liveRowCommands(deps: CommandDeps) {
  const { views } = deps;
  return {
    [COMMANDS.copyArn]: async (argument) => {
      const node = nodeOf(argument, views.selection);
      const resource = resourceOf(node);
      if (node === undefined || resource === undefined) return;
      const arn = arnOf(resource, placeOf(node, resource));
      if (arn !== undefined) await vscode.env.clipboard.writeText(arn);
      else void vscode.window.showInformationMessage(vscode.l10n.t('No ARN is known for {0}.', withoutLinks(resource)));
    },
    [COMMANDS.openInConsole]: async (argument) => {
      const node = nodeOf(argument, views.selection);
      if (node === undefined) return;
      const url = addressOf(node);
      if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url, true));
      else void vscode.window.showInformationMessage(vscode.l10n.t('The AWS Console has no page for this that Nephoscope knows.'));
    },
    [COMMANDS.refreshRow]: async (argument) => {
      const request = requestOf(nodeOf(argument, views.selection));
      if (request !== undefined) await lookAgain(deps, request);
    },
    [COMMANDS.filterResources]: async (argument) => {
      const node = nodeOf(argument, views.selection);
      if (node?.kind !== 'kind') {
        void vscode.window.showInformationMessage(vscode.l10n.t('Choose a kind of resources in the Accounts view first.'));
        return;
      }
      const text = await vscode.window.showInputBox({
        title: vscode.l10n.t('Filter {0}', liveKind(node.api).label()),
        prompt: vscode.l10n.t('Only those whose name or id holds this text. Empty: all.'),
        value: node.filter ?? '',
      });
      if (text !== undefined) views.filterKind(node, text.trim());
    },
    [COMMANDS.clearResourceFilter]: (argument) => {
      const node = nodeOf(argument, views.selection);
      if (node?.kind === 'kind') views.filterKind(node, '');
    },
  } satisfies Record<string, Handler>;
}

/** Where the resource of a row is. */
function placeOf(node: AnyNode, resource: string) {
  const partition = node.kind === 'live' ? node.place.connection.partition : partitionOf(regionOf(node));
  const account = node.kind === 'live' ? node.resource.account : accountOf(node);
  return { partition, account: account === '' ? arnPlace(resource).account : account, region: regionOf(node) };
}

function accountOf(node: AnyNode): string {
  if (node.kind === 'alert') return node.alert.account;
  if (node.kind === 'group') return node.alerts[0]?.account ?? '';
  return node.kind === 'resource' ? node.account : '';
}

function regionOf(node: AnyNode): string {
  if (node.kind === 'alert') return node.alert.region;
  if (node.kind === 'group') return node.alerts[0]?.region ?? '';
  if (node.kind === 'live') return node.resource.region;
  return node.kind === 'resource' ? node.region : '';
}

/** The page of a row in the console. It is built of a table and of ids that are well formed, and never taken from a record. */
function addressOf(node: AnyNode): string | undefined {
  if (node.kind === 'region') return regionUrl(node.region);
  const resource = resourceOf(node);
  if (resource === undefined) return undefined;
  const place = { resource, region: regionOf(node) };
  if (node.kind !== 'live') return consoleUrl(place);
  return consoleUrl({ ...place, type: apiNamed(node.resource.api)?.type ?? '', partition: node.place.connection.partition });
}

/** What is looked at again for a row; `undefined`: the row has nothing of the kind. */
function requestOf(node: AnyNode | undefined): SyncRequest | undefined {
  const of = (account: string, ...regions: readonly string[]) => ({ sources: ['inventory'] as const, accounts: [account], regions });
  if (node?.kind === 'account') return { sources: ['inventory'], accounts: [node.account] };
  if (node?.kind === 'region') return of(node.account, node.region);
  if (node?.kind === 'global') return of(node.account, '');
  if (node?.kind === 'kind') return { ...of(node.place.connection.account, node.place.region), apis: [node.api] };
  if (node?.kind !== 'live') return undefined;
  const { account, api } = node.resource;
  return { ...of(account, node.place.region), apis: [api, ...(liveKind(api).below ?? [])] };
}

/** Looks at live resources again, with the progress on the view. What could not be seen, the rows say. */
async function lookAgain({ session }: CommandDeps, request: SyncRequest): Promise<void> {
  const { live } = session;
  if (live === undefined) return;
  const report = await vscode.window.withProgress({ location: { viewId: VIEWS.accounts } }, () => session.sync(live, request, {}));
  if (report.problems.length > 0) session.refresh();
  if (report.elsewhere.length > 0) {
    const accounts = report.elsewhere.map(withoutLinks).join(', ');
    void vscode.window.showInformationMessage(vscode.l10n.t('Another window is looking at {0} right now.', accounts));
  }
}
