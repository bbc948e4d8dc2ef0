import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { HOUR } from '../../domain/time';
import type { Caller } from './caller';

/** The keys that CloudTrail signed with in one region, by their fingerprints. */
export class PublicKeys {
  private readonly keys = new Map<string, KeyObject>();

  constructor(
    private readonly caller: Caller,
    private readonly region: string,
  ) {}

  /** Fetches those of a span of time, epoch milliseconds. @throws the error of ListPublicKeys */
  async fetch(from: number, to: number): Promise<void> {
    const { ListPublicKeysCommand } = await import('@aws-sdk/client-cloudtrail');
    const { clients, signal: abortSignal } = this.caller;
    const client = await clients.of('cloudtrail', this.region);
    let token: string | undefined;
    do {
      const input = {
        StartTime: new Date(Math.max(0, from - HOUR)),
        EndTime: new Date(to + HOUR),
        ...(token !== undefined && { NextToken: token }),
      };
      const answer = await this.caller.counted(client.send(new ListPublicKeysCommand(input), { abortSignal }));
      token = answer.NextToken;
      for (const { Fingerprint, Value } of answer.PublicKeyList ?? []) {
        if (Fingerprint === undefined || Value === undefined) continue;
        this.keys.set(Fingerprint, createPublicKey({ key: Buffer.from(Value), format: 'der', type: 'pkcs1' }));
      }
    } while (token !== undefined);
  }

  has(fingerprint: string): boolean {
    return this.keys.has(fingerprint);
  }

  /** Whether a signature, hexadecimal, of a text (SHA256withRSA) is of the key with that fingerprint. */
  verify(fingerprint: string, text: string, signature: string): boolean {
    const key = this.keys.get(fingerprint);
    return key !== undefined && verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(signature, 'hex'));
  }
}
