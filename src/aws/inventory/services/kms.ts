import {
  DescribeKeyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  type KeyMetadata,
} from '@aws-sdk/client-kms';
import { textAt, type JsonObject } from '../../../domain/json';
import type { Problem } from '../../../domain/live';
import { CallFailed, gathered, settled, type Asker } from '../asker';
import { at, type Collector, type Item } from '../collector';
import { recordOf } from '../record';

/** The most that a page of keys, of aliases and of tags holds. */
const PAGE = { keys: 1_000, aliases: 100, tags: 50 } as const;

async function* keys(ask: Asker): AsyncGenerator<readonly Item[]> {
  const pages = ask.pages(
    'kms:ListKeys',
    (client, Marker, options) => client.send(new ListKeysCommand({ Marker, Limit: PAGE.keys }), options),
    ({ Truncated, NextMarker }) => (Truncated === true ? NextMarker : undefined),
  );
  const ids: string[] = [];
  for await (const { Keys } of pages) ids.push(...(Keys ?? []).flatMap(({ KeyId }) => KeyId ?? []));
  if (ids.length === 0) return;
  const aliases = await aliasesOf(ask);
  yield* settled(ids, async (id) => [await whole(ask, id, aliases)]);
}

/** What people call keys: by key the names of its aliases. */
async function aliasesOf(ask: Asker): Promise<ReadonlyMap<string, readonly JsonObject[]> | Problem> {
  async function* listed(): AsyncGenerator<
    readonly { readonly AliasName?: string | undefined; readonly TargetKeyId?: string | undefined }[]
  > {
    const pages = ask.pages(
      'kms:ListAliases',
      (client, Marker, options) => client.send(new ListAliasesCommand({ Marker, Limit: PAGE.aliases }), options),
      ({ Truncated, NextMarker }) => (Truncated === true ? NextMarker : undefined),
    );
    for await (const { Aliases } of pages) yield Aliases ?? [];
  }
  try {
    const names = new Map<string, JsonObject[]>();
    for (const { AliasName = '', TargetKeyId } of await gathered(listed()))
      if (TargetKeyId !== undefined) names.set(TargetKeyId, [...(names.get(TargetKeyId) ?? []), { aliasName: AliasName }]);
    return names;
  } catch (error) {
    if (error instanceof CallFailed) return error.problem;
    throw error;
  }
}

/** A key with what is known of it. AWS turns its own keys by itself; of those of others, and of kinds that don't turn, there is no such status. */
async function whole(ask: Asker, id: string, aliases: ReadonlyMap<string, readonly JsonObject[]> | Problem): Promise<Item> {
  const { KeyMetadata: key = { KeyId: id } } = await ask.call('kms:DescribeKey', (client, options) =>
    client.send(new DescribeKeyCommand({ KeyId: id }), options),
  );
  const unknown: Record<string, Problem> = {};
  const part = async (name: string, get: () => Promise<JsonObject>): Promise<JsonObject> => {
    try {
      return await get();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      unknown[name] = error.problem;
      return {};
    }
  };
  const own = key.KeyManager === 'CUSTOMER';
  const rotation = turns(key) ? await part('keyRotationEnabled', () => rotationOf(ask, id)) : {};
  const tags = own ? await part('tags', () => tagsOf(ask, id)) : {};
  if ('reason' in aliases) unknown['aliases'] = aliases;
  const names = 'reason' in aliases ? {} : { aliases: aliases.get(id) ?? [] };
  return { record: { ...recordOf(key), ...names, ...rotation, ...tags }, ...(Object.keys(unknown).length > 0 && { unknown }) };
}

function turns({ KeyManager, KeySpec, Origin }: KeyMetadata): boolean {
  return KeyManager === 'CUSTOMER' && KeySpec === 'SYMMETRIC_DEFAULT' && Origin === 'AWS_KMS';
}

async function rotationOf(ask: Asker, KeyId: string): Promise<JsonObject> {
  const command = new GetKeyRotationStatusCommand({ KeyId });
  return recordOf(await ask.call('kms:GetKeyRotationStatus', (client, options) => client.send(command, options)));
}

async function tagsOf(ask: Asker, KeyId: string): Promise<JsonObject> {
  const command = new ListResourceTagsCommand({ KeyId, Limit: PAGE.tags }); // a key has no more
  const { Tags } = await ask.call('kms:ListResourceTags', (client, options) => client.send(command, options));
  return { tags: (Tags ?? []).map(({ TagKey = '', TagValue = '' }) => ({ key: TagKey, value: TagValue })) };
}

export const KMS_COLLECTORS: readonly Collector[] = [
  {
    api: 'aws-kms-get-key-rotation-status',
    per: 'region',
    calls: ['kms:ListKeys', 'kms:ListAliases', 'kms:DescribeKey', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags'],
    collect: keys,
    id: at('arn'),
    name: (record) => textAt(record, 'aliases', 0, 'aliasName') ?? textAt(record, 'keyId'),
    since: 'creationDate',
  },
];
