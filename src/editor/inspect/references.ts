import { setImmediate as nextTurn } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Mention } from '../../engine/api';
import { recordUri } from '../documents/addresses';
import { indentJson } from '../documents/indent-json';
import { signalOf } from '../failures';
import { COMMANDS } from '../ids';
import { withoutLinks } from '../markdown';
import type { Session } from '../session';
import { numberText } from '../text';
import type { Inspector } from './inspector';

/** More events are a search. */
export const MOST_EVENTS = 200;
/** Records between two looks at what else the editor's host has to do: less than a millisecond each. */
const AT_ONCE = 10;

/** The audit events that name an id, as places in their records, newest first. */
export class IdReferences implements vscode.ReferenceProvider {
  constructor(
    private readonly inspector: Inspector,
    private readonly session: Session,
  ) {}

  async provideReferences(
    document: vscode.TextDocument,
    position: vscode.Position,
    _context: vscode.ReferenceContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.Location[] | undefined> {
    const { about } = (await this.inspector.at(document, position, token)) ?? {};
    if (about === undefined) return undefined;
    const request = { token: about.token, limit: MOST_EVENTS };
    const { events, total } = await this.session.engine.mentions(request, { signal: signalOf(token) });
    const locations: vscode.Location[] = [];
    for (const [place, event] of events.entries()) {
      if (place % AT_ONCE === 0) await nextTurn();
      if (token.isCancellationRequested) return undefined;
      locations.push(locationOf(event, about.token, place));
    }
    if (total > events.length) tellOfMore(about.token, events.length, total);
    return locations;
  }
}

/** The editor lists files in the order of their names: the name begins with the place in the list. */
function locationOf({ eventId, time, operation, record }: Mention, id: string, place: number): vscode.Location {
  const number = String(place + 1).padStart(String(MOST_EVENTS).length, '0');
  const when = new Date(time).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.');
  return new vscode.Location(recordUri(eventId, `${number} ${operation} ${when}`), rangeIn(indentJson(record), id));
}

/** Where a record names it first; its beginning where it names it otherwise, such as a bucket by its name. */
function rangeIn(text: string, id: string): vscode.Range {
  const at = text.indexOf(id);
  if (at < 0) return new vscode.Range(0, 0, 0, 0);
  const line = text.slice(0, at).split('\n').length - 1;
  const character = at - (text.lastIndexOf('\n', at) + 1);
  return new vscode.Range(line, character, line, character + id.length);
}

function tellOfMore(id: string, shown: number, total: number): void {
  const search = vscode.l10n.t('Search All Events');
  const message = vscode.l10n.t(
    'The newest {0} of {1} events that name {2} are listed.',
    numberText(shown),
    numberText(total),
    withoutLinks(id),
  );
  void vscode.window.showInformationMessage(message, search).then((choice) => {
    if (choice === search) void vscode.commands.executeCommand(COMMANDS.searchResource, id);
  });
}
