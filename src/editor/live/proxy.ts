import type { LiveOptions } from '../../engine/api';

/** Settings of the editor, as it has them: each may be anything that was typed by hand. */
export interface ProxySettings {
  /** `http.proxy` */
  readonly proxy: unknown;
  /** `http.proxyStrictSSL` */
  readonly strictSSL: unknown;
  /** `http.noProxy` */
  readonly noProxy: unknown;
  /** `http.proxySupport`: `off` keeps extensions from using one. */
  readonly support: unknown;
}

const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;
const NO_PROXY_VARIABLES = ['no_proxy', 'NO_PROXY'] as const;

/** The proxy that the editor itself would use for https: of its settings, else of the environment. */
export function proxyOf({ proxy, strictSSL, noProxy, support }: ProxySettings, environment: NodeJS.ProcessEnv): LiveOptions['proxy'] {
  if (support === 'off') return undefined;
  const url = text(proxy) ?? first(PROXY_VARIABLES, environment);
  if (url === undefined || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return undefined;
  const listed = Array.isArray(noProxy) ? noProxy.flatMap((host) => text(host) ?? []) : [];
  const hosts = listed.length > 0 ? listed : (first(NO_PROXY_VARIABLES, environment)?.split(',') ?? []).flatMap((host) => text(host) ?? []);
  return { url, strictSSL: strictSSL !== false, ...(hosts.length > 0 && { noProxy: hosts }) };
}

function first(names: readonly string[], environment: NodeJS.ProcessEnv): string | undefined {
  return names.map((name) => text(environment[name])).find((value) => value !== undefined);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
