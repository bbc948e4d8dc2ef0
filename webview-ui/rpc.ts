import type { Calls, Events, MessageToHost, MessageToWebview, Params, Result } from '../src/protocol/wire';

/** A request that failed: the message is for people. Reason `cancelled`: nobody wants the answer any more. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
  static is(error: unknown, reason?: string): error is RequestError {
    return error instanceof RequestError && (reason === undefined || error.reason === reason);
  }
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: RequestError): void;
}

/** The webview's end of the wire. One per page. */
export class Client<C extends Calls, E extends Events> {
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Map<keyof E, (snapshot: never) => void>();
  private lastId = 0;

  /** `send`: `postMessage` of the editor. Messages from the host go to {@link receive}. */
  constructor(private readonly send: (message: MessageToHost<C>) => void) {}

  request<M extends keyof C & string>(method: M, params: Params<C, M>, signal?: AbortSignal): Promise<Result<C, M>> {
    this.lastId += 1;
    const id = this.lastId;
    signal?.addEventListener('abort', () => {
      if (this.waiting.has(id)) this.send({ kind: 'cancel', id });
    });
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: (result) => resolve(result as Result<C, M>), reject });
      this.send({ kind: 'request', id, method, params });
    });
  }

  /** One listener per event. */
  on<N extends keyof E>(name: N, listener: (snapshot: E[N]) => void): void {
    this.listeners.set(name, listener);
  }

  receive(message: MessageToWebview<E>): void {
    if (message.kind === 'event') {
      this.listeners.get(message.name)?.(message.snapshot as never);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.result);
    else waiting?.reject(new RequestError(message.error.reason, message.error.message));
  }
}
