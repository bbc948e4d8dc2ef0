/**
 * The envelope of every message between a webview and the host. A request is always answered, by a result or by an error;
 * an event may be lost (a hidden webview gets none), so each carries a whole snapshot and never a difference.
 */
export type MessageToHost<C extends Calls> = Request<C> | Cancel;
export type MessageToWebview<E extends Events> = Response | Event<E>;

/** What can be asked: a method's parameters and result. */
export type Calls = object;
export interface Call<P, R> {
  readonly params: P;
  readonly result: R;
}
export type Params<C extends Calls, M extends keyof C> = C[M] extends { readonly params: infer P } ? P : never;
export type Result<C extends Calls, M extends keyof C> = C[M] extends { readonly result: infer R } ? R : never;

/** What the host tells unasked: the name of an event and its snapshot. */
export type Events = object;

export interface Request<C extends Calls> {
  readonly kind: 'request';
  /** Unique within one life of the webview. */
  readonly id: number;
  readonly method: keyof C & string;
  readonly params: unknown;
}

/** The webview no longer wants the answer; the host answers all the same, with reason `cancelled`. */
export interface Cancel {
  readonly kind: 'cancel';
  readonly id: number;
}

export type Response =
  | { readonly kind: 'response'; readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly kind: 'response'; readonly id: number; readonly ok: false; readonly error: WireError };

export interface Event<E extends Events> {
  readonly kind: 'event';
  readonly name: keyof E & string;
  readonly snapshot: unknown;
}

/** Why a request failed: a reason to decide by and a sentence to show. */
export interface WireError {
  readonly reason: string;
  readonly message: string;
}
