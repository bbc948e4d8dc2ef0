import {
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  type ConfigurationRecorder,
  type ConfigurationRecorderStatus,
} from '@aws-sdk/client-config-service';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { textAt } from '../../../domain/json';
import { CallFailed, type Asker } from '../asker';
import { at, type Collector, type Item } from '../collector';
import { recordOf } from '../record';

/** The most that a page of RDS, and of Lambda, holds. */
const PAGE = { rds: 100, lambda: 50 } as const;

/** There is one of the account's own for each region; services may have more. */
async function* recorders(ask: Asker): AsyncGenerator<readonly Item[]> {
  const { ConfigurationRecorders: found = [] } = await ask.call('config:DescribeConfigurationRecorders', (client, options) =>
    client.send(new DescribeConfigurationRecordersCommand({}), options),
  );
  if (found.length === 0) return;
  try {
    const { ConfigurationRecordersStatus: all = [] } = await ask.call('config:DescribeConfigurationRecorderStatus', (client, options) =>
      client.send(new DescribeConfigurationRecorderStatusCommand({}), options),
    );
    yield found.map((recorder) => ({ record: recordOf({ ...recorder, status: all.find((status) => isOf(status, recorder)) }) }));
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    yield found.map((recorder) => ({ record: recordOf(recorder), unknown: { status: error.problem } }));
  }
}

function isOf(status: ConfigurationRecorderStatus, { name }: ConfigurationRecorder): boolean {
  return status.name === name;
}

export const OTHER_COLLECTORS: readonly Collector[] = [
  {
    api: 'aws-region',
    per: 'account',
    calls: [], // what was asked when the account was connected
    // eslint-disable-next-line @typescript-eslint/require-await -- nothing is to be waited for
    async *collect({ part: { connection } }) {
      yield connection.regions.map(({ region, optIn }) => ({ region, record: { regionName: region, optInStatus: optIn } }));
    },
    id: (record, { account }) => `${account}/${textAt(record, 'regionName') ?? ''}`,
    name: at('regionName'),
  },
  {
    api: 'aws-configservice-describe-configuration-recorders',
    per: 'region',
    calls: ['config:DescribeConfigurationRecorders', 'config:DescribeConfigurationRecorderStatus'],
    collect: recorders,
    id: (record, { account, region }) => textAt(record, 'arn') ?? `${account}/${region}/${textAt(record, 'name') ?? 'default'}`,
    name: at('name'),
  },
  {
    api: 'aws-rds-describe-db-instances',
    per: 'region',
    calls: ['rds:DescribeDBInstances'],
    async *collect(ask) {
      const pages = ask.pages(
        'rds:DescribeDBInstances',
        (client, Marker, options) => client.send(new DescribeDBInstancesCommand({ Marker, MaxRecords: PAGE.rds }), options),
        ({ Marker }) => Marker,
      );
      for await (const { DBInstances } of pages) yield (DBInstances ?? []).map((instance) => ({ record: recordOf(instance) }));
    },
    id: at('dbinstanceArn'),
    name: at('dbinstanceIdentifier'),
    since: 'instanceCreateTime',
  },
  {
    api: 'aws-lambda-list-functions',
    per: 'region',
    calls: ['lambda:ListFunctions'],
    async *collect(ask) {
      const pages = ask.pages(
        'lambda:ListFunctions',
        (client, Marker, options) => client.send(new ListFunctionsCommand({ Marker, MaxItems: PAGE.lambda }), options),
        ({ NextMarker }) => NextMarker,
      );
      for await (const { Functions } of pages) yield (Functions ?? []).map((one) => ({ record: recordOf(one) }));
    },
    id: at('functionArn'),
    name: at('functionName'),
  },
];
