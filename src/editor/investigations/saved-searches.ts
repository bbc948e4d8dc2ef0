import * as vscode from 'vscode';
import type { TimeRange } from '../../domain/time';

/** A query of a file of the workspace. */
export interface SavedSearch {
  readonly uri: vscode.Uri;
  /** Where the query begins in its file. */
  readonly offset: number;
  /** With the lines of comments above it. */
  readonly query: string;
  /** Its name, else its first line. */
  readonly title: string;
  readonly range?: TimeRange;
}

export interface SavedFile {
  readonly uri: vscode.Uri;
  /** In the order of the file. */
  readonly searches: readonly SavedSearch[];
}

/** More files than this make no list, and a file longer than this is no list of searches. */
const FILES = 500;
const LONGEST = 256 * 1024;
const QUIET_MS = 200;

/** The `.rql` files of the workspace, read when somebody looks, and again after one has changed. */
export class SavedSearches implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changed.event;
  private readonly watcher = vscode.workspace.createFileSystemWatcher('**/*.rql');
  private timer: NodeJS.Timeout | undefined;
  private found: Promise<readonly SavedFile[]> | undefined;

  constructor() {
    const soon = (): void => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.found = undefined;
        this.changed.fire(undefined);
      }, QUIET_MS);
    };
    this.watcher.onDidCreate(soon);
    this.watcher.onDidChange(soon);
    this.watcher.onDidDelete(soon);
  }

  files(): Promise<readonly SavedFile[]> {
    return (this.found ??= findSaved());
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.watcher.dispose();
    this.changed.dispose();
  }
}

async function findSaved(): Promise<readonly SavedFile[]> {
  const uris = await vscode.workspace.findFiles('**/*.rql', excluded(), FILES);
  const files = await Promise.all(uris.map(readFile));
  return files.filter(({ searches }) => searches.length > 0).sort((a, b) => a.uri.path.localeCompare(b.uri.path));
}

/** What searches of the editor leave out; files that it hides are left out anyway. */
function excluded(): string | undefined {
  const settings = vscode.workspace.getConfiguration('search').get<Readonly<Record<string, unknown>>>('exclude') ?? {};
  const patterns = Object.entries(settings).flatMap(([pattern, on]) => (on === true ? [pattern] : []));
  return patterns.length === 0 ? undefined : `{${patterns.join(',')}}`;
}

async function readFile(uri: vscode.Uri): Promise<SavedFile> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    const text = size > LONGEST ? '' : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return { uri, searches: await searchesIn(uri, text) };
  } catch {
    return { uri, searches: [] }; // it is gone by now
  }
}

async function searchesIn(uri: vscode.Uri, text: string): Promise<readonly SavedSearch[]> {
  const [{ splitQueries }, { readDirectives }] = await Promise.all([import('../../rql/segments'), import('../../rql/directives')]);
  return splitQueries(text).segments.map(({ above, start, end }) => {
    const { name, timeRange } = readDirectives(text.slice(above, start), above).directives;
    const comments = text
      .slice(above, start)
      .split('\n')
      .filter((line) => line.trimStart().startsWith('//'));
    const body = text.slice(start, end);
    const [firstLine = ''] = body.split('\n');
    const title = name ?? firstLine.trim();
    return { uri, offset: start, query: [...comments, body].join('\n'), title, ...(timeRange !== undefined && { range: timeRange }) };
  });
}
