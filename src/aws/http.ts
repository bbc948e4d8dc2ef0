import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Limiter } from './limiter';
import type { LiveOptions } from './options';
import { isDirect, tunnel } from './proxy';

/** Of one service in one region. More would only wait at the service, or be throttled by it. */
const AT_ONCE = 10;
/** Milliseconds. A connection takes well under a second anywhere on earth; the slowest of the calls we make answer within ten. */
const PATIENCE = { connect: 5_000, answer: 20_000 };

type Handle = InstanceType<typeof NodeHttpHandler>['handle'];
export type HttpRequest = Parameters<Handle>[0];

/**
 * How requests go out: connections that are kept and bounded, no wait without an end, the proxy where there is one. An answer that stops
 * coming fails with a `TimeoutError`, which is tried again.
 */
export class HttpHandler extends NodeHttpHandler {
  private readonly limiter = new Limiter(AT_ONCE);
  private readonly proxied: NodeHttpHandler | undefined;

  /** @param admit throws for a request that must not go out */
  constructor(
    private readonly options: LiveOptions,
    private readonly admit?: (request: HttpRequest) => void,
  ) {
    const patience = { ...PATIENCE, ...options.patience };
    const times = {
      connectionTimeout: patience.connect,
      requestTimeout: patience.answer,
      throwOnRequestTimeout: true,
      socketTimeout: patience.answer,
    };
    // The limiter bounds the connections, not the agent: the times above would run while a request waits in an agent's queue.
    const keep = { keepAlive: true, ...trusted() };
    super({ ...times, httpAgent: new Agent(keep), httpsAgent: new SecureAgent(keep) });
    if (options.proxy !== undefined) {
      const agent = tunnel(options.proxy, trusted());
      this.proxied = new NodeHttpHandler({ ...times, httpAgent: agent, httpsAgent: agent });
    }
  }

  override async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    this.admit?.(request);
    const release = await this.limiter.take(options?.abortSignal as AbortSignal | undefined);
    try {
      const direct = this.proxied === undefined || isDirect(request.hostname, this.options.proxy?.noProxy);
      const answer = await (direct ? super.handle(request, options) : this.proxied.handle(request, options));
      (answer.response.body as Readable).once('close', release);
      return answer;
    } catch (error) {
      release();
      throw error;
    }
  }

  override destroy(): void {
    super.destroy();
    this.proxied?.destroy();
  }
}

/** The certificates to trust, where the environment names a file of them, as the AWS CLI has it: those of a proxy that looks into TLS. */
function trusted(): { readonly ca?: Buffer } {
  const path = process.env['AWS_CA_BUNDLE'];
  try {
    return path ? { ca: readFileSync(path) } : {};
  } catch {
    return {}; // then the certificate is not trusted, and that is told with what to do
  }
}
