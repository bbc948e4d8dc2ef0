import type { Service, Task } from '@aws-sdk/client-ecs';
import type { JsonObject } from '../../../src/domain/json';
import { resourceId, standingId } from '../../../src/sample/ids';
import { Random } from '../../../src/sample/random';
import { isoSecond } from '../../../src/sample/record';
import { networkOf } from '../../../src/sample/world';
import { machine } from './build/compute';
import { groupOf, inbound, type Place } from './build/network';
import { emptyInventory, type Inventory } from './inventory';
import { STANDARD_REGIONS } from './sample-world';
import { makeAccount, makeWorld, type EventLog, type LoggedEvent, type World } from './world';

export interface BigWorldOptions {
  /** How many regions; 17 at most. */
  readonly regions: number;
  /** Of each region, spread evenly over the past 89 days. */
  readonly events: number;
  /** Of all regions together. */
  readonly resources: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

export const BIG_ACCOUNT = '123456789012';
const SPAN = 89 * 86_400_000;
const SERVICES_A_CLUSTER = 100;

/** One account of any size, for benchmarks. Events are made as they are read, and never kept; the resources of a region when it is asked. */
export function bigWorld({ regions, events, resources, now }: BigWorldOptions): World {
  const names = STANDARD_REGIONS.slice(0, regions);
  const share = (region: string): number => {
    const index = names.indexOf(region);
    return index < 0 ? 0 : Math.floor(resources / regions) + (index < resources % regions ? 1 : 0);
  };
  const account = makeAccount(BIG_ACCOUNT, {
    alias: 'big',
    regions: Object.fromEntries(names.map((region) => [region, 'opt-in-not-required'])),
    events: (region) => (names.includes(region) ? new GeneratedLog(region, events, now) : []),
    inventory: (region) => crowd({ account: BIG_ACCOUNT, region }, share(region), now),
  });
  return makeWorld([account]);
}

class GeneratedLog implements EventLog {
  constructor(
    private readonly region: string,
    readonly length: number,
    private readonly now: number,
  ) {}

  at(index: number): LoggedEvent | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const time = Math.floor((this.now - (index * SPAN) / this.length) / 1000) * 1000;
    // Counted from the oldest, so that its id is the same whenever it is asked for.
    const id = idOf(this.region, this.length - index);
    return { time, id, record: () => recordOf(this.region, id, time, index) };
  }
}

function idOf(region: string, number: number): string {
  const place = STANDARD_REGIONS.indexOf(region).toString(16).padStart(8, '0');
  return `${place}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

const CALLS = ['DescribeInstances', 'RunInstances', 'CreateNetworkInterface', 'DeleteNetworkInterface', 'DescribeVolumes'] as const;

/** A record of the size that real ones have. */
function recordOf(region: string, eventID: string, time: number, index: number): JsonObject {
  const random = new Random(1, eventID);
  const eventName = CALLS[index % CALLS.length] ?? CALLS[0];
  const role = `arn:aws:iam::${BIG_ACCOUNT}:role/worker-${index % 40}`;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLEEXAMPLE${index % 40}:session`,
      arn: `arn:aws:sts::${BIG_ACCOUNT}:assumed-role/worker-${index % 40}/session`,
      accountId: BIG_ACCOUNT,
      accessKeyId: 'ASIAEXAMPLEEXAMPLE00',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROAEXAMPLEEXAMPLE${index % 40}`,
          arn: role,
          accountId: BIG_ACCOUNT,
          userName: `worker-${index % 40}`,
        },
        attributes: { creationDate: isoSecond(time - 600_000), mfaAuthenticated: 'false' },
      },
    },
    eventTime: isoSecond(time),
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: region,
    sourceIPAddress: `198.51.100.${index % 250}`,
    userAgent: 'aws-cli/2.27.41 md/awscrt#0.26.1 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.13.4 md/pyimpl#CPython',
    requestParameters: { networkInterfaceId: resourceId(random, 'eni'), subnetId: resourceId(random, 'subnet'), clientToken: eventID },
    responseElements: eventName.startsWith('Describe') ? null : { requestId: eventID, _return: true },
    requestID: eventID,
    eventID,
    readOnly: eventName.startsWith('Describe'),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: BIG_ACCOUNT,
    eventCategory: 'Management',
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: `ec2.${region}.amazonaws.com` },
  };
}

/** So many resources: for each machine its interface and its volume; groups; services in clusters of a hundred; the rest are tasks. */
function crowd(place: Place, count: number, now: number): Inventory {
  const network = networkOf(place.account, place.region);
  const machines = Array.from({ length: Math.floor(count / 5) }, (_, n) =>
    machine(place, network, `worker-${n}`, `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, now),
  );
  const groups = Array.from({ length: Math.floor(count / 10) }, (_, n) =>
    groupOf(place, network.vpc, standingId('sg', `${place.region}/${n}`), `group-${n}`, 'one of many', [inbound(443, ['10.0.0.0/8'])]),
  );
  const serviceCount = Math.floor(count / 10);
  const clusterCount = count === 0 ? 0 : Math.max(1, Math.ceil(serviceCount / SERVICES_A_CLUSTER));
  const arn = (kind: string, rest: string): string => `arn:aws:ecs:${place.region}:${place.account}:${kind}/${rest}`;
  const clusters = Array.from({ length: clusterCount }, (_, n) => ({
    clusterArn: arn('cluster', `c${n}`),
    clusterName: `c${n}`,
    status: 'ACTIVE',
  }));
  const services = Array.from({ length: serviceCount }, (_, n): Service => {
    const cluster = `c${Math.floor(n / SERVICES_A_CLUSTER)}`;
    return {
      serviceArn: arn('service', `${cluster}/s${n}`),
      serviceName: `s${n}`,
      clusterArn: arn('cluster', cluster),
      status: 'ACTIVE',
      desiredCount: 1,
      runningCount: 1,
      pendingCount: 0,
      launchType: 'FARGATE',
      createdAt: new Date(now - SPAN),
      events: [],
      deployments: [],
    };
  });
  const taskCount = Math.max(0, count - machines.length * 3 - groups.length - services.length - clusters.length);
  const tasks = Array.from({ length: taskCount }, (_, n): Task => {
    const cluster = `c${n % Math.max(1, clusterCount)}`;
    return {
      taskArn: arn('task', `${cluster}/${n.toString(16).padStart(32, '0')}`),
      clusterArn: arn('cluster', cluster),
      group: `service:s${n % Math.max(1, serviceCount)}`,
      lastStatus: 'RUNNING',
      desiredStatus: 'RUNNING',
      launchType: 'FARGATE',
      createdAt: new Date(now - SPAN),
    };
  });
  return {
    ...emptyInventory(),
    instances: machines.map(({ instance }) => instance),
    interfaces: machines.map(({ face }) => face),
    volumes: machines.map(({ volume }) => volume),
    securityGroups: groups,
    clusters,
    services,
    tasks,
  };
}
