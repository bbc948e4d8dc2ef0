import { beforeAll, describe, expect, it } from 'vitest';
import type { ResourceRecord } from '../../../src/domain/inventory';
import { resourcesFound } from '../../../src/rql/config-reference';
import type { ResourceQuery } from '../../../src/rql/config-lower';
import { compileSearch } from '../../../src/rql/query';
import { documentOf, livedWithin, type Finding } from '../../../src/rql/resource-document';
import type { Filter } from '../../../src/store/answer-sql';
import type { ResourceAlert } from '../../../src/store/resource-search';
import { Store } from '../../../src/store/store';
import { Random } from '../rql/random';
import { temporaryFolderForAll } from '../support/folders';
import { batches, BY_HAND, NOW } from './resource-records';

const DAY = 86_400_000;
const HEAD = 'config from cloud.resource where ';
const folder = temporaryFolderForAll();
const HIGH: Finding = { type: 'config', severity: 'high', source: 'nephoscope', name: 'Open to the world', id: 'n.open' };
const LOW: Finding = { type: 'audit-event', severity: 'low', source: 'nephoscope', name: 'Churn', id: 'n.churn' };
const ALERTS: readonly (ResourceAlert & { readonly about: readonly string[] })[] = [
  { account: '111111111111', region: 'us-east-2', resource: 'sg-open', finding: HIGH, about: ['sg-open'] },
  { account: '111111111111', region: 'us-east-2', resource: 'sg-open', finding: LOW, about: ['sg-open'] },
  { account: '222222222222', region: 'us-east-2', resource: 'sg-web', finding: HIGH, about: [] }, // of another account
  {
    account: '111111111111',
    region: 'us-east-2',
    resource: 'worker', // by its name
    finding: LOW,
    about: ['arn:aws:ecs:us-east-2:111111111111:service/c/worker'],
  },
];

let store: Store;
beforeAll(async () => {
  store = await Store.open(await folder());
  await store.fillResources(batches(BY_HAND));
  return () => store.close();
});

function queryOf(text: string): ResourceQuery {
  const compiled = compileSearch(text);
  if (compiled.kind !== 'config') throw new Error(`${text}: ${JSON.stringify(compiled)}`);
  return compiled.resources;
}

async function found(text: string, window = {}): Promise<readonly string[]> {
  const { rows, total } = await store.searchResources(queryOf(text), { window, offset: 0, limit: 1000, alerts: ALERTS });
  expect(total).toBe(rows.length);
  return rows.map(({ resource }) => resource.slice(resource.lastIndexOf('/') + 1)).toSorted();
}

function expected(query: ResourceQuery, records: readonly ResourceRecord[], window = {}): readonly string[] {
  const live = records.filter((record) => livedWithin(record, window));
  const documents = live.map((record) =>
    documentOf(
      record,
      window,
      ALERTS.filter(({ about }) => about.includes(record.resource)).map(({ finding }) => finding),
    ),
  );
  return resourcesFound(query, documents)
    .map((place) => live[place]?.resource ?? '')
    .toSorted();
}

const GROUPS = "api.name = 'aws-ec2-describe-security-groups'";
const INSTANCES = "api.name = 'aws-ec2-describe-instances'";
const OPEN = `${GROUPS} AND json.rule = ipPermissions[*].ipRanges[*] contains '0.0.0.0/0'`;
const JOIN = "filter '$.X.securityGroups[*].groupId == $.Y.groupId'";

/** Expected by hand. */
const CASES: readonly (readonly [query: string, resources: readonly string[]])[] = [
  ["api.name = 'aws-ecs-service' AND json.rule = desiredCount greater than 0 and runningCount equals 0", ['worker']],
  ["api.name = 'aws-ecs-service' AND json.rule = $.desiredCount greater than 0", ['odd', 'web', 'worker']],
  [`${GROUPS} AND json.rule = ipPermissions[?any(ipRanges[*] contains 0.0.0.0/0 and toPort equals 22)] exists`, ['sg-gone', 'sg-open']],
  [`${INSTANCES} as X; ${HEAD}${OPEN} as Y; ${JOIN}; show X;`, ['i-1', 'i-3']],
  [`${INSTANCES} as x; ${HEAD}${OPEN} as y; filter $.x.securityGroups[*].groupId == $.y.groupId; show Y`, ['sg-open', 'sg-web']],
  [
    `${INSTANCES} as X; ${HEAD}${OPEN} as Y; filter 'not $.X.securityGroups[*].groupId == $.Y.groupId'; show X`,
    ['i-1', 'i-2', 'i-3', 'i-4'],
  ],
  [
    `${INSTANCES} as X; ${HEAD}${GROUPS} as Y; ${HEAD}api.name = 'aws-ecs-service' as Z; ${JOIN}; filter '$.Z.runningCount equals 2 and $.X.instanceId exists'; show Y`,
    ['sg-open', 'sg-shut', 'sg-web'],
  ],
  [`${INSTANCES} as X; count(X) greater than 3; show X`, ['i-1', 'i-2', 'i-3', 'i-4']],
  [`${INSTANCES} as X; count(X) > 4; show X`, []],
  [`${INSTANCES} as X; ${HEAD}${OPEN} as Y; ${JOIN}; count(Y) equals 2; show X`, ['i-1', 'i-3']],
  [`${INSTANCES} as X; ${HEAD}${OPEN} as Y; ${JOIN}; count(Y) does not equal 2; show X`, []],
  [`${INSTANCES} AND cloud.region = 'AWS Ireland'`, ['i-3']],
  [`${INSTANCES} AND cloud.account != 222222222222`, ['i-1', 'i-2', 'i-4']],
  ["cloud.service = 'ecs.amazonaws.com'", ['odd', 'web', 'worker']],
  ["cloud.service IN ('ecs', 'S3')", ['odd', 'web', 'worker']],
  ["cloud.type = 'aws' AND resource.status = 'deleted'", ['sg-gone']],
  ["resource.type MATCHES '*::security*'", ['sg-gone', 'sg-open', 'sg-shut', 'sg-web']],
  ["tag('env') = 'prod'", ['i-2', 'sg-open']],
  ["tag('env') EXISTS AND tag('env') != 'prod'", ['sg-web']],
  ["tag('env') MATCHES 'PR*'", ['i-2', 'sg-open']],
  ['tag(KEY) = prod', ['sg-shut']],
  ['tag(VALUE) = prod', ['i-2', 'sg-open']],
  ['tag(ANY) = prod', ['i-2', 'sg-open', 'sg-shut']],
  ["tag(ALL) IN ('prod', 'ops')", ['i-2', 'sg-open']],
  ["tag(ALL) contains 'env'", ['sg-shut']],
  ["finding.severity = 'high'", ['sg-open']],
  ["finding.severity = 'high' AND finding.type = 'audit-event'", []],
  ["finding.name = 'n.churn'", ['sg-open', 'worker']],
  ["finding.name MATCHES 'open*' AND finding.source = 'Nephoscope'", ['sg-open']],
  ["api.name = 'aws-ecs-service' AND finding.severity does not exist", ['odd', 'web']],
  ["api.name = 'aws-ecs-service' AND json.rule = $['a.b'].c[*] equals 1", ['odd']],
  [`api.name = 'aws-ecs-service' AND json.rule = serviceName contains 'o\\'dd "x" $.X'`, ['odd']],
  ["api.name = 'aws-ecs-service' AND json.rule = $ is not empty and empty is empty", ['odd']],
];

describe('finds what is meant', () => {
  it.each(CASES)('%s', async (query, resources) => {
    expect(await found(HEAD + query)).toEqual(resources);
    const reference = expected(queryOf(HEAD + query), BY_HAND).map((id) => id.slice(id.lastIndexOf('/') + 1));
    expect(reference.toSorted()).toEqual(resources);
  });

  it('knows the state within a time range', async () => {
    const all = `${HEAD}${GROUPS}`;
    expect(await found(all, { from: NOW - 2 * DAY, to: NOW })).not.toContain('sg-gone');
    expect(await found(`${all} AND resource.status = 'deleted'`, { from: NOW - 4 * DAY })).toEqual(['sg-gone']);
    expect(await found(`${all} AND resource.status = 'active'`, { to: NOW - 4 * DAY })).toContain('sg-gone');
    expect(await found(`${HEAD}${INSTANCES}`, { to: NOW - 2 * DAY })).toEqual(['i-1', 'i-2', 'i-3']);
  });
});

describe('gives the same rows as the reference', () => {
  const PATHS = [
    'securityGroups[*].groupId',
    'groupId',
    'vpcId',
    'ipPermissions[*].toPort',
    'desiredCount',
    'runningCount',
    "['a.b'].c[*]",
  ];
  const VALUES = ["'sg-open'", '22', "'1'", '0', "'vpc-1'", "'prod'", 'null'];
  const ATTRIBUTES = [
    "cloud.region = 'AWS Ohio'",
    'cloud.account IN (222222222222)',
    "resource.status = 'deleted'",
    "tag('env') = 'prod'",
    'tag(ANY) contains pro',
    'tag(KEY) does not match e*',
    'tag(ALL) EXISTS',
    "finding.severity != 'high'",
    "finding.type = 'config' AND finding.severity = 'high'",
    INSTANCES,
    GROUPS,
    "api.name IN ('aws-ecs-service', 'aws-ec2-describe-instances')",
  ];
  const OPERATORS = ['equals', 'does not equal', 'contains', 'greater than', 'starts with'];
  const WINDOWS = [{}, { from: NOW - 2 * DAY, to: NOW + 1 }, { to: NOW - 4 * DAY }];

  function condition(random: Random, depth = 2): string {
    if (depth > 0 && random.chance(0.5)) {
      const word = random.pick([' AND ', ' OR ']);
      return `(${condition(random, depth - 1)}${word}${condition(random, depth - 1)})`;
    }
    const not = random.chance(0.2) ? 'NOT ' : '';
    if (random.chance(0.6)) return `${not}(${random.pick(ATTRIBUTES)})`;
    return `${not}json.rule = '${rule(random, '')}'`.replaceAll("'", '"').replace(/"(.*)"$/s, (_, inner: string) => `'${inner}'`);
  }

  function rule(random: Random, alias: string): string {
    const path = `$.${alias}${random.pick(PATHS)}`.replace('.[', '[').replaceAll("'", '"');
    if (random.chance(0.2)) return `${path} ${random.pick(['exists', 'does not exist', 'is empty', 'size equals 2'])}`;
    const operator = random.pick(OPERATORS);
    const value = operator === 'greater than' ? '0' : random.pick(VALUES).replaceAll("'", '');
    return `${path} ${operator} ${value}`;
  }

  function between(random: Random, aliases: readonly string[]): string {
    if (random.chance(0.3)) return rule(random, `${random.pick(aliases)}.`);
    const path = (): string => `$.${random.pick(aliases)}.${random.pick(PATHS)}`.replace('.[', '[').replaceAll("'", '"');
    return `${path()} ${random.pick(['==', 'equal ignore case', '>', 'contains', 'intersects', '!='])} ${path()}`;
  }

  function query(random: Random): string {
    const aliases = ['X', 'Y', 'Z'].slice(0, random.pick([1, 1, 2, 2, 2, 3]));
    const clauses = aliases.map((alias) => `${HEAD}${condition(random)} as ${alias}`);
    const filters = Array.from({ length: random.below(3) }, () => {
      const terms = Array.from({ length: 1 + random.below(2) }, () => between(random, aliases));
      return `filter '${terms.join(random.pick([' and ', ' or ']))}'`;
    });
    const count = random.chance(0.3) ? [`count(${random.pick(aliases)}) ${random.pick(['>', '<=', '!='])} ${random.below(4)}`] : [];
    return [...clauses, ...filters, ...count, `show ${random.pick(aliases)}`].join('; ');
  }

  it('for generated queries, joins among them', async () => {
    const random = new Random(7);
    let some = 0;
    for (let round = 0; round < 300; round++) {
      const text = query(random);
      const window = random.pick(WINDOWS);
      const wanted = expected(queryOf(text), BY_HAND, window);
      const { rows } = await store.searchResources(queryOf(text), { window, offset: 0, limit: 1000, alerts: ALERTS });
      expect([text, rows.map(({ resource }) => resource).toSorted()]).toEqual([text, wanted]);
      if (wanted.length > 0) some += 1;
    }
    expect(some).toBeGreaterThan(50);
  }, 120_000);
});

describe('a page', () => {
  const page = (text: string, more: object = {}) =>
    store.searchResources(queryOf(HEAD + text), { window: {}, offset: 0, limit: 2, ...more });

  it('has what a list shows, with the columns that are added', async () => {
    const { rows, total } = await page(`${INSTANCES} AND cloud.region = 'AWS Ireland' addcolumn $.instanceType cloud.region $.no`);
    expect(total).toBe(1);
    expect(rows).toEqual([
      {
        api: 'aws-ec2-describe-instances',
        resource: 'i-3',
        type: 'AWS::EC2::Instance',
        service: 'EC2',
        account: '222222222222',
        region: 'eu-west-1',
        status: 'active',
        asOf: NOW - DAY,
        tags: {},
        more: ['t3.micro', 'eu-west-1', null],
      },
    ]);
  });

  it('is sorted as asked, and its total is that of all', async () => {
    const sorted = await page(INSTANCES, { sort: { column: 'resource', descending: true } });
    expect([sorted.total, sorted.rows.map(({ resource }) => resource)]).toEqual([4, ['i-4', 'i-3']]);
    const added = await page(`${INSTANCES} addcolumn $.instanceId`, { sort: { column: 'column 0', descending: false }, offset: 3 });
    expect([added.total, added.rows.map(({ more }) => more)]).toEqual([4, [['i-4']]]);
    expect(await page(INSTANCES, { offset: 10 })).toEqual({ rows: [], total: 4 });
    expect((await page(INSTANCES, { most: 3 })).total).toBe(3);
    expect((await page(INSTANCES, { sort: { column: 'n; DROP TABLE resources', descending: true } })).total).toBe(4);
  });

  it('is narrowed by the text of columns', async () => {
    const narrowed = async (...filters: readonly Filter[]) => (await page(`${GROUPS} addcolumn $.groupName`, { filters })).total;
    const filter = { kind: 'matches', text: 'ireland', negated: false } as const;
    expect(await narrowed({ ...filter, column: 'region' })).toBe(1);
    expect(await narrowed({ ...filter, column: 'status', kind: 'is', text: 'deleted', negated: true })).toBe(3);
    expect(await narrowed({ ...filter, column: 'column 0', text: 'SG-*e' })).toBe(3);
    expect(await narrowed({ ...filter, column: 'column 7' })).toBe(4);
  });

  it('counts by attributes', async () => {
    const query = queryOf(`${HEAD}${INSTANCES} OR ${GROUPS} group by cloud.region, api.name`);
    const { rows, total } = await store.countResources(query, { window: {}, offset: 0, limit: 10 });
    expect(total).toBe(4);
    expect(rows).toEqual([
      { values: ['us-east-2', 'aws-ec2-describe-instances'], count: 3 },
      { values: ['us-east-2', 'aws-ec2-describe-security-groups'], count: 3 },
      { values: ['eu-west-1', 'aws-ec2-describe-instances'], count: 1 },
      { values: ['eu-west-1', 'aws-ec2-describe-security-groups'], count: 1 },
    ]);
  });

  it('is of what was filled in last', async () => {
    const other = await Store.open(await folder());
    try {
      await other.fillResources(batches(BY_HAND));
      await other.fillResources(batches(BY_HAND.slice(0, 5)));
      const { total } = await other.searchResources(queryOf(`${HEAD}cloud.type = 'aws'`), { window: {}, offset: 0, limit: 1 });
      expect(total).toBe(5);
    } finally {
      other.close();
    }
  });
});
