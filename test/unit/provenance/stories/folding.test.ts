import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Alert } from '../../../../src/domain/alert';
import type { JsonObject } from '../../../../src/domain/json';
import { inEnglish } from '../../../../src/domain/sentence';
import { severityRank } from '../../../../src/domain/severity';
import type { Story } from '../../../../src/domain/story';
import { DAY, HOUR } from '../../../../src/domain/time';
import type { AlertRequest } from '../../../../src/engine/api';
import { EngineService } from '../../../../src/engine/service';
import { generate } from '../../../../src/sample';
import { Random } from '../../../../src/sample/random';
import { Database } from '../../../../src/store/database';
import { event, logFile, temporaryFolderForAll } from '../../support/folders';

const folder = temporaryFolderForAll();
const open: EngineService[] = [];
afterAll(async () => {
  for (const engine of open) await engine.dispose();
});
afterEach(() => vi.restoreAllMocks());

/** An engine of its own over a store that may be there already. */
function engineOn(dir: string): EngineService {
  const engine = new EngineService({ storeDir: join(dir, 'store'), policiesDir: 'src/policies/packs' });
  open.push(engine);
  return engine;
}

async function loaded(records: readonly JsonObject[]): Promise<string> {
  const dir = await folder();
  await engineOn(dir).load([await logFile(dir, 'a.json', records)]);
  return dir;
}

/** What holds of every answer, whatever the data: each alert is in one story, and a story says of its alerts what they say. */
async function holds(engine: EngineService, request: AlertRequest): Promise<{ alerts: readonly Alert[]; stories: readonly Story[] }> {
  const [alerts, stories] = [await engine.alerts(request), await engine.stories(request)];
  expect(stories.flatMap((story) => story.alerts).sort()).toEqual(alerts.map(({ id }) => id).sort());
  expect(new Set(stories.map(({ id }) => id)).size).toBe(stories.length);
  const byId = new Map(alerts.map((alert) => [alert.id, alert]));
  for (const story of stories) {
    const members = story.alerts.flatMap((id) => byId.get(id) ?? []);
    expect(story.firstSeen).toBe(Math.min(...members.map(({ firstSeen }) => firstSeen)));
    expect(story.lastSeen).toBe(Math.max(...members.map(({ lastSeen }) => lastSeen)));
    expect(severityRank(story.severity)).toBe(Math.min(...members.map(({ severity }) => severityRank(severity))));
    expect(story.sparkline.reduce((sum, count) => sum + count, 0)).toBe(story.events);
    expect(new Set(members.map(({ account, region }) => `${account} ${region}`))).toEqual(new Set([`${story.account} ${story.region}`]));
    expect(members.map(({ eventId }) => eventId)).toContain(story.eventId);
  }
  return { alerts, stories };
}

describe('the stories of the sample', () => {
  const now = Date.parse('2025-06-14T22:10:33Z');
  const day = { from: now - DAY, to: now };
  let dir: string;
  let engine: EngineService;
  beforeAll(async () => {
    dir = await loaded(generate({ now }).flatMap((file) => file.records));
    engine = engineOn(dir);
  }, 60_000);

  it('are one of the 172 alerts of the past day, and the others beside it; nothing is lost', async () => {
    const { alerts, stories } = await holds(engine, { window: day });
    expect(alerts).toHaveLength(205);
    const [worst] = stories;
    expect(worst).toMatchObject({ severity: 'high', region: 'us-east-2', events: 172 });
    expect(worst?.alerts).toHaveLength(172);
    expect(stories.length).toBeLessThan(33); // runs of Terraform raised several of the other 33
    for (const window of [{}, { from: now - HOUR }, { to: now - 2 * DAY }, { from: now }]) await holds(engine, { window });
    for (const narrow of [{ severities: ['low'] }, { region: 'eu-west-1' }, { types: ['anomaly'] }] as const)
      await holds(engine, { window: {}, ...narrow });
  });

  it('say what is going on, as strong as the chain does, which leads on to readings that point at records', async () => {
    const [story] = await engine.stories({ window: day });
    expect(story && inEnglish(story.title)).toBe(
      'ECS service load-test-worker in us-east-2 fails to start and is retried: 172 interface pairs in 24 hours, probably set up by dana.lee',
    );
    const chain = await engine.trace(story?.eventId ?? '');
    expect(chain?.root).toEqual(story?.root);
    expect(story?.root).toMatchObject({ kind: 'human', name: 'dana.lee', strength: 'scored' }); // no tag says which service: K11
    const [best, ...others] = chain?.readings ?? [];
    expect(best?.id).toBe('forgotten'); // what the generator tells
    expect(best?.weight).toBeGreaterThan(0.5);
    for (const { weight } of others) expect(weight).toBeLessThan(0.2);
    const says = (best?.evidence ?? []).filter(({ supports }) => supports).map((item) => inEnglish(item.says));
    expect(says).toContain('The name load-test-worker is that of a test or a trial');
    expect(says).toContain('Nobody else has changed anything in us-east-2');
    expect(says).toContain('Nobody has looked at it for 3 days');
    for (const { evidence } of chain?.readings ?? [])
      for (const { eventId } of evidence) expect(await engine.record(eventId)).toContain(eventId);
  });

  it('keep their ids over time ranges, and narrow the alerts to one of them', async () => {
    const [today] = await engine.stories({ window: day });
    const week = (await engine.stories({ window: {} })).find(({ id }) => id === today?.id);
    expect(week?.alerts.length).toBeGreaterThan(3 * 172);
    const story = today?.id ?? '';
    expect((await engine.alerts({ window: day, story })).map(({ id }) => id)).toEqual(today?.alerts);
    expect((await engine.stories({ window: day, story })).map(({ id }) => id)).toEqual([story]);
    expect(await engine.alerts({ window: day, story: 'none' })).toEqual([]);
  });

  it('are found with few questions to the store, and then with none', async () => {
    const fresh = engineOn(dir);
    const flood = { window: {}, region: 'us-east-2' };
    const [{ length: many }, alerts] = [await fresh.alerts(flood), await fresh.alerts({ window: {} })];
    const rows = vi.spyOn(Database.prototype, 'rows');
    await fresh.stories(flood);
    console.log(`${many} alerts of one region, ${rows.mock.calls.length} questions`);
    expect(many).toBeGreaterThan(3 * 172);
    expect(rows.mock.calls.length).toBeLessThan(60); // a tenth of one for each alert
    rows.mockClear();
    const stories = await fresh.stories({ window: {} });
    console.log(`${alerts.length} alerts, ${stories.length} stories, ${rows.mock.calls.length} questions`);
    const others = stories.length - 1;
    expect(rows.mock.calls.length).toBeLessThan(12 * others);
    rows.mockClear();
    expect(await fresh.stories({ window: {} })).toEqual(stories);
    expect(rows).not.toHaveBeenCalled();
  });

  it('end quietly when nobody waits any more', async () => {
    const fresh = engineOn(dir);
    const controller = new AbortController();
    const asked = fresh.stories({ window: {} }, { signal: controller.signal });
    controller.abort();
    await expect(asked).rejects.toMatchObject({ reason: 'cancelled' });
    expect((await fresh.stories({ window: day })).length).toBeGreaterThan(0);
  });
});

describe('stories of generated records', () => {
  const ACCOUNTS = ['111122223333', '444455556666'];
  const REGIONS = ['us-east-1', 'eu-west-1'];
  const CALLS: readonly (readonly [service: string, operation: string, parameter: string, error?: string])[] = [
    ['ec2', 'DeleteSecurityGroup', 'groupId'],
    ['ec2', 'DeleteVpc', 'vpcId'],
    ['s3', 'PutBucketPolicy', 'bucketName'],
    ['iam', 'DeleteUserPolicy', 'policyName'],
    ['kms', 'ListKeys', 'limit', 'AccessDeniedException'],
  ];

  function identity(random: Random, account: string): JsonObject {
    const name = `person-${random.whole(1, 4)}`;
    const user = { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/${name}`, userName: name, accountId: account };
    const since = `2024-05-0${random.whole(1, 3)}T08:00:00Z`;
    const session = {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${account}:assumed-role/Admin/${name}`,
      accountId: account,
      accessKeyId: `ASIA${name.toUpperCase().replace('-', '')}${since.slice(9, 10)}00000000`,
      sessionContext: {
        sessionIssuer: { type: 'Role', userName: 'Admin', arn: `arn:aws:iam::${account}:role/Admin` },
        attributes: { creationDate: since },
      },
    };
    const root = { type: 'Root', arn: `arn:aws:iam::${account}:root`, accountId: account };
    return random.pick([user, user, session, session, session, root]);
  }

  it.each([1, 2, 3])('hold every alert once, those of one session and region together (seed %i)', async (seed) => {
    const random = new Random(seed, 'stories');
    const records = Array.from({ length: 400 }, (_, n): JsonObject => {
      const [service, eventName, parameter, errorCode] = random.pick(CALLS);
      const account = random.pick(ACCOUNTS);
      return event(`event-${n}`, {
        userIdentity: identity(random, account),
        recipientAccountId: account,
        awsRegion: random.pick(REGIONS),
        eventSource: `${service}.amazonaws.com`,
        eventName,
        eventTime: new Date(Date.UTC(2024, 4, 4, 0, random.whole(0, 1400))).toISOString().replace('.000', ''),
        requestParameters: { [parameter]: `thing-${random.whole(1, 25)}` },
        ...(errorCode !== undefined && { errorCode }),
      });
    });
    const engine = engineOn(await loaded(records));
    const { alerts, stories } = await holds(engine, { window: {} });
    expect(stories.length).toBeLessThan(alerts.length / 2);
    await holds(engine, { window: { from: Date.UTC(2024, 4, 4, 12) } });

    // A second way: by the records that the alerts name, where they are calls of a session that were not refused.
    const sessionOf = new Map(
      records.map((record) => {
        const { userIdentity, awsRegion, errorCode, eventID } = record;
        return [
          eventID,
          errorCode === undefined && JSON.stringify(userIdentity).includes('creationDate') ? JSON.stringify([awsRegion, userIdentity]) : '',
        ];
      }),
    );
    const storyOf = new Map(stories.flatMap(({ id, alerts: members }) => members.map((alert) => [alert, id] as const)));
    const sessions = new Map<string, Set<string | undefined>>();
    for (const { id, eventId } of alerts) {
      const session = sessionOf.get(eventId);
      if (session === undefined || session === '') continue;
      sessions.set(session, (sessions.get(session) ?? new Set()).add(storyOf.get(id)));
    }
    expect(sessions.size).toBeGreaterThan(10);
    for (const told of sessions.values()) expect(told.size).toBe(1);
    expect(new Set([...sessions.values()].flatMap((told) => [...told])).size).toBe(sessions.size);
  });
});
