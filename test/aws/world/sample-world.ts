import { textAt, type JsonObject } from '../../../src/domain/json';
import { DAY } from '../../../src/domain/time';
import { generate } from '../../../src/sample';
import { ACCOUNTS, ACCOUNT_NAMES } from '../../../src/sample/world';
import type { LiveRegion } from '../../../src/domain/live';
import { bucketsOf } from './build/buckets';
import { identityOf } from './build/identity';
import { inventoryOf } from './build/region';
import { organisationTrail, SigningKey } from './trail';
import { makeAccount, makeWorld, type World } from './world';

/** Roles that the double's accounts let others take. */
export const READ_ROLE = 'NephoscopeReadOnly';
export const MFA_ROLE = 'NephoscopeWithDevice';

const STANDARD: readonly string[] =
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 ap-south-1'.split(
    ' ',
  );
const OPT_IN = 'af-south-1 ap-east-1 ap-southeast-3 eu-south-1 me-south-1';

/** All regions: the standard ones, one that was opted in to, and those that were not. */
export function allRegions(): Record<string, LiveRegion['optIn']> {
  return Object.fromEntries([
    ...STANDARD.map((region) => [region, 'opt-in-not-required'] as const),
    ...OPT_IN.split(' ').map((region) => [region, region === 'eu-south-1' ? 'opted-in' : 'not-opted-in'] as const),
  ]);
}

/** The company of the sample investigation, live. @param now epoch milliseconds */
export function sampleWorld(now: number): World {
  const byAccount = new Map<string, JsonObject[]>();
  const files = generate({ now });
  for (const record of files.flatMap(({ records }) => records)) {
    const account = textAt(record, 'recipientAccountId') ?? '';
    const records = byAccount.get(account) ?? [];
    byAccount.set(account, records);
    records.push(record);
  }
  const accounts = ACCOUNT_NAMES.map((name) => {
    const account = ACCOUNTS[name];
    const records = byAccount.get(account) ?? [];
    return makeAccount(account, {
      alias: `nimbus-works-${name}`,
      roles: [{ name: READ_ROLE }, { name: MFA_ROLE, mfa: true }],
      regions: allRegions(),
      iam: identityOf(name, [READ_ROLE, MFA_ROLE], now),
      records,
      inventory: (region) => {
        const here = records.filter(({ awsRegion }) => awsRegion === region);
        return inventoryOf({ account, region }, here, now);
      },
    });
  });
  const key = new SigningKey(now - 10 * DAY);
  return makeWorld(accounts, { buckets: bucketsOf(files, now, key), trails: [organisationTrail(now)], publicKeys: [key.public()] });
}
