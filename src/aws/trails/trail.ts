import type { CloudTrailClient, GetEventSelectorsResponse, Trail as Described } from '@aws-sdk/client-cloudtrail';
import type { Trail } from '../../domain/live';
import type { Bucket } from './bucket';
import type { Caller } from './caller';
import { s3Url, type Place } from './layout';

/**
 * The trails that deliver one region's events of an account, by what that region itself says: its own, those of all regions (as shadows),
 * and those of the organisation.
 * @throws the error of DescribeTrails
 */
export async function trailsOf(caller: Caller, region: string): Promise<readonly Trail[]> {
  const { DescribeTrailsCommand } = await import('@aws-sdk/client-cloudtrail');
  const { clients, signal: abortSignal } = caller;
  const client = await clients.of('cloudtrail', region);
  const { trailList = [] } = await caller.counted(client.send(new DescribeTrailsCommand({ includeShadowTrails: true }), { abortSignal }));
  const trails = trailList.flatMap((described) => trailFrom(described, region) ?? []);
  return Promise.all(
    trails.map(async (trail) => ({ ...trail, ...(await statusOf(caller, client, trail)), ...(await selectionOf(caller, client, trail)) })),
  );
}

/** What a trail says of its state: nothing where that is denied, for its files can be read all the same. */
async function statusOf(caller: Caller, client: CloudTrailClient, { arn }: Trail): Promise<Partial<Trail>> {
  const { GetTrailStatusCommand } = await import('@aws-sdk/client-cloudtrail');
  const asked = caller.counted(client.send(new GetTrailStatusCommand({ Name: arn }), { abortSignal: caller.signal }));
  const status = await unlessRefused(asked, caller);
  if (status === undefined) return {};
  const { IsLogging, StartLoggingTime, StopLoggingTime, LatestDeliveryError } = status;
  return {
    ...(IsLogging !== undefined && { logging: IsLogging }),
    ...(StartLoggingTime !== undefined && { startedAt: StartLoggingTime.getTime() }),
    ...(StopLoggingTime !== undefined && { stoppedAt: StopLoggingTime.getTime() }),
    ...(LatestDeliveryError !== undefined && LatestDeliveryError !== '' && { deliveryError: LatestDeliveryError }),
  };
}

async function selectionOf(caller: Caller, client: CloudTrailClient, { arn }: Trail): Promise<Partial<Trail>> {
  const { GetEventSelectorsCommand } = await import('@aws-sdk/client-cloudtrail');
  const asked = caller.counted(client.send(new GetEventSelectorsCommand({ TrailName: arn }), { abortSignal: caller.signal }));
  const selectors = await unlessRefused(asked, caller);
  return selectors === undefined ? {} : { complete: isComplete(selectors) };
}

/** Whether every management event is recorded: reads and writes, of all services. */
function isComplete({ EventSelectors = [], AdvancedEventSelectors = [] }: GetEventSelectorsResponse): boolean {
  const basic = EventSelectors.some(
    ({ IncludeManagementEvents, ReadWriteType, ExcludeManagementEventSources = [] }) =>
      IncludeManagementEvents !== false && (ReadWriteType ?? 'All') === 'All' && ExcludeManagementEventSources.length === 0,
  );
  // Of a selector that asks for more than the category, only some events are.
  const isManagement = ({ Field, Equals = [] }: { Field?: string | undefined; Equals?: string[] | undefined }): boolean =>
    Field === 'eventCategory' && Equals.includes('Management');
  return (
    basic || AdvancedEventSelectors.some(({ FieldSelectors = [] }) => FieldSelectors.length === 1 && FieldSelectors.every(isManagement))
  );
}

async function unlessRefused<T>(asked: Promise<T>, { signal }: Caller): Promise<T | undefined> {
  try {
    return await asked;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

function trailFrom(described: Described, region: string): Trail | undefined {
  const { TrailARN: arn, S3BucketName: bucket, HomeRegion: home = region, IsMultiRegionTrail: allRegions = false } = described;
  if (arn === undefined || bucket === undefined || (!allRegions && home !== region)) return undefined;
  return {
    arn,
    name: described.Name ?? arn.slice(arn.lastIndexOf('/') + 1),
    bucket,
    ...(described.S3KeyPrefix !== undefined && described.S3KeyPrefix !== '' && { prefix: described.S3KeyPrefix }),
    home,
    allRegions,
    organisation: described.IsOrganizationTrail === true,
    validated: described.LogFileValidationEnabled === true,
  };
}

/**
 * Where a trail's files of one region of the account lie: of an organisation's trail below its id, which the bucket tells.
 * @throws the error of the listing
 */
export async function placesOf(trail: Trail, bucket: Bucket, account: string, region: string): Promise<readonly Place[]> {
  const root = trail.prefix === undefined ? '' : `${trail.prefix.replace(/\/$/, '')}/`;
  const place: Place = { bucket: bucket.name, root, account, region };
  if (!trail.organisation) return [place];
  const above = `${root}AWSLogs/`;
  const organisations = (await bucket.folders(`${above}o-`)).map((folder) => folder.slice(above.length, -1));
  return organisations.map((organisation) => ({ ...place, organisation }));
}

/** What to do where a bucket can't be read: nearly always it is another account's. */
export function deniedAdvice({ bucket, prefix = '' }: Trail, principal: string): string {
  return `${principal} may not read ${s3Url(bucket, prefix)}. Allow it s3:ListBucket and s3:GetObject in the bucket's policy (and kms:Decrypt, where a key encrypts it), or connect the account that the bucket belongs to.`;
}
