import type { Agent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { LiveOptions } from './options';

type Proxy = NonNullable<LiveOptions['proxy']>;

/** A tunnel through the proxy, for https and for http alike. */
class Tunnel extends HttpsProxyAgent<string> {
  constructor(
    url: string,
    private readonly trust: { readonly ca?: Buffer; readonly rejectUnauthorized: boolean },
  ) {
    super(url, { keepAlive: true, ...trust });
  }

  /** What is given to the constructor counts for the proxy's own certificate alone. */
  override connect(...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>): ReturnType<HttpsProxyAgent<string>['connect']> {
    return super.connect(request, options.secureEndpoint ? { ...options, ...this.trust } : options);
  }
}

/** Connections that go through the proxy. @param trusted certificates, where they are not the usual ones */
export function tunnel({ url, strictSSL }: Proxy, trusted: { readonly ca?: Buffer }): Agent {
  return new Tunnel(url, { ...trusted, rejectUnauthorized: strictSSL });
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
