import type { SecurityGroup } from '@aws-sdk/client-ec2';
import type { JsonObject } from '../../../../src/domain/json';
import { standingId } from '../../../../src/sample/ids';
import { STORY_SERVICE } from '../../../../src/sample/story-service';
import { ACCOUNTS, networkOf, REGIONS, type Network } from '../../../../src/sample/world';
import { emptyInventory, type Inventory } from '../inventory';
import { computeInventory } from './compute';
import { storyEcs } from './ecs';
import { otherInventory } from './others';
import { groupOf, inbound, networkInventory, type Place } from './network';

/** Security groups that the records of the past day are about, as these leave them; and one that has been open to the world for long. */
const GROUPS: readonly {
  readonly account: keyof typeof ACCOUNTS;
  readonly region: string;
  readonly word: string;
  readonly port?: number;
  readonly from?: readonly string[];
  readonly fromV6?: readonly string[];
}[] = [
  { account: 'staging', region: 'eu-west-1', word: 'search-internal' },
  { account: 'staging', region: 'eu-west-1', word: 'search-api', port: 9200, from: ['10.0.0.0/16'] },
  { account: 'staging', region: 'eu-west-1', word: 'search-legacy' },
  { account: 'sandbox', region: 'eu-central-1', word: 'demo-db', port: 5432, from: ['192.0.2.0/24'] },
  { account: 'staging', region: 'us-east-1', word: 'bastion', port: 22, from: ['203.0.113.34/32'] },
  { account: 'production', region: 'us-east-1', word: 'checkout', port: 8443, from: ['10.1.0.0/16'] },
  { account: 'production', region: 'us-east-1', word: 'checkout-old' },
  { account: 'production', region: 'eu-central-1', word: 'reports' },
  { account: 'sandbox', region: 'eu-central-1', word: 'workshop', port: 22, from: ['0.0.0.0/0'], fromV6: ['::/0'] },
];

/** Accounts whose standard networks were deleted where nobody works; AWS makes one in every region. */
const TIDY: readonly string[] = [ACCOUNTS.staging];

/** What lives in one place. @param records of the place, newest or oldest first; @param now epoch milliseconds */
export function inventoryOf(place: Place, records: readonly JsonObject[], now: number): Inventory {
  const { account, region } = place;
  const worked = (REGIONS as readonly string[]).includes(region);
  if (worked) {
    const network = networkOf(account, region);
    const cidr = `10.${(REGIONS as readonly string[]).indexOf(region)}`;
    const base = networkInventory(place, network, cidr, false);
    return {
      ...emptyInventory(),
      ...base,
      ...computeInventory(place, network, cidr, now),
      ...otherInventory(place, records, now),
      securityGroups: [...base.securityGroups, ...groupsOf(place, network)],
      ebsEncryption: account === ACCOUNTS.production,
    };
  }
  const story = account === STORY_SERVICE.account && region === STORY_SERVICE.region;
  if (TIDY.includes(account)) return emptyInventory();
  return {
    ...emptyInventory(),
    ...networkInventory(place, story ? storyNetwork() : standardNetwork(place), '172.31', true),
    ...(story ? storyEcs(records, now) : {}),
  };
}

function groupsOf(place: Place, { vpc }: Network): SecurityGroup[] {
  return GROUPS.filter(({ account, region }) => ACCOUNTS[account] === place.account && region === place.region).map(
    ({ word, port, from = [], fromV6 = [] }) =>
      groupOf(place, vpc, standingId('sg', `group/${word}`), word, word, port === undefined ? [] : [inbound(port, from, fromV6)]),
  );
}

function standardNetwork({ account, region }: Place): Network {
  return networkOf(account, `${region}/default`);
}

/** The one that the records of the story name. */
function storyNetwork(): Network {
  const { account, region, vpc, group, subnets } = STORY_SERVICE;
  const [a, b] = subnets;
  return { ...standardNetwork({ account, region }), vpc, group, subnets: [a?.id ?? '', b?.id ?? ''] };
}
