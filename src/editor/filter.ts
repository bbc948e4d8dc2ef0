import * as vscode from 'vscode';
import { PAST_DAY, type TimeRange, type TimeWindow } from '../domain/time';
import type { Sentence } from '../domain/chain';
import type { PolicyType } from '../domain/policy';
import type { Severity } from '../domain/severity';

/** What the Alerts tree, the dashboard and its list show. One for the window: a click in one is seen in all. */
export interface FilterState {
  readonly range: TimeRange;
  /** Empty: all severities. */
  readonly severities: readonly Severity[];
  /** Empty: all types. */
  readonly types: readonly PolicyType[];
  /** Hours chosen on the chart, within the range. */
  readonly brush?: Required<TimeWindow>;
  readonly account?: string;
  readonly region?: string;
  /** One story alone; its title, as it was when it was chosen, says which. */
  readonly story?: { readonly id: string; readonly title: Sentence };
}

const INITIAL: FilterState = { range: PAST_DAY, severities: [], types: [] };
const KEY = 'nephoscope.filter';

export class AlertFilter implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<FilterState>();
  readonly onDidChange = this.changed.event;
  private current: FilterState;

  constructor(private readonly memento: vscode.Memento) {
    this.current = { ...INITIAL, ...memento.get<Partial<FilterState>>(KEY) };
  }

  get state(): FilterState {
    return this.current;
  }

  /** Whether anything beyond the time range narrows the lists. */
  get narrowed(): boolean {
    const { severities, types, brush, account, region, story } = this.current;
    return severities.length > 0 || types.length > 0 || [brush, account, region, story].some((part) => part !== undefined);
  }

  async set(next: FilterState): Promise<void> {
    this.current = next;
    this.changed.fire(next);
    await this.memento.update(KEY, next);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
