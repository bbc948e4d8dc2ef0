import { randomBytes } from 'node:crypto';
import type { Identity } from './call';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expires?: number;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The access keys that the double knows, and whose they are. */
export class Sessions {
  private readonly known = new Map<string, Identity>();

  /** Keys that last, of a user. */
  user(account: string, name: string): Keys {
    const accessKeyId = `AKIA${letters(16)}`;
    this.known.set(accessKeyId, { account, arn: `arn:aws:iam::${account}:user/${name}`, userId: `AIDA${letters(17)}` });
    return { accessKeyId, secretAccessKey: randomBytes(30).toString('base64') };
  }

  /** Keys of somebody who took a role. @param expires epoch milliseconds */
  role(
    account: string,
    role: string,
    session: string,
    expires: number,
  ): Keys & { readonly sessionToken: string; readonly arn: string; readonly userId: string } {
    const keys = {
      accessKeyId: `ASIA${letters(16)}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(120).toString('base64'),
      expires,
    };
    const arn = `arn:aws:sts::${account}:assumed-role/${role}/${session}`;
    const userId = `AROA${letters(17)}:${session}`;
    this.known.set(keys.accessKeyId, { account, arn, userId, expires, token: keys.sessionToken });
    return { ...keys, arn, userId };
  }

  of(accessKeyId: string): Identity | undefined {
    return this.known.get(accessKeyId);
  }
}

function letters(count: number): string {
  return [...randomBytes(count)].map((byte) => BASE32[byte % 32]).join('');
}
