import * as vscode from 'vscode';
import { regionLabel } from '../../domain/regions';
import { arnPlace, resourceType } from '../../domain/resource';
import type { About, AlertsAbout, Deed } from '../../engine/api';
import { factsMarkdown, type Fact } from '../facts';
import { codeSpan, escapeMarkdown } from '../markdown';
import { countsText, numberText, severityText, timeText } from '../text';
import type { Inspected, Inspector } from './inspector';

/** Tells what an ARN, an id, a key or an account number is, and what is known of it, in any file. */
export class IdHover implements vscode.HoverProvider {
  constructor(private readonly inspector: Inspector) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const found = await this.inspector.at(document, position, token);
    return found && new vscode.Hover(hoverText(found), found.range);
  }
}

/** What stands in it of records, files and policies is escaped, or in code spans; nothing in it is a link or a command. */
export function hoverText(inspected: Inspected): vscode.MarkdownString {
  const { id, about, terraform } = inspected;
  const title = `**${kindText(inspected)}** ${codeSpan(id.token)}`;
  const made: readonly Fact[] = terraform.map((address) => ['Terraform', codeSpan(address)]);
  if (about === undefined) {
    const unknown = vscode.l10n.t('No record in the store names it.');
    return factsMarkdown(title, [...placeFacts(arnPlace(id.token)), ...made], unknown);
  }
  const facts = [...nameFacts(about), ...statusFacts(id.kind, about), ...placeFacts(id.kind === 'account' ? {} : about)];
  return factsMarkdown(title, [...facts, ...lifeFacts(about), ...made, ...alertFacts(about.alerts)], hints(id.kind));
}

function kindText({ id, about }: Inspected): string {
  if (id.kind === 'account') return vscode.l10n.t('AWS account');
  const type = about?.type || resourceType(id.token);
  return type === '' ? vscode.l10n.t('AWS resource') : escapeMarkdown(type);
}

function nameFacts({ name }: About): readonly Fact[] {
  return name === undefined ? [] : [[vscode.l10n.t('Name'), codeSpan(name)]];
}

/** Of what has a life: an account and a key have none that the records tell whole. */
function statusFacts(kind: Inspected['id']['kind'], { deleted }: About): readonly Fact[] {
  if (kind === 'account') return [];
  return [
    [vscode.l10n.t('Status'), deleted === undefined ? vscode.l10n.t('not deleted, as far as the records tell') : vscode.l10n.t('deleted')],
  ];
}

function placeFacts({ account = '', region = '' }: { readonly account?: string; readonly region?: string }): readonly Fact[] {
  return [
    ...(account === '' ? [] : [[vscode.l10n.t('Account'), codeSpan(account)] as const]),
    ...(region === '' ? [] : [[vscode.l10n.t('Region'), codeSpan(regionLabel(region))] as const]),
  ];
}

function lifeFacts({ created, deleted, events, firstSeen, lastSeen }: About): readonly Fact[] {
  return [
    ...(created === undefined ? [] : [[vscode.l10n.t('Created'), deedText(created)] as const]),
    ...(deleted === undefined ? [] : [[vscode.l10n.t('Deleted'), deedText(deleted)] as const]),
    [vscode.l10n.t('First seen'), timeText(firstSeen)],
    [vscode.l10n.t('Last seen'), timeText(lastSeen)],
    [vscode.l10n.t('Events'), numberText(events)],
  ];
}

function deedText({ time, principal }: Deed): string {
  return principal === '' ? timeText(time) : vscode.l10n.t('{0}, by {1}', timeText(time), codeSpan(principal));
}

function alertFacts(alerts: AlertsAbout | undefined): readonly Fact[] {
  const label = vscode.l10n.t('Alerts');
  if (alerts === undefined) return [[label, vscode.l10n.t('still being worked out; look again in a moment')]];
  if (alerts.worst.length === 0) return [[label, vscode.l10n.t('none')]];
  const listed = alerts.worst.map(({ title, severity, lastSeen, count }) => {
    const times = count === 1 ? '' : ` × ${numberText(count)}`;
    return `\n  - **${escapeMarkdown(title)}** (${severityText(severity)})${times}, ${timeText(lastSeen)}`;
  });
  return [[label, escapeMarkdown(countsText(alerts.counts)) + listed.join('')]];
}

/** By the names that the editor's own menus have. */
function hints(kind: Inspected['id']['kind']): string {
  const events = vscode.l10n.t('*Find All References* lists its events.');
  if (kind === 'account') return events;
  const [configuration, cause] = [
    vscode.l10n.t('*Go to Definition* opens its configuration.'),
    vscode.l10n.t('*Show Call Hierarchy* walks to its cause.'),
  ];
  return `${configuration} ${events} ${cause}`;
}
