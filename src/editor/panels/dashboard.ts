import * as vscode from 'vscode';
import { EngineError, type AlertRequest } from '../../engine/api';
import type { DashboardCalls, DashboardEvents, DashboardState } from '../../protocol/dashboard';
import { alertRequest } from '../alert-request';
import { filterInForce } from '../alert-window';
import type { AlertFilter, FilterState } from '../filter';
import { WEBVIEWS } from '../ids';
import type { Session } from '../session';
import { act } from './actions';
import { Host } from './rpc';
import { dashboardSnapshot, type SnapshotSource } from './snapshot';
import { initialise, webviewHtml, webviewOptions } from './webview';

export interface DashboardDeps {
  readonly session: Session & SnapshotSource;
  readonly filter: AlertFilter;
  readonly extensionUri: vscode.Uri;
}

/** A load in progress changes the data many times a second; people read slower. */
const SETTLE = 80;

/** The one dashboard of a window. */
export class DashboardPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private shown: Shown | undefined;
  private readonly registration = vscode.window.registerWebviewPanelSerializer(WEBVIEWS.dashboard, this);

  constructor(private readonly deps: DashboardDeps) {}

  /** Brings the dashboard to the front; makes it where there is none. */
  show(): void {
    if (this.shown !== undefined) this.shown.panel.reveal();
    else this.fill(vscode.window.createWebviewPanel(WEBVIEWS.dashboard, title(), vscode.ViewColumn.Active));
  }

  /** The same, with the radar of regions in view. */
  showRadar(): void {
    this.show();
    this.shown?.revealRadar();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.shown === undefined) this.fill(panel);
    else panel.dispose();
    return Promise.resolve();
  }

  dispose(): void {
    this.registration.dispose();
    this.shown?.panel.dispose();
  }

  private fill(panel: vscode.WebviewPanel): void {
    const shown = new Shown(panel, this.deps);
    this.shown = shown;
    panel.onDidDispose(() => {
      shown.dispose();
      this.shown = undefined;
    });
  }
}

function title(): string {
  return vscode.l10n.t('Nephoscope: Dashboard');
}

function failed(filter: FilterState, error: unknown): DashboardState {
  const message = EngineError.is(error) ? error.message : vscode.l10n.t('The dashboard could not be made: {0}', String(error));
  return { kind: 'failed', filter, message };
}

/** One life of the panel: asks anew when data or filter change, and tells the whole picture. */
class Shown implements vscode.Disposable {
  private readonly host: Host<DashboardCalls, DashboardEvents>;
  private readonly subscriptions: readonly vscode.Disposable[];
  /** `undefined` until the webview listens. */
  private timeZone: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asking: AbortController | undefined;
  /** Somebody asked for the radar and has not seen it yet. */
  private revealing = false;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly deps: DashboardDeps,
  ) {
    this.host = new Host<DashboardCalls, DashboardEvents>(panel.webview, {
      init: initialise,
      act,
      ready: ({ timeZone }) => {
        this.timeZone = timeZone;
        this.refresh();
        return undefined;
      },
      setFilter: async (filter) => {
        await this.deps.filter.set(filter);
        return undefined;
      },
      retry: () => {
        this.refresh();
        return undefined;
      },
    });
    this.subscriptions = [
      deps.session.onDidChange(() => this.refresh(SETTLE)),
      deps.filter.onDidChange(() => this.refresh()),
      panel.onDidChangeViewState(() => this.rest()),
    ];
    panel.title = title();
    panel.webview.options = webviewOptions(deps.extensionUri);
    panel.webview.html = webviewHtml(panel.webview, deps.extensionUri, 'dashboard', title());
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.host.dispose();
  }

  /** Where the webview listens already it is told anew; else when it says so. */
  revealRadar(): void {
    this.revealing = true;
    this.refresh();
  }

  /** A hidden webview is gone; the next one says `ready` when it listens. */
  private rest(): void {
    if (!this.panel.visible) this.timeZone = undefined;
  }

  private refresh(delay = 0): void {
    clearTimeout(this.timer);
    this.asking?.abort(); // its answer, or its engine, is of the past
    this.timer = setTimeout(() => void this.ask(), delay);
  }

  private async ask(): Promise<void> {
    const { timeZone } = this;
    if (timeZone === undefined) return;
    const asking = new AbortController();
    this.asking = asking;
    const filter = filterInForce(this.deps.filter.state, this.deps.session.now());
    this.tell({ kind: 'loading', filter });
    const { signal } = asking;
    const request = alertRequest(filter, this.deps.session.now());
    const state = await this.answer(filter, request, timeZone, signal);
    if (signal.aborted) return;
    this.tell(state);
    if (state.kind !== 'ready' || state.data.events === 0) return;
    await this.tellRadar(state.filter, request, signal);
    if (state.data.matching > 0) await this.addStories(state, request, signal);
  }

  /** What stands in regions takes longer to tell than alerts to count, as causes do. */
  private async tellRadar(filter: FilterState, { regionsInUse }: AlertRequest, signal: AbortSignal): Promise<void> {
    try {
      const regions = await this.deps.session.engine.radar(regionsInUse === undefined ? {} : { regionsInUse }, { signal });
      if (signal.aborted) return;
      this.host.tell('radar', { regions, reveal: this.revealing });
      this.revealing = false;
    } catch (error) {
      if (!signal.aborted) this.tell(failed(filter, error));
    }
  }

  /** Causes take longer to trace than alerts to count, and nobody waits for them to see the rest. */
  private async addStories(state: DashboardState & { kind: 'ready' }, request: AlertRequest, signal: AbortSignal): Promise<void> {
    try {
      const stories = await this.deps.session.engine.stories(request, { signal });
      if (!signal.aborted) this.tell({ ...state, data: { ...state.data, stories } });
    } catch (error) {
      if (!signal.aborted) this.tell(failed(state.filter, error));
    }
  }

  private async answer(filter: FilterState, request: AlertRequest, timeZone: string, signal: AbortSignal): Promise<DashboardState> {
    try {
      const question = { filter, request, now: this.deps.session.now(), timeZone };
      return { kind: 'ready', filter, data: await dashboardSnapshot(this.deps.session, question, signal) };
    } catch (error) {
      return failed(filter, error);
    }
  }

  private tell(state: DashboardState): void {
    this.host.tell('state', state);
  }
}
