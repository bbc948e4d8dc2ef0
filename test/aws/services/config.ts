import type {
  ConfigurationItem,
  DescribeConfigurationRecordersResponse,
  DescribeConfigurationRecorderStatusResponse,
  DescribeDeliveryChannelsResponse,
  GetResourceConfigHistoryRequest,
  GetResourceConfigHistoryResponse,
} from '@aws-sdk/client-config-service';
import type { Call, Handlers } from '../call';
import { Refusal } from '../protocol/protocols';
import type { Inventory } from '../world/inventory';
import { page } from './page';

/** Types that AWS Config has a history of here: where they lie, and the member that names one. */
const RECORDED: Readonly<Record<string, readonly [list: keyof Inventory, id: string]>> = {
  'AWS::EC2::Instance': ['instances', 'InstanceId'],
  'AWS::EC2::NetworkInterface': ['interfaces', 'NetworkInterfaceId'],
  'AWS::EC2::SecurityGroup': ['securityGroups', 'GroupId'],
  'AWS::EC2::Volume': ['volumes', 'VolumeId'],
  'AWS::EC2::VPC': ['vpcs', 'VpcId'],
};
const DAY = 86_400_000;

export const config: Handlers = {
  DescribeConfigurationRecorders: (_: object, call): DescribeConfigurationRecordersResponse => ({
    ConfigurationRecorders: here(call).recorders.map(({ recorder }) => recorder),
  }),
  DescribeConfigurationRecorderStatus: (_: object, call): DescribeConfigurationRecorderStatusResponse => ({
    ConfigurationRecordersStatus: here(call).recorders.map(({ status }) => status),
  }),
  DescribeDeliveryChannels: (_: object, call): DescribeDeliveryChannelsResponse => ({
    DeliveryChannels: here(call).recorders.map(() => ({ name: 'default', s3BucketName: 'nimbus-works-config' })),
  }),
  GetResourceConfigHistory: (input: GetResourceConfigHistoryRequest, call): GetResourceConfigHistoryResponse => {
    if (here(call).recorders.length === 0)
      throw new Refusal('NoAvailableConfigurationRecorderException', 'There are no configuration recorders available.');
    const items = historyOf(input, call);
    const found = page(
      items,
      input.nextToken,
      input.limit === undefined || input.limit === 0 ? 10 : input.limit,
      'InvalidNextTokenException',
    );
    return { configurationItems: found.items, ...(found.next === undefined ? {} : { nextToken: found.next }) };
  },
};

const here = ({ account, region }: Call): Inventory => account.inventory(region);

/** Newest first where nobody asks for the other order: found a month ago, and its tags put on a day later. */
function historyOf(
  { resourceType, resourceId, earlierTime, laterTime, chronologicalOrder }: GetResourceConfigHistoryRequest,
  call: Call,
): ConfigurationItem[] {
  const { account, region, now } = call;
  const [list, id] = RECORDED[resourceType ?? ''] ?? [];
  const all = (list === undefined ? [] : here(call)[list]) as readonly Readonly<Record<string, unknown>>[];
  const found = all.find((item) => item[id ?? ''] === resourceId);
  if (found === undefined)
    throw new Refusal(
      'ResourceNotDiscoveredException',
      `Resource ${resourceId ?? ''} of resourceType:${resourceType ?? ''} is unknown or has not been discovered`,
    );
  const item = (days: number, configuration: object, status: ConfigurationItem['configurationItemStatus']): ConfigurationItem => ({
    version: '1.3',
    accountId: account.id,
    awsRegion: region,
    resourceType,
    resourceId,
    configurationItemCaptureTime: new Date(now - days * DAY),
    configurationItemStatus: status,
    configurationStateId: String(now - days * DAY),
    configuration: JSON.stringify(configuration),
  });
  const items = [
    item(29, camel(found) as object, 'OK'),
    item(30, { ...(camel(found) as object), tags: [], tagSet: [] }, 'ResourceDiscovered'),
  ].filter(
    ({ configurationItemCaptureTime: time }) =>
      time !== undefined && (earlierTime === undefined || time >= earlierTime) && (laterTime === undefined || time <= laterTime),
  );
  return chronologicalOrder === 'Forward' ? items.reverse() : items;
}

/** AWS Config writes members with a small letter first. */
function camel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camel);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.charAt(0).toLowerCase() + key.slice(1), camel(member)]));
}
