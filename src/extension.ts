import * as vscode from 'vscode';
import { AlertsModel } from './editor/alerts-model';
import { registerCommands } from './editor/commands/register';
import { DisposableStore } from './editor/disposables';
import { registerDocuments } from './editor/documents/providers';
import { Histories } from './editor/documents/versions';
import { AlertFilter } from './editor/filter';
import { FolderWatch } from './editor/folder-watch';
import { CauseHierarchy } from './editor/inspect/call-hierarchy';
import { registerInspection } from './editor/inspect/register';
import { registerLanguage } from './editor/language/register';
import { SavedSearches } from './editor/investigations/saved-searches';
import { SearchHistory } from './editor/investigations/search-history';
import { Shipped } from './editor/investigations/shipped';
import { Attention } from './editor/live/attention';
import { Connecting } from './editor/live/connecting';
import { SignIns } from './editor/live/sign-in';
import { Syncing } from './editor/live/syncing';
import { Loading } from './editor/loading';
import { registerPanels } from './editor/panels/register';
import { LiveStatus } from './editor/status/live-status';
import { StatusBar } from './editor/status/status-bar';
import { Views } from './editor/tree/views';
import { WindowSession } from './editor/window-session';

/** Makes every part of the product, top to bottom; asks nobody anything. The engine is started by the first question. */
export function activate(context: vscode.ExtensionContext): void {
  const parts = new DisposableStore();
  context.subscriptions.push(parts);
  const { extensionUri, extensionPath, globalStorageUri, globalState, workspaceState: memento } = context;

  const log = parts.add(vscode.window.createOutputChannel('Nephoscope', { log: true }));
  const session = parts.add(new WindowSession({ storage: globalStorageUri.fsPath, extensionPath, memento, log }));
  const filter = parts.add(new AlertFilter(memento));
  const model = parts.add(new AlertsModel(session, filter));
  const loading = new Loading(session, log);
  const watch = parts.add(new FolderWatch({ session, log }));
  parts.add(session.onDidBeginUse(() => watch.start())); // a window that only looks at other files loads nothing

  const syncing = parts.add(new Syncing({ session, log }));
  const signIns = parts.add(new SignIns({ log }));
  const connecting = new Connecting({ session, syncing, signIns, log });
  parts.add(new Attention({ syncing, signIns, connecting, log }));
  parts.add(session.onDidBeginUse(() => syncing.start()));

  // A window without a folder keeps nothing of its own: its history is the user's.
  const history = parts.add(new SearchHistory(vscode.workspace.workspaceFolders === undefined ? globalState : memento));
  const saved = parts.add(new SavedSearches());
  const shipped = new Shipped(extensionUri);
  const investigations = { history, saved, shipped };

  const views = parts.add(new Views({ session, filter, model, memento, investigations, load: (uris) => loading.load(uris) }));
  parts.add(new StatusBar({ session, filter, model, watch }));
  parts.add(new LiveStatus({ session, filter, syncing }));
  const histories = parts.add(new Histories(session));
  parts.add(registerDocuments(session, histories));
  parts.add(registerLanguage({ session, filter }));
  parts.add(new CauseHierarchy(session));
  parts.add(registerInspection({ session, log, extensionPath }));
  const panels = parts.add(
    registerPanels({
      session,
      filter,
      extensionUri,
      memento: globalState,
      onSearched: ({ query, range, title }, end) => void history.add({ query, range, title, at: Date.now(), ...end }),
    }),
  );

  parts.add(
    registerCommands({
      session,
      filter,
      model,
      views,
      loading,
      connecting,
      syncing,
      histories,
      log,
      showDashboard: () => panels.dashboard.show(),
      showRadar: () => panels.dashboard.showRadar(),
      showResults: (search) => panels.results.run(search),
      showChain: (subject) => panels.chains.show(subject),
      shownSearch: () => panels.results.shown,
      ...investigations,
      actInResults: (action) => panels.results.act(action),
    }),
  );
}
