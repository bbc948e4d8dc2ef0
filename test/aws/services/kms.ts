import type {
  DescribeKeyRequest,
  DescribeKeyResponse,
  GetKeyRotationStatusRequest,
  GetKeyRotationStatusResponse,
  ListAliasesRequest,
  ListAliasesResponse,
  ListKeysRequest,
  ListKeysResponse,
  ListResourceTagsRequest,
  ListResourceTagsResponse,
} from '@aws-sdk/client-kms';
import type { Call, Handlers } from '../call';
import { Refusal } from '../protocol/protocols';
import type { KeyWorld } from '../world/inventory';
import { page } from './page';

const MOST = { keys: 1000, aliases: 100 } as const;

export const kms: Handlers = {
  ListKeys: ({ Limit = 100, Marker }: ListKeysRequest, call): ListKeysResponse => {
    const { items, next } = page(keys(call), Marker, within(Limit, MOST.keys), 'InvalidMarkerException');
    return { Keys: items.map(({ metadata: { KeyId, Arn } }) => ({ KeyId, KeyArn: Arn })), ...truncated(next) };
  },
  ListAliases: ({ Limit = 50, Marker, KeyId }: ListAliasesRequest, call): ListAliasesResponse => {
    const all = keys(call).flatMap(({ metadata, aliases }) => aliases.map((alias) => ({ alias, metadata })));
    const wanted = all.filter(({ metadata }) => KeyId === undefined || KeyId === metadata.KeyId || KeyId === metadata.Arn);
    const { items, next } = page(wanted, Marker, within(Limit, MOST.aliases), 'InvalidMarkerException');
    const Aliases = items.map(({ alias, metadata }) => ({
      AliasName: alias,
      AliasArn: metadata.Arn?.replace(/:key\/.*$/, `:${alias}`),
      TargetKeyId: metadata.KeyId,
    }));
    return { Aliases, ...truncated(next) };
  },
  DescribeKey: ({ KeyId }: DescribeKeyRequest, call): DescribeKeyResponse => ({ KeyMetadata: keyOf(KeyId, call).metadata }),
  GetKeyRotationStatus: ({ KeyId }: GetKeyRotationStatusRequest, call): GetKeyRotationStatusResponse => {
    const { metadata, rotates } = keyOf(KeyId, call);
    if (metadata.KeySpec !== 'SYMMETRIC_DEFAULT') throw new Refusal('UnsupportedOperationException', 'The key does not rotate.');
    return { KeyId: metadata.KeyId, KeyRotationEnabled: rotates, ...(rotates ? { RotationPeriodInDays: 365 } : {}) };
  },
  ListResourceTags: ({ KeyId }: ListResourceTagsRequest, call): ListResourceTagsResponse => ({
    Tags: [...keyOf(KeyId, call).tags],
    Truncated: false,
  }),
};

const keys = ({ account, region }: Call): readonly KeyWorld[] => account.inventory(region).keys;

const truncated = (next: string | undefined) => (next === undefined ? { Truncated: false } : { Truncated: true, NextMarker: next });

function within(limit: number, most: number): number {
  if (limit < 1 || limit > most) throw new Refusal('ValidationException', `Limit must be between 1 and ${most}.`);
  return limit;
}

function keyOf(id: string | undefined, call: Call): KeyWorld {
  const found = keys(call).find(({ metadata, aliases }) => [metadata.KeyId, metadata.Arn, ...aliases].includes(id));
  if (found === undefined) throw new Refusal('NotFoundException', `Key '${id ?? ''}' does not exist`);
  return found;
}
