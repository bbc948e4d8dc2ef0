import * as vscode from 'vscode';
import { resolveRange, type TimeRange } from '../../domain/time';
import { EngineError, type Explained } from '../../engine/api';
import { signalOf } from '../failures';
import { visible } from '../markdown';
import type { Session } from '../session';
import { numberText, rangeText } from '../text';

/** A query to be explained: what the address of its document holds. */
export interface ExplainedQuery {
  readonly title: string;
  /** With the directives above it. */
  readonly query: string;
  readonly range: TimeRange;
}

/** The query in plain words, with the events or resources that each of its conditions lets through in its time range. Cancelled: the words alone. */
export async function explanation(session: Session, id: string): Promise<string> {
  const { title, query, range } = JSON.parse(id) as ExplainedQuery; // the address is ours
  const [{ analyse }, { explain }, { explanationText }] = await Promise.all([
    import('../../rql/query'),
    import('../../rql/explain'),
    import('../../rql/explain-text'),
  ]);
  const [found] = analyse(query).queries;
  if (found === undefined || found.faulty) return `${vscode.l10n.t('The query has faults and cannot be explained.')}\n`;
  return explanationText(explain(found, query), { title, range: rangeText(range) }, await counted(session, query, range), {
    translate: (template, ...args) => vscode.l10n.t(template, ...args),
    number: numberText,
    visible,
  });
}

/** `undefined`: the person didn't wait for it, or the engine can't answer this query yet. */
async function counted(session: Session, query: string, range: TimeRange): Promise<Explained | undefined> {
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Counting what each condition lets through…'),
    cancellable: true,
  };
  try {
    return await vscode.window.withProgress(progress, (_, token) =>
      session.engine.explain({ query, window: resolveRange(range, session.now()) }, { signal: signalOf(token) }),
    );
  } catch (error) {
    if (EngineError.is(error, 'cancelled') || EngineError.is(error, 'query')) return undefined;
    throw error;
  }
}
