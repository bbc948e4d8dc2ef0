import { Random } from './random';

const HEX = '0123456789abcdef';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Such as `eni-0a1b2c3d4e5f60718`: the long form of EC2's ids. */
export function resourceId(random: Random, kind: string): string {
  return `${kind}-0${random.text(HEX, 16)}`;
}

/** The id of a standing part of the world: the same for every seed. `key` says which part. */
export function standingId(kind: string, key: string): string {
  return resourceId(new Random(1, `${kind}/${key}`), kind);
}

/** `AROA`, `AIDA` and the like with 17 characters more; the same for every seed. */
export function principalId(kind: 'AROA' | 'AIDA', key: string): string {
  return kind + new Random(1, `${kind}/${key}`).text(BASE32, 17);
}

/** Key of an IAM user: long-lived, so it is the same for every seed. */
export function userKey(key: string): string {
  return `AKIA${new Random(1, `AKIA/${key}`).text(BASE32, 16)}`;
}

/** Key of a session. */
export function sessionKey(random: Random): string {
  return `ASIA${random.text(BASE32, 16)}`;
}

export function uuid(random: Random): string {
  const hex = random.text(HEX, 30);
  const variant = random.text('89ab', 1);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18)}`;
}

/** The id of S3's requests, which are no UUIDs. */
export function s3RequestId(random: Random): string {
  return random.text(UPPER, 16);
}

export function macAddress(random: Random): string {
  return ['0a', ...Array.from({ length: 5 }, () => random.text(HEX, 2))].join(':');
}

/** The unique end of a delivered log file's name. */
export function fileSuffix(random: Random): string {
  return random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 16);
}

/** What stands for a secret of `length` characters: random, of no use to anybody. */
export function opaque(random: Random, length: number): string {
  return random.text(BASE64, length);
}

export function hex(random: Random, length: number): string {
  return random.text(HEX, length);
}
