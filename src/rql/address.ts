/** Networks in CIDR notation, as bounds that every back end compares by: numbers for IPv4, 32 hexadecimal digits for IPv6. */
export type Network =
  | { readonly family: 4; readonly bits: number; readonly low: number; readonly high: number }
  | { readonly family: 6; readonly bits: number; readonly low: string; readonly high: string };

const V4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const GROUPS = '[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*';
/** Text of an IPv6 address in lower case, its number of groups not yet counted; RE2 reads it alike. A dotted tail is not accepted. */
export const V6_PATTERN = `(?:${GROUPS})?(?:::(?:${GROUPS})?)?`;
const V6 = new RegExp(`^${V6_PATTERN}$`);

/** `203.0.113.7` → its 32 bits as a number; `undefined` for anything else. */
export function parseV4(text: string): number | undefined {
  const parts = V4.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** `2001:DB8::1` → `20010db8000000000000000000000001`; `undefined` for anything else. */
export function expandV6(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (!lower.includes(':') || !V6.test(lower)) return undefined;
  const [left = '', right] = lower.split('::');
  const head = pad(left);
  if (right === undefined) return head.length === 32 ? head : undefined;
  const tail = pad(right);
  return head.length + tail.length <= 28 ? head + '0'.repeat(32 - head.length - tail.length) + tail : undefined;
}

function pad(groups: string): string {
  return groups === ''
    ? ''
    : groups
        .split(':')
        .map((group) => group.padStart(4, '0'))
        .join('');
}

/** Reads `203.0.113.0/24`, `2001:db8::/32` or a single address. Bits beyond the mask are ignored, as in most tools. */
export function parseNetwork(text: string): Network | undefined {
  const match = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text.trim());
  if (match?.[1] === undefined) return undefined;
  const v4 = parseV4(match[1]);
  const bits = match[2] === undefined ? undefined : Number(match[2]);
  if (v4 !== undefined) return bits === undefined || bits <= 32 ? networkV4(v4, bits ?? 32) : undefined;
  const v6 = expandV6(match[1]);
  return v6 !== undefined && (bits === undefined || bits <= 128) ? networkV6(v6, bits ?? 128) : undefined;
}

function networkV4(address: number, bits: number): Network {
  const size = 2 ** (32 - bits);
  const low = Math.floor(address / size) * size;
  return { family: 4, bits, low, high: low + size - 1 };
}

function networkV6(address: string, bits: number): Network {
  const size = 1n << BigInt(128 - bits);
  const low = (BigInt(`0x${address}`) / size) * size;
  const hex = (value: bigint): string => value.toString(16).padStart(32, '0');
  return { family: 6, bits, low: hex(low), high: hex(low + size - 1n) };
}

/** Whether an address (as CloudTrail writes it) lies in a network of its family. */
export function inNetwork(address: string, network: Network): boolean {
  if (network.family === 4) {
    const value = parseV4(address);
    return value !== undefined && value >= network.low && value <= network.high;
  }
  const value = expandV6(address);
  return value !== undefined && value >= network.low && value <= network.high;
}

/** Whether all of an address or network lies in one of these; `undefined`: the text is neither. */
export function isWithin(text: string, networks: readonly string[]): boolean | undefined {
  if (!/^[\da-f.:]+(?:\/\d{1,3})?$/i.test(text)) return undefined;
  const inner = parseNetwork(text);
  if (inner === undefined) return undefined;
  const address = text.replace(/\/.*/s, '');
  return networks.some((candidate) => {
    const network = parseNetwork(candidate);
    return network?.family === inner.family && inner.bits >= network.bits && inNetwork(address, network);
  });
}
