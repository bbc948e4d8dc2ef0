import { EngineError } from '../../engine/api';
import type { Calls, Events, MessageToHost, MessageToWebview, Params, Response, Result, WireError } from '../../protocol/wire';

/** Answers to every method of a webview; the signal fires when the webview no longer wants the answer. */
export type Handlers<C extends Calls> = {
  readonly [M in keyof C]: (params: Params<C, M>, signal: AbortSignal) => Result<C, M> | Promise<Result<C, M>>;
};

/** The part of `vscode.Webview` that messages need. */
export interface Port {
  postMessage(message: unknown): PromiseLike<boolean>;
  onDidReceiveMessage(listener: (message: unknown) => void): { dispose(): unknown };
}

/** The host's end of the wire: answers requests, whatever happens, and tells events. */
export class Host<C extends Calls, E extends Events> {
  private readonly running = new Map<number, AbortController>();
  private readonly listening: { dispose(): unknown };

  constructor(
    private readonly port: Port,
    private readonly handlers: Handlers<C>,
  ) {
    this.listening = port.onDidReceiveMessage((message) => {
      this.receive(message as MessageToHost<C>);
    });
  }

  /** Tells an event; lost where the webview is hidden, which asks again when it is shown. */
  tell<N extends keyof E & string>(name: N, snapshot: E[N]): void {
    this.post({ kind: 'event', name, snapshot });
  }

  dispose(): void {
    this.listening.dispose();
    for (const controller of this.running.values()) controller.abort();
    this.running.clear();
  }

  private receive(message: MessageToHost<C>): void {
    if (message.kind === 'cancel') this.running.get(message.id)?.abort();
    else void this.answer(message.id, message.method, message.params).then((response) => this.post(response));
  }

  private async answer(id: number, method: keyof C & string, params: unknown): Promise<Response> {
    const controller = new AbortController();
    this.running.set(id, controller);
    try {
      if (!Object.hasOwn(this.handlers, method)) throw new Error(`The webview asked for "${method}", which nobody answers.`);
      const result = await this.handlers[method](params as Params<C, typeof method>, controller.signal);
      return { kind: 'response', id, ok: true, result };
    } catch (error) {
      return { kind: 'response', id, ok: false, error: describe(error, controller.signal) };
    } finally {
      this.running.delete(id);
    }
  }

  private post(message: MessageToWebview<E>): void {
    // Rejects only when the panel is gone, and then nobody waits.
    this.port.postMessage(message).then(undefined, () => undefined);
  }
}

function describe(error: unknown, signal: AbortSignal): WireError {
  const message = error instanceof Error ? error.message : String(error);
  if (signal.aborted) return { reason: 'cancelled', message };
  return { reason: EngineError.is(error) ? error.reason : 'failed', message };
}
