import type { AlertBook } from '../policies/alert-book';
import type { Given, Needs } from '../rql/given';
import type { Faulty } from '../rql/query';
import { EngineError } from './api';

/** Where what a query can't know by itself comes from. */
export interface Sources {
  /** Epoch milliseconds. */
  readonly now: number;
  accounts(): Promise<readonly string[]>;
  book(): Promise<AlertBook>;
}

/** What a query needs, and nothing else. */
export async function gather({ accounts, alerts, anomalies }: Needs, sources: Sources): Promise<Given> {
  const book = alerts.length > 0 || anomalies ? await sources.book() : undefined;
  return {
    now: sources.now,
    accounts: accounts ? await sources.accounts() : [],
    alerts: new Map(alerts.map((id) => [id, book?.behind((alert) => alert.id === id) ?? []])),
    anomalies: anomalies ? (book?.anomalies() ?? []) : [],
  };
}

/** @throws EngineError with reason `query` where the query has faults */
export function whole<C extends { readonly kind: string }>(compiled: C | Faulty): C {
  if (!isFaulty(compiled)) return compiled;
  const faults = compiled.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  throw new EngineError('query', faults.join(' '));
}

function isFaulty(compiled: { readonly kind: string }): compiled is Faulty {
  return compiled.kind === 'faulty';
}
