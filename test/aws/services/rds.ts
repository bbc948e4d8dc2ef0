import type { DBInstanceMessage, DescribeDBInstancesMessage } from '@aws-sdk/client-rds';
import type { Handlers } from '../call';
import { Refusal } from '../protocol/protocols';
import { page } from './page';

export const rds: Handlers = {
  DescribeDBInstances: (input: DescribeDBInstancesMessage, { account, region }): DBInstanceMessage => {
    const size = input.MaxRecords ?? 100;
    if (size < 20 || size > 100) throw new Refusal('InvalidParameterValue', 'MaxRecords must be between 20 and 100.');
    const named = input.DBInstanceIdentifier;
    const all = account
      .inventory(region)
      .databases.filter((instance) => (named ?? instance.DBInstanceIdentifier) === instance.DBInstanceIdentifier);
    if (named !== undefined && all.length === 0) throw new Refusal('DBInstanceNotFound', `DBInstance ${named} not found.`, 404);
    const { items, next } = page(all, input.Marker, size, 'InvalidParameterValue');
    return { DBInstances: items, ...(next === undefined ? {} : { Marker: next }) };
  },
};
