import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  type ResourceTag,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { batches, CallFailed, gathered, settled, type Asker } from '../asker';
import { at, type Collector, type Item } from '../collector';
import { recordOf } from '../record';

/** Trails whose tags one call tells. */
const MOST_TAGGED = 20;

/** Those whose home this region is: the shadows that a trail of all regions has elsewhere are the same trail. */
function trails(ask: Asker): Promise<readonly Trail[]> {
  return ask.once('trails', async () => {
    const command = new DescribeTrailsCommand({ includeShadowTrails: false });
    return (await ask.call('cloudtrail:DescribeTrails', (client, options) => client.send(command, options))).trailList ?? [];
  });
}

async function* describeTrails(ask: Asker): AsyncGenerator<readonly Item[]> {
  const found = await trails(ask);
  const arns = found.flatMap(({ TrailARN }) => TrailARN ?? []);
  const tagged = settled(batches(arns, MOST_TAGGED), (some) => tagsOf(ask, some));
  try {
    const tags = new Map((await gathered(tagged)).map(({ ResourceId, TagsList }) => [ResourceId, TagsList ?? []]));
    yield found.map((trail) => ({ record: recordOf({ ...trail, tags: tags.get(trail.TrailARN) ?? [] }) }));
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    yield found.map((trail) => ({ record: recordOf(trail), unknown: { tags: error.problem } }));
  }
}

/** A page holds them all. */
async function tagsOf(ask: Asker, arns: readonly string[]): Promise<readonly ResourceTag[]> {
  const command = new ListTagsCommand({ ResourceIdList: [...arns] });
  return (await ask.call('cloudtrail:ListTags', (client, options) => client.send(command, options))).ResourceTagList ?? [];
}

const trail = { per: 'region', id: at('trailARN'), name: at('name') } as const;

export const CLOUDTRAIL_COLLECTORS: readonly Collector[] = [
  {
    ...trail,
    api: 'aws-cloudtrail-describe-trails',
    calls: ['cloudtrail:DescribeTrails', 'cloudtrail:ListTags'],
    collect: describeTrails,
  },
  {
    ...trail,
    api: 'aws-cloudtrail-get-trail-status',
    calls: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus'],
    async *collect(ask) {
      yield* settled(await trails(ask), async ({ TrailARN, Name }) => {
        const command = new GetTrailStatusCommand({ Name: TrailARN });
        const status = await ask.call('cloudtrail:GetTrailStatus', (client, options) => client.send(command, options));
        return [{ record: recordOf({ TrailARN, Name, ...status }) }];
      });
    },
  },
  {
    ...trail,
    api: 'aws-cloudtrail-get-event-selectors',
    calls: ['cloudtrail:DescribeTrails', 'cloudtrail:GetEventSelectors'],
    async *collect(ask) {
      yield* settled(await trails(ask), async ({ TrailARN, Name }) => {
        const command = new GetEventSelectorsCommand({ TrailName: TrailARN });
        const selectors = await ask.call('cloudtrail:GetEventSelectors', (client, options) => client.send(command, options));
        return [{ record: recordOf({ TrailARN, Name, ...selectors }) }];
      });
    },
  },
];
