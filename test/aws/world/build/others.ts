import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { DBInstance } from '@aws-sdk/client-rds';
import { at, textAt, type JsonObject, type JsonValue } from '../../../../src/domain/json';
import { ownRole } from '../../../../src/sample/callers';
import { ACCOUNTS, networkOf } from '../../../../src/sample/world';
import type { Inventory, KeyWorld } from '../inventory';
import type { Place } from './network';

const DAY = 86_400_000;

type OtherInventory = Pick<Inventory, 'keys' | 'recorders' | 'databases' | 'functions'>;

/** Keys, the recorder of AWS Config, databases and functions of a place where the company works. */
export function otherInventory(place: Place, records: readonly JsonObject[], now: number): OtherInventory {
  const made = new Date(now - 400 * DAY);
  const name = 'default';
  const recorder = {
    name,
    arn: `arn:aws:config:${place.region}:${place.account}:configuration-recorder/${name}`,
    roleARN: ownRole(place.account, 'config').arn,
    recordingGroup: { allSupported: true, includeGlobalResourceTypes: place.region === 'us-east-1', resourceTypes: [] },
  };
  const status = { name, recording: true, lastStatus: 'Success' as const, lastStartTime: made, lastStatusChangeTime: new Date(now - DAY) };
  return {
    keys: keysOf(place, records, made),
    recorders: place.account === ACCOUNTS.sandbox ? [] : [{ recorder, status }],
    databases: place.account === ACCOUNTS.staging && place.region === 'eu-west-1' ? [reports(place, made)] : [],
    functions: [thumbnailer(place, now)],
  };
}

/** Those that the records of the place name. One that somebody nearly deleted is disabled. */
function keysOf({ account, region }: Place, records: readonly JsonObject[], made: Date): KeyWorld[] {
  const states = new Map<string, boolean>();
  for (const record of records) {
    const resources = at(record, 'resources');
    for (const resource of Array.isArray(resources) ? (resources as readonly JsonValue[]) : []) {
      const arn = textAt(resource, 'ARN') ?? '';
      if (!arn.startsWith(`arn:aws:kms:${region}:${account}:key/`)) continue;
      states.set(arn, (states.get(arn) ?? false) || record['eventName'] === 'CancelKeyDeletion');
    }
  }
  return [...states].map(([arn, disabled], index): KeyWorld => ({
    metadata: {
      AWSAccountId: account,
      KeyId: arn.split('/').at(-1),
      Arn: arn,
      CreationDate: made,
      Enabled: !disabled,
      KeyState: disabled ? 'Disabled' : 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      KeyManager: 'CUSTOMER',
      Origin: 'AWS_KMS',
      MultiRegion: false,
      Description: '',
    },
    rotates: index === 0,
    aliases: [`alias/nimbus-${index + 1}`],
    tags: [{ TagKey: 'managed-by', TagValue: 'terraform' }],
  }));
}

function reports({ account, region }: Place, made: Date): DBInstance {
  const { vpc, subnets, group } = networkOf(account, region);
  return {
    DBInstanceIdentifier: 'reports',
    DBInstanceArn: `arn:aws:rds:${region}:${account}:db:reports`,
    DbiResourceId: 'db-REPORTS2KZ5Q6UWTVXA3JHYC4M',
    DBInstanceClass: 'db.t4g.medium',
    DBInstanceStatus: 'available',
    Engine: 'postgres',
    EngineVersion: '16.8',
    AllocatedStorage: 50,
    StorageType: 'gp3',
    StorageEncrypted: true,
    MultiAZ: false,
    PubliclyAccessible: false,
    DeletionProtection: false,
    BackupRetentionPeriod: 7,
    AutoMinorVersionUpgrade: true,
    IAMDatabaseAuthenticationEnabled: false,
    AvailabilityZone: `${region}a`,
    InstanceCreateTime: made,
    MasterUsername: 'reports',
    Endpoint: { Address: `reports.c1d2e3f4g5h6.${region}.rds.amazonaws.com`, Port: 5432, HostedZoneId: 'Z1TTGA775OQIYO' },
    VpcSecurityGroups: [{ VpcSecurityGroupId: group, Status: 'active' }],
    DBSubnetGroup: {
      DBSubnetGroupName: 'app',
      DBSubnetGroupDescription: 'app',
      VpcId: vpc,
      SubnetGroupStatus: 'Complete',
      Subnets: subnets.map((id, index) => ({
        SubnetIdentifier: id,
        SubnetAvailabilityZone: { Name: `${region}${index === 0 ? 'a' : 'b'}` },
        SubnetStatus: 'Active',
      })),
    },
    EnabledCloudwatchLogsExports: ['postgresql'],
    TagList: [{ Key: 'managed-by', Value: 'terraform' }],
  };
}

function thumbnailer({ account, region }: Place, now: number): FunctionConfiguration {
  return {
    FunctionName: 'thumbnailer',
    FunctionArn: `arn:aws:lambda:${region}:${account}:function:thumbnailer`,
    Runtime: 'nodejs20.x',
    Role: ownRole(account, 'thumbnailer-lambda').arn,
    Handler: 'index.handler',
    CodeSize: 312_400,
    CodeSha256: 'q1Wl8kq0O0kqWkq0cXJ3ZGRlYWRiZWVmZm9vYmFyMTI=',
    Description: '',
    Timeout: 30,
    MemorySize: 512,
    LastModified: new Date(now - 12 * DAY).toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    PackageType: 'Zip',
    Architectures: ['arm64'],
    Environment: { Variables: { BUCKET: `nimbus-works-assets-${region}` } },
    TracingConfig: { Mode: 'PassThrough' },
    EphemeralStorage: { Size: 512 },
  };
}
