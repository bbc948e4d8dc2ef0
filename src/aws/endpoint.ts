import { isIP } from 'node:net';
import { readSections } from './profiles';

/** Names of services in settings of endpoints, where they are not their prefixes in IAM. */
const NAMES: Readonly<Record<string, string>> = { config: 'config_service' };

/**
 * The address that a profile, or the environment, has for a service in the place of AWS's own; `undefined`: none. The SDK looks it up too,
 * but in the profile that `AWS_PROFILE` names: an address of the one for tests would have the calls of the one for production sent there.
 */
export async function endpointOf(service: string, profile: string): Promise<string | undefined> {
  const name = NAMES[service] ?? service;
  const sections = await readSections();
  const section = sections[profile || process.env['AWS_PROFILE'] || 'default'] ?? {};
  if ((process.env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] || section['ignore_configured_endpoint_urls']) === 'true') return undefined;
  const services = sections[`services.${section['services'] ?? ''}`] ?? {};
  return (
    process.env[`AWS_ENDPOINT_URL_${name.toUpperCase()}`] ||
    process.env['AWS_ENDPOINT_URL'] ||
    services[`${name}.endpoint_url`] ||
    section['endpoint_url'] ||
    undefined
  );
}

/** Whether a bucket's name can't be put before the host's. */
export function isBare(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const host = new URL(endpoint).hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 || host === 'localhost';
}
