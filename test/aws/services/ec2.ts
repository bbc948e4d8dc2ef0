import type { DescribeRegionsRequest, DescribeRegionsResult } from '@aws-sdk/client-ec2';
import type { Handlers } from '../call';

export const ec2: Handlers = {
  DescribeRegions: ({ AllRegions, RegionNames }: DescribeRegionsRequest, { account }): DescribeRegionsResult => ({
    Regions: Object.entries(account.regions)
      .filter(([region, optIn]) => (AllRegions === true || optIn !== 'not-opted-in') && (RegionNames?.includes(region) ?? true))
      .map(([region, optIn]) => ({ RegionName: region, Endpoint: `ec2.${region}.amazonaws.com`, OptInStatus: optIn })),
  }),
};
