import type * as vscode from 'vscode';
import type { TimeRange } from '../../domain/time';
import type { ResultsAction } from '../../protocol/results';
import type { AlertsModel } from '../alerts-model';
import type { AlertFilter } from '../filter';
import type { SavedSearches } from '../investigations/saved-searches';
import type { SearchHistory } from '../investigations/search-history';
import type { Shipped } from '../investigations/shipped';
import type { Histories } from '../documents/versions';
import type { Connecting } from '../live/connecting';
import type { Syncing } from '../live/syncing';
import type { Loading } from '../loading';
import type { Views } from '../tree/views';
import type { WindowSession } from '../window-session';

/** A search ready to run: what the results panel takes. */
export interface RunnableSearch {
  readonly query: string;
  readonly range: TimeRange;
  readonly title: string;
  readonly documentUri?: string;
  readonly offset?: number;
}

/** What commands work with. */
export interface CommandDeps {
  readonly session: WindowSession;
  readonly filter: AlertFilter;
  readonly model: AlertsModel;
  readonly views: Views;
  readonly loading: Loading;
  readonly connecting: Connecting;
  readonly syncing: Syncing;
  readonly histories: Histories;
  readonly log: vscode.LogOutputChannel;
  readonly showDashboard: () => void;
  /** Shows the dashboard with the radar of regions in view. */
  readonly showRadar: () => void;
  readonly showResults: (search: RunnableSearch) => void;
  /** Shows the cause chain of an event id or a resource. */
  readonly showChain: (subject: string) => void;
  /** The search whose results a person is at. */
  readonly shownSearch: () => RunnableSearch | undefined;
  readonly history: SearchHistory;
  readonly saved: SavedSearches;
  readonly shipped: Shipped;
  /** Does something in the results a person is at. */
  readonly actInResults: (action: ResultsAction) => void;
}

/** Arguments come from palettes, menus, trees, webviews and other extensions: each handler looks at what it gets. */
export type Handler = (...args: readonly unknown[]) => unknown;
