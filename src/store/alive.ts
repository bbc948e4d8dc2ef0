import type { Reader } from './reader';
import { RESOURCES } from './resources';

/** What AWS itself puts into every account and region, or keeps after its end: by the kind of record, when a record is none of anybody's. */
const NOBODYS: Readonly<Record<string, string>> = {
  'aws-ec2-describe-vpcs': `(record ->> '$.isDefault') = 'true'`,
  'aws-ec2-describe-subnets': `(record ->> '$.defaultForAz') = 'true'`,
  'aws-ec2-describe-security-groups': `(record ->> '$.groupName') = 'default'`,
  'aws-ec2-describe-route-tables': `list_contains((record ->> '$.associations[*].main'), 'true')`,
  'aws-ec2-describe-network-acls': `(record ->> '$.isDefault') = 'true'`,
  'aws-ec2-describe-internet-gateways': `list_has_any((record ->> '$.attachments[*].vpcId'), (SELECT list(resource) FROM ${RESOURCES} WHERE api = 'aws-ec2-describe-vpcs' AND (record ->> '$.isDefault') = 'true'))`,
  'aws-ec2-describe-instances': `(record ->> '$.state.name') = 'terminated'`,
  'aws-ecs-task': `(record ->> '$.lastStatus') = 'STOPPED'`,
  'aws-kms-get-key-rotation-status': `(record ->> '$.keyManager') = 'AWS'`,
  'aws-cloudtrail-describe-trails': `(record ->> '$.homeRegion') <> region`,
};

/** Services whose resources belong to no region. */
const EVERYWHERE = ['IAM'];

/** How many resources stand in each region of each account: those that somebody had made. To be asked once they are filled in. */
export async function aliveIn(
  reader: Pick<Reader, 'rows'>,
  signal?: AbortSignal,
): Promise<readonly { readonly account: string; readonly region: string; readonly alive: number }[]> {
  const nobodys = Object.entries(NOBODYS).map(([api, is]) => `WHEN '${api}' THEN coalesce(${is}, false)`);
  const rows = await reader.rows(
    `SELECT account, region, count(DISTINCT resource) AS alive FROM ${RESOURCES}
     WHERE NOT deleted AND type <> '' AND service NOT IN (${EVERYWHERE.map((service) => `'${service}'`).join(', ')})
       AND NOT CASE api ${nobodys.join(' ')} ELSE false END
     GROUP BY ALL`,
    [],
    signal,
  );
  return rows.map((row) => ({ account: String(row['account']), region: String(row['region']), alive: Number(row['alive']) }));
}
