import * as vscode from 'vscode';
import type { Alert } from '../../domain/alert';
import { shortName } from '../../domain/resource';
import { configurationUri, recordUri } from '../documents/addresses';
import { COMMANDS } from '../ids';
import { withoutLinks } from '../markdown';
import { alertOf, nodeOf, resourceOf, textOf } from './arguments';
import { askId } from './ask-id';
import { hasData } from './data';
import type { CommandDeps, Handler } from './deps';

/** A list longer than this is typed into rather than read. */
const OFFERED = 1000;

/** Commands about one resource, one alert or one record: from a row, from a webview, or asked for by name. */
export function documentCommands(deps: CommandDeps) {
  const { session, views } = deps;
  return {
    [COMMANDS.openConfiguration]: async (argument) => {
      const node = nodeOf(argument, undefined);
      const resource = textOf(argument) ?? resourceOf(node) ?? (await askResource(deps));
      if (resource !== undefined) await openConfiguration(deps, resource, alertOf(node) ?? (await alertAbout(deps, resource)));
    },
    [COMMANDS.openRecord]: async (argument) => {
      const eventId = textOf(argument) ?? alertOf(nodeOf(argument, undefined))?.eventId ?? (await askEvent(deps));
      if (eventId === undefined) return;
      if ((await session.engine.record(eventId)) === undefined) {
        void vscode.window.showWarningMessage(vscode.l10n.t('There is no record with this event id: {0}', withoutLinks(eventId)));
      } else await show(recordUri(eventId));
    },
    [COMMANDS.copyResource]: async (argument) => {
      const node = nodeOf(argument, views.selection);
      const resource = resourceOf(node);
      // Beside the ARN of a live resource it is the id within it that is wanted.
      if (resource !== undefined) await vscode.env.clipboard.writeText(node?.kind === 'live' ? shortName(resource) : resource);
    },
    [COMMANDS.revealInAlerts]: async (argument) => {
      const alertId = textOf(argument) ?? alertOf(nodeOf(argument, views.selection))?.id;
      if (alertId === undefined || (await views.reveal(alertId))) return;
      void vscode.window.showInformationMessage(vscode.l10n.t('The filters in force leave this alert out of the Alerts view.'));
    },
  } satisfies Record<string, Handler>;
}

/** A principal has no configuration: for such an alert the record that is its evidence is offered. */
async function openConfiguration({ session }: CommandDeps, resource: string, alert: Alert | undefined): Promise<void> {
  if ((await session.engine.configuration(resource)) !== undefined) {
    await show(configurationUri(resource));
    return;
  }
  const message = vscode.l10n.t('No record describes the configuration of {0}.', withoutLinks(resource));
  const openRecord = vscode.l10n.t('Open Record');
  const choice = await vscode.window.showInformationMessage(message, ...(alert === undefined ? [] : [openRecord]));
  if (choice !== undefined && alert !== undefined) await show(recordUri(alert.eventId));
}

async function show(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
}

/** Offers the resources of the alerts in force: what somebody is likely to mean. */
export async function askResource(deps: CommandDeps): Promise<string | undefined> {
  if (!(await hasData(deps))) return undefined;
  return askId(vscode.l10n.t('Id, ARN or name of the resource'), await resourcesInForce(deps));
}

/** The resources of the alerts in force, no more than a list is made for. */
export async function resourcesInForce({ model }: CommandDeps): Promise<readonly string[]> {
  const { alerts } = await model.current();
  return [...new Set(alerts.map(({ resource }) => resource))].slice(0, OFFERED);
}

/** An alert about a resource, where all that is known is the resource. */
export async function alertAbout({ model }: CommandDeps, resource: string): Promise<Alert | undefined> {
  const { alerts } = await model.current();
  return alerts.find((alert) => alert.resource === resource);
}

async function askEvent(deps: CommandDeps): Promise<string | undefined> {
  return (await hasData(deps)) ? askId(vscode.l10n.t('Event id of the record'), []) : undefined;
}
