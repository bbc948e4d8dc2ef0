import * as vscode from 'vscode';
import { subjectOf } from '../documents/addresses';
import { COMMANDS } from '../ids';
import { subjectInLine } from '../inspect/subject-at';
import type { AnyNode } from '../tree/nodes';
import { alertOf, nodeOf, resourceOf, textOf } from './arguments';
import { askId } from './ask-id';
import { hasData } from './data';
import type { CommandDeps, Handler } from './deps';
import { resourcesInForce } from './documents';

/** No id, ARN or name is longer: such a selection is none of them. */
const LONGEST = 2048;

/** Traces the cause of an event, an alert or a resource: from a row, from a document, from a webview, or asked for by name. */
export function traceCommands(deps: CommandDeps) {
  return {
    [COMMANDS.traceCause]: async (argument) => {
      const given = argument instanceof vscode.Uri ? subjectOf(argument) : (textOf(argument) ?? subjectOfRow(nodeOf(argument, undefined)));
      const subject = given ?? (await askSubject(deps));
      if (subject !== undefined) deps.showChain(subject);
    },
  } satisfies Record<string, Handler>;
}

/** An alert is traced from its newest evidence, a story from the event that stands for it. */
function subjectOfRow(node: AnyNode | undefined): string | undefined {
  if (node?.kind === 'story') return node.story.eventId;
  return node?.kind === 'alert' ? alertOf(node)?.eventId : resourceOf(node);
}

/** Offers what a person is at, and the resources of the alerts in force. */
async function askSubject(deps: CommandDeps): Promise<string | undefined> {
  if (!(await hasData(deps))) return undefined;
  const typed = subjectOfEditor(vscode.window.activeTextEditor) ?? subjectOfRow(deps.views.selection);
  return askId(vscode.l10n.t('Event id, or id, ARN or name of a resource'), await resourcesInForce(deps), typed);
}

/** What is selected, else the id at the cursor, else what the document is about. */
function subjectOfEditor(editor: vscode.TextEditor | undefined): string | undefined {
  if (editor === undefined) return undefined;
  const { document, selection } = editor;
  if (!selection.isEmpty) {
    const selected = selection.isSingleLine ? document.getText(selection).trim() : '';
    return selected === '' || selected.length > LONGEST ? undefined : selected;
  }
  const { line, character } = selection.active;
  return subjectInLine(document.lineAt(line).text, character)?.subject ?? subjectOf(document.uri);
}
