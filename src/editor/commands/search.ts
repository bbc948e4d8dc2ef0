import * as vscode from 'vscode';
import type { Alert } from '../../domain/alert';
import type { JsonValue } from '../../domain/json';
import { explanationUri } from '../documents/addresses';
import { COMMANDS, LANGUAGE } from '../ids';
import { placeOf } from '../language/query-place';
import { visible, withoutLinks } from '../markdown';
import { alertOf, nodeOf, resourceOf, textOf } from './arguments';
import type { CommandDeps, Handler } from './deps';
import { alertAbout, askResource } from './documents';
import { queryAt } from './query-at';
import { resourceQuery, subjectQuery } from './resource-query';

const STARTER = 'event from cloud.audit_logs where ';
/** Records of a configuration that are looked at for the places where a resource stands. */
const SOURCES = 20;

/** Commands that search. */
export function searchCommands(deps: CommandDeps) {
  return {
    [COMMANDS.openDashboard]: () => deps.showDashboard(),
    [COMMANDS.showRegionRadar]: () => deps.showRadar(),
    [COMMANDS.searchAuditEvents]: () => startSearch(deps),
    [COMMANDS.runQuery]: async (uri, offset) => {
      const place = await placeOf(uri, offset);
      if (place !== undefined) await runQuery(deps, place.document, place.offset);
    },
    [COMMANDS.explainQuery]: async (uri, offset) => {
      const place = await placeOf(uri, offset);
      if (place !== undefined) await explainQuery(deps, place.document, place.offset);
    },
    [COMMANDS.searchResource]: async (argument, carrier) => {
      const node = nodeOf(argument, deps.views.selection);
      const resource = textOf(argument) ?? resourceOf(node) ?? (await askResource(deps));
      if (resource === undefined) return;
      await searchResource(deps, resource, { alert: alertOf(node) ?? (await alertAbout(deps, resource)), eventId: textOf(carrier) });
    },
  } satisfies Record<string, Handler>;
}

/** Runs what is selected in an `.rql` document; else begins a new search, with the cursor where the condition goes. */
async function startSearch({ filter, showResults }: CommandDeps): Promise<void> {
  const active = vscode.window.activeTextEditor;
  if (active?.document.languageId === LANGUAGE && !active.selection.isEmpty) {
    const query = active.document.getText(active.selection);
    const [title = query] = query.trim().split('\n');
    showResults({ query, range: filter.state.range, title });
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: STARTER });
  const end = document.positionAt(STARTER.length);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(end, end), preview: false });
  await vscode.commands.executeCommand('editor.action.triggerSuggest');
}

/** The query at a place, if it has no faults; else the person is told. The time range is the query's own, or the one in force. */
async function soundQuery({ filter }: CommandDeps, document: vscode.TextDocument, offset: number) {
  const { analyse } = await import('../../rql/query'); // the language is loaded when somebody uses it
  const text = document.getText();
  const found = queryAt(text, analyse(text), offset);
  if (found?.query.faulty === false) return { ...found, range: found.query.timeRange ?? filter.state.range };
  const showProblems = vscode.l10n.t('Show Problems');
  const message = found === undefined ? vscode.l10n.t('There is no query here.') : vscode.l10n.t('The query has faults and was not run.');
  const choice = await vscode.window.showWarningMessage(message, ...(found === undefined ? [] : [showProblems]));
  if (choice !== undefined) await vscode.commands.executeCommand('workbench.actions.view.problems');
  return undefined;
}

/** Runs one query of a document. */
export async function runQuery(deps: CommandDeps, document: vscode.TextDocument, offset: number): Promise<void> {
  const found = await soundQuery(deps, document, offset);
  if (found === undefined) return;
  const { query, text, title, range } = found;
  deps.showResults({ query: text, range, title: visible(title), documentUri: document.uri.toString(), offset: query.range.start });
}

/** Shows one query of a document in plain words, beside it. */
async function explainQuery(deps: CommandDeps, document: vscode.TextDocument, offset: number): Promise<void> {
  const found = await soundQuery(deps, document, offset);
  if (found === undefined) return;
  const { text: query, title, range } = found;
  const explained = await vscode.workspace.openTextDocument(explanationUri({ title, query, range }, found.query.name));
  await vscode.window.showTextDocument(explained, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}

/** What is known of a resource that is searched for. */
interface Known {
  readonly alert: Alert | undefined;
  /** A record that carries it. */
  readonly eventId: string | undefined;
}

/** Shows the events that carry a resource, or, for an alert about a principal, those of the principal. */
async function searchResource(deps: CommandDeps, resource: string, { alert, eventId = alert?.eventId }: Known): Promise<void> {
  const records = await recordsOf(deps, resource, eventId);
  const query = resourceQuery(resource, records) ?? (alert?.actor === resource ? subjectQuery(resource) : undefined);
  if (query === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No event says where {0} would stand in a record.', withoutLinks(resource)));
    return;
  }
  deps.showResults({ query, range: { kind: 'all' }, title: visible(resource) });
}

async function recordsOf({ session }: CommandDeps, resource: string, eventId: string | undefined): Promise<readonly JsonValue[]> {
  const configuration = await session.engine.configuration(resource);
  const sources = configuration?.sources.flatMap((source) => source.eventId ?? []).slice(0, SOURCES) ?? [];
  const eventIds = new Set([...sources, ...(eventId === undefined ? [] : [eventId])]);
  const records = await Promise.all([...eventIds].map((id) => session.engine.record(id)));
  return records.flatMap((record) => (record === undefined ? [] : [JSON.parse(record) as JsonValue]));
}
