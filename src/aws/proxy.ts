import type { Agent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { LiveOptions } from './options';

type Proxy = NonNullable<LiveOptions['proxy']>;

/** A tunnel through the proxy, for https and for http alike. */
class Tunnel extends HttpsProxyAgent<string> {
  constructor(
    url: string,
    private readonly strictSSL: boolean,
  ) {
    super(url, { keepAlive: true, rejectUnauthorized: strictSSL });
  }

  /** What is given to the constructor counts for the proxy's own certificate alone. */
  override connect(...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>): ReturnType<HttpsProxyAgent<string>['connect']> {
    return super.connect(request, options.secureEndpoint ? { ...options, rejectUnauthorized: this.strictSSL } : options);
  }
}

/** Connections that go through the proxy. */
export function tunnel({ url, strictSSL }: Proxy): Agent {
  return new Tunnel(url, strictSSL);
}

/** Whether a host is reached without the proxy: as the editor and the usual `NO_PROXY` have it. */
export function isDirect(host: string, noProxy: readonly string[] = []): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return noProxy.some((entry) => {
    const suffix = entry
      .trim()
      .toLowerCase()
      .replace(/^\*?\./, '')
      .replace(/:\d+$/, '');
    return suffix === '*' || (suffix !== '' && (name === suffix || name.endsWith(`.${suffix}`)));
  });
}
