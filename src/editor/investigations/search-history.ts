import * as vscode from 'vscode';
import { formatRange, type TimeRange } from '../../domain/time';

/** One search that was run: what was asked, and how long the answer was. Never anything of the answer itself. */
export interface PastSearch {
  readonly query: string;
  readonly range: TimeRange;
  readonly title: string;
  /** When it was run last, in epoch milliseconds. */
  readonly at: number;
  /** Until the first rows were there, in milliseconds. */
  readonly duration: number;
  readonly outcome: { readonly kind: 'answered'; readonly rows: number } | { readonly kind: 'failed' | 'cancelled' };
}

const KEY = 'nephoscope.searchHistory';
const MOST = 100;
/** A longer query isn't kept: half of one would be another. */
const LONGEST = 10_000;

/** The searches of a workspace, the newest first; of those with the same query and time range, the last run alone. */
export class SearchHistory implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changed.event;
  private list: readonly PastSearch[];

  constructor(private readonly memento: vscode.Memento) {
    const kept = memento.get<unknown>(KEY);
    this.list = Array.isArray(kept) ? kept.filter(isPastSearch).slice(0, MOST) : [];
  }

  get entries(): readonly PastSearch[] {
    return this.list;
  }

  async add(entry: PastSearch): Promise<void> {
    if (entry.query.length > LONGEST) return;
    await this.keep([entry, ...this.list.filter((other) => !isSame(other, entry))].slice(0, MOST));
  }

  async remove(entry: PastSearch): Promise<void> {
    await this.keep(this.list.filter((other) => !isSame(other, entry)));
  }

  async clear(): Promise<void> {
    await this.keep([]);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async keep(list: readonly PastSearch[]): Promise<void> {
    this.list = list;
    this.changed.fire(undefined);
    await this.memento.update(KEY, list);
  }
}

/** The same question, whenever it was asked. */
export function isSame(a: PastSearch, b: PastSearch): boolean {
  return a.query === b.query && formatRange(a.range) === formatRange(b.range);
}

/** Whether something kept is of this shape: another version may have written it. */
function isPastSearch(value: unknown): value is PastSearch {
  if (typeof value !== 'object' || value === null) return false;
  const { query, range, title, at, duration, outcome } = value as Partial<Record<keyof PastSearch, unknown>>;
  const known = (part: unknown): boolean => typeof part === 'object' && part !== null && 'kind' in part;
  return (
    [query, title].every((text) => typeof text === 'string') && [at, duration].every(Number.isFinite) && known(range) && known(outcome)
  );
}
