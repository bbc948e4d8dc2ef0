import * as vscode from 'vscode';
import { DisposableStore } from '../disposables';
import { SCHEMES } from '../ids';
import { visible } from '../markdown';
import { statusText } from '../live/status-text';
import type { Session } from '../session';
import { timeText } from '../text';
import { idOf, recordUri } from './addresses';
import { configurationText, SOURCE_LINE, unknownText } from './configuration-text';
import { explanation } from './explanation';
import { indentJson } from './indent-json';
import type { Histories } from './versions';

/** The read-only documents: configurations and their versions, raw records, queries in plain words, the state of live accounts. Open ones are asked for again when the data changes. */
export function registerDocuments(session: Session, histories: Histories): DisposableStore {
  const parts = new DisposableStore();
  const provide = (scheme: string, text: (id: string) => Promise<string>) => {
    const changed = parts.add(new vscode.EventEmitter<vscode.Uri>());
    parts.add(session.onDidChange(() => openDocuments(scheme).forEach((uri) => changed.fire(uri))));
    parts.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: changed.event,
        provideTextDocumentContent: (uri) => text(idOf(uri)),
      }),
    );
  };
  provide(SCHEMES.configuration, (resource) => configuration(session, resource));
  provide(SCHEMES.version, (version) => histories.text(version));
  provide(SCHEMES.record, (eventId) => record(session, eventId));
  provide(SCHEMES.explanation, (query) => explanation(session, query));
  provide(SCHEMES.live, async () => statusText(await session.liveState(), vscode.l10n.t, timeText));
  parts.add(vscode.languages.registerDocumentLinkProvider({ scheme: SCHEMES.configuration }, { provideDocumentLinks: recordLinks }));
  return parts;
}

async function configuration(session: Session, resource: string): Promise<string> {
  const found = await session.engine.configuration(resource);
  return found === undefined ? unknownText(resource, vscode.l10n.t) : configurationText(found, vscode.l10n.t);
}

async function record(session: Session, eventId: string): Promise<string> {
  const raw = await session.engine.record(eventId);
  return raw === undefined
    ? `// ${vscode.l10n.t('There is no record with this event id: {0}', visible(eventId))}\n`
    : `${indentJson(raw)}\n`;
}

/** From the header of a configuration to the records it came from: our own read-only documents and nothing else. */
function recordLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
  const links: vscode.DocumentLink[] = [];
  for (let line = 0; line < document.lineCount; line += 1) {
    const { text } = document.lineAt(line);
    if (!text.startsWith('//')) break;
    const eventId = SOURCE_LINE.exec(text)?.[1];
    if (eventId === undefined) continue;
    const link = new vscode.DocumentLink(new vscode.Range(line, text.length - eventId.length, line, text.length), recordUri(eventId));
    link.tooltip = vscode.l10n.t('Open Record');
    links.push(link);
  }
  return links;
}

function openDocuments(scheme: string): readonly vscode.Uri[] {
  return vscode.workspace.textDocuments.map(({ uri }) => uri).filter((uri) => uri.scheme === scheme);
}
