import * as vscode from 'vscode';
import type { Chain } from '../../domain/chain';
import { EngineError } from '../../engine/api';
import type { ChainCalls, ChainEvents, ChainState, ShownRecord } from '../../protocol/chain';
import { visible } from '../markdown';
import type { Session } from '../session';
import { act } from './actions';
import { ownerMessage } from './chain-message';
import { occurrencesOf } from './chain-occurrences';
import { shownRecord } from './chain-record';
import { Host } from './rpc';
import { initialise, webviewHtml, webviewOptions } from './webview';

export interface ChainDeps {
  readonly session: Session;
  readonly extensionUri: vscode.Uri;
}

/** A load in progress changes the data many times a second; people read slower. */
const SETTLE = 300;

/** The cause chain of one event or resource: traced when the page first listens, and again when the data changes. */
export class ChainPanel implements vscode.Disposable {
  private readonly host: Host<ChainCalls, ChainEvents>;
  private readonly changes: vscode.Disposable;
  private state: ChainState;
  private tracing: AbortController | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly subject: string,
    private readonly deps: ChainDeps,
  ) {
    this.state = { kind: 'tracing', subject };
    this.host = new Host<ChainCalls, ChainEvents>(panel.webview, {
      init: initialise,
      act,
      ready: () => {
        this.host.tell('state', this.state);
        if (this.state.kind === 'tracing' && this.tracing === undefined) void this.trace();
        return undefined;
      },
      record: ({ eventId }) => this.record(eventId),
      traceAgain: () => {
        void this.trace();
        return undefined;
      },
      cancel: () => {
        this.stop();
        this.tell({ kind: 'cancelled', subject });
        return undefined;
      },
      copyMessage: (_, signal) => this.copyMessage(signal),
    });
    this.changes = deps.session.onDidChange(() => this.traceSoon());
    panel.title = title(subject);
    panel.webview.options = webviewOptions(deps.extensionUri);
    panel.webview.html = webviewHtml(panel.webview, deps.extensionUri, 'chain', panel.title);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.changes.dispose();
    this.tracing?.abort();
    this.host.dispose();
  }

  /** Other data may tell another chain. One that nobody sees is traced when it is shown. */
  private traceSoon(): void {
    clearTimeout(this.timer);
    if (this.panel.visible) {
      this.timer = setTimeout(() => void this.trace(this.state.kind === 'ready'), SETTLE);
      return;
    }
    this.stop();
    this.state = { kind: 'tracing', subject: this.subject };
  }

  /** Nobody waits for the engine to agree. */
  private stop(): void {
    this.tracing?.abort();
    this.tracing = undefined;
  }

  /** `quietly`: what is shown stays, unless the chain is another one now. */
  private async trace(quietly = false): Promise<void> {
    this.tracing?.abort();
    const tracing = new AbortController();
    this.tracing = tracing;
    if (!quietly) this.tell({ kind: 'tracing', subject: this.subject });
    const state = await this.answer(tracing.signal);
    if (this.tracing !== tracing) return; // a later trace tells
    this.tracing = undefined;
    if (!quietly || state.kind === 'none' || (state.kind === 'ready' && !this.isShown(state.chain))) this.tell(state);
  }

  private isShown(chain: Chain): boolean {
    return this.state.kind === 'ready' && JSON.stringify(this.state.chain) === JSON.stringify(chain);
  }

  private async answer(signal: AbortSignal): Promise<ChainState> {
    const { subject } = this;
    try {
      const { engine } = this.deps.session;
      const chain = await engine.trace(subject, { signal });
      return chain === undefined ? { kind: 'none', subject } : { kind: 'ready', subject, chain, now: this.deps.session.now() };
    } catch (error) {
      if (signal.aborted || EngineError.is(error, 'cancelled')) return { kind: 'cancelled', subject };
      return { kind: 'failed', subject, message: error instanceof Error ? error.message : String(error) };
    }
  }

  private tell(state: ChainState): void {
    this.state = state;
    if (state.kind === 'ready') this.panel.title = title(nameOf(state.chain));
    this.host.tell('state', state);
  }

  private async record(eventId: string): Promise<ShownRecord | null> {
    const raw = await this.deps.session.engine.record(eventId);
    return raw === undefined ? null : shownRecord(raw);
  }

  private async copyMessage(signal: AbortSignal): Promise<undefined> {
    if (this.state.kind !== 'ready') return undefined;
    const { chain } = this.state;
    const [first] = chain.hops;
    const seen = first === undefined ? undefined : await occurrencesOf(this.deps.session.engine, first, signal);
    await vscode.env.clipboard.writeText(ownerMessage(chain, seen, vscode.l10n.t));
    return undefined;
  }
}

/** An event's id says nothing to people: its call does. */
function nameOf({ subject, hops }: Chain): string {
  const [first] = hops;
  return first?.eventId === subject ? first.operation : subject;
}

function title(name: string): string {
  return vscode.l10n.t('Cause: {0}', visible(name));
}
