import { describe, expect, it } from 'vitest';
import type { RegionOnRadar } from '../../../src/protocol/dashboard';
import { withPlace } from '../../../webview-ui/dashboard/filter';
import { sortedRegions } from '../../../webview-ui/dashboard/radar-sort';

const region = (code: string, more: Partial<RegionOnRadar> = {}): RegionOnRadar => ({
  account: '111111111111',
  region: code,
  alive: 0,
  humanWrites: 0,
  serviceWrites: 0,
  roleWrites: 0,
  unusedButInhabited: false,
  ...more,
});

describe('the radar', () => {
  const regions = [
    region('us-east-2', { alive: 3, unusedButInhabited: true, lastHuman: { name: 'dana', at: 5 } }),
    region('eu-west-1', { alive: 20 }),
    region('ap-south-1', { alive: 9, lastHuman: { name: 'ada', at: 70 } }),
  ];
  const order = (...sort: Parameters<typeof sortedRegions>[1][]) =>
    sortedRegions(regions, sort[0]).map(({ region: code }) => code.slice(0, 2));

  it('stands as it came until somebody sorts it; numbers go by their value, and nobody comes last when the latest come first', () => {
    expect(order()).toEqual(['us', 'eu', 'ap']);
    expect(order({ key: 'region', descending: false })).toEqual(['ap', 'eu', 'us']);
    expect(order({ key: 'alive', descending: true })).toEqual(['eu', 'ap', 'us']);
    expect(order({ key: 'lastHumanAt', descending: true })).toEqual(['ap', 'us', 'eu']);
    expect(order({ key: 'state', descending: true })).toEqual(['us', 'eu', 'ap']);
    expect(order({ key: 'humanWrites', descending: true })).toEqual(['us', 'eu', 'ap']); // alike
  });

  it('narrows to a region of an account, and widens when it is chosen again', () => {
    const filter = { range: { kind: 'all' }, severities: [], types: [] } as const;
    const narrowed = withPlace(filter, region('us-east-2'));
    expect(narrowed).toEqual({ ...filter, account: '111111111111', region: 'us-east-2' });
    expect(withPlace(narrowed, region('us-east-2'))).toEqual(filter);
    expect(withPlace(narrowed, { ...region('us-east-2'), account: '2' })).toEqual({ ...filter, account: '2', region: 'us-east-2' });
  });
});
