import * as vscode from 'vscode';
import type { TimeRange } from '../../domain/time';
import { queryAt, type LocatedQuery } from '../commands/query-at';
import { LANGUAGE } from '../ids';
import { analyseDocument, rangeIn } from './document';

/** A query that was run, and where it stood then: {@link LocatedQuery.text}, and where the query itself began. */
export interface RunQuery {
  readonly query: string;
  readonly documentUri: string;
  readonly offset: number;
}

export interface FoundQuery {
  readonly document: vscode.TextDocument;
  readonly located: LocatedQuery;
}

/**
 * Finds a query again that was run, wherever it stands now: a person types on while results are shown.
 * `undefined`: its document is gone, or the query in it is another one by now.
 */
export async function findQuery({ query, documentUri, offset }: RunQuery): Promise<FoundQuery | undefined> {
  const document = await openedDocument(vscode.Uri.parse(documentUri, true));
  if (document === undefined) return undefined;
  const text = document.getText();
  const analysis = await analyseDocument(document);
  const found = analysis.queries
    .flatMap(({ range }) => queryAt(text, analysis, range.start) ?? [])
    .filter((located) => located.text === query)
    .sort((a, b) => Math.abs(a.query.range.start - offset) - Math.abs(b.query.range.start - offset));
  const [located] = found;
  return located && { document, located };
}

/** Writes the time range of a query into its document, as its directive. Tells what was found, and where it stands then; `undefined` as above. */
export async function writeQueryTime(run: RunQuery, range: TimeRange): Promise<RunQuery | undefined> {
  const found = await findQuery(run);
  if (found === undefined) return undefined;
  const { document, located } = found;
  const { timeEdit } = await import('../../rql/time-edit');
  const { newText, ...span } = timeEdit(document.getText(), located.query, range);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeIn(document, span), newText);
  if (!(await vscode.workspace.applyEdit(edit))) return undefined;
  const offset = located.query.range.start + newText.length - (span.end - span.start);
  const after = queryAt(document.getText(), await analyseDocument(document), offset);
  return after && { query: after.text, documentUri: run.documentUri, offset };
}

/**
 * Adds a condition to a query in its document, which a person can undo; where the query is not found again, in a new document beside.
 * `undefined`: the query has no condition to add to.
 */
export async function writeCondition(
  { query, documentUri, offset = 0 }: Pick<RunQuery, 'query'> & Partial<RunQuery>,
  condition: string,
  range: TimeRange,
): Promise<(RunQuery & { readonly title: string }) | undefined> {
  const { narrowingEdit } = await import('../../rql/narrow');
  const known = documentUri === undefined ? undefined : await findQuery({ query, documentUri, offset });
  const { document, located } = known ?? (await newDocument(query, range)) ?? {};
  const insertions = located === undefined ? undefined : narrowingEdit(located.query, condition);
  if (document === undefined || located === undefined || insertions === undefined) return undefined;
  const edit = new vscode.WorkspaceEdit();
  for (const { at, text } of insertions) edit.insert(document.uri, document.positionAt(at), text);
  if (!(await vscode.workspace.applyEdit(edit))) return undefined;
  const { start } = located.query.range; // all that was inserted stands behind it
  const after = queryAt(document.getText(), await analyseDocument(document), start);
  return after && { query: after.text, title: after.title, documentUri: document.uri.toString(), offset: start };
}

async function newDocument(query: string, range: TimeRange): Promise<FoundQuery | undefined> {
  const content = `${await textWithTime(query, range)}\n`;
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false });
  const located = queryAt(content, await analyseDocument(document), 0);
  return located && { document, located };
}

/** The text of one query with the time range as its directive, so that it asks the same wherever it stands. */
export async function textWithTime(text: string, range: TimeRange): Promise<string> {
  const [{ analyse }, { timeEdit }] = await Promise.all([import('../../rql/query'), import('../../rql/time-edit')]);
  const [query] = analyse(text).queries;
  if (query === undefined) return text;
  const { start, end, newText } = timeEdit(text, query, range);
  return text.slice(0, start) + newText + text.slice(end);
}

/** An unsaved document that was closed is gone; asked for by its address it would be a new and empty one. */
async function openedDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined || uri.scheme === 'untitled') return open;
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}
