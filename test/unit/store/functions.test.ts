import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import type { Given } from '../../../src/rql/given';
import type { Predicate } from '../../../src/rql/predicate';
import { compileQuery } from '../../../src/rql/query';
import { matches } from '../../../src/rql/reference';
import { predicateSql } from '../../../src/store/predicate-sql';
import { readerOver, type TestReader } from '../support/reader';

const GIVEN: Given = {
  now: Date.parse('2024-03-31T12:00:00Z'),
  accounts: ['111122223333', '444455556666'],
  alerts: new Map([
    ['a1', [{ account: '111122223333', ids: ['11111111-2222-3333-4444-555555555555', 'other'] }]],
    ['a2', [{ account: '444455556666', ids: ['11111111-2222-3333-4444-555555555555'] }]],
  ]),
  anomalies: [
    { names: ['pack.travel', 'impossible travel'], events: [{ account: '111122223333', ids: ['11111111-2222-3333-4444-555555555555'] }] },
    { names: ['pack.rate', 'unusual rate'], events: [{ account: '111122223333', ids: ['other'] }] },
  ],
};

const RECORD: JsonObject = {
  eventID: '11111111-2222-3333-4444-555555555555',
  eventTime: '2024-03-30T12:00:00Z',
  eventName: 'AuthorizeSecurityGroupIngress',
  eventSource: 'ec2.amazonaws.com',
  awsRegion: 'us-east-2',
  sourceIPAddress: '203.0.113.9',
  recipientAccountId: '111122223333',
  requestParameters: {
    made: '2024-02-29T12:00:00Z',
    ends: '2024-04-30T00:00:00+02:00',
    english: 'Nov 7, 2016 9:34:21 AM',
    noon: 'Mar 31, 2024 12:00:00 PM',
    noDay: '2023-02-31',
    words: 'yesterday',
    when: ['2024-03-01', 'x', null, '2020-01-01'],
    owner: '444455556666',
    stranger: '999988887777',
    inner: ['10.1.2.3', '10.0.0.0/16'],
    mixed: ['10.1.2.3', '203.0.113.9', '2001:DB8::1'],
    names: ['sg-1', '300.1.1.1', '10.0.0.0/33'],
    wide: '10.0.0.0/7',
    port: 22,
    portText: '443',
    ports: [80, '8080', 22.5, 'ssh'],
    groups: ['a', 'b', 'b', 1],
    some: ['b', '1.0', 'c'],
    none: [],
    odd: [{ x: 1 }, ['y'], 'a'],
    limit: 30,
    tags: { 'a.b': 'one', c: { name: 'two', list: ['deep'] }, d: null },
    rules: [{ name: 'web', from: 80, list: ['x', 'y'], by: { first: { id: 'p' } } }, { name: 'ssh', from: 22, list: [] }, { from: 3 }],
  },
};

const P = '$.requestParameters';
/** Conditions of json.rule that the record meets. Expected by the specification, section 4, and counted by hand. */
const HOLDS: readonly string[] = [
  // now is noon of 31 March: the 29th of February lies 31 days back, and one month and some days
  `_DateTime.ageInDays(${P}.made) equals 31`,
  `_DateTime.ageInDays(${P}.made) > 30.5 and _DateTime.ageInDays(${P}.made) <= 31`,
  `_DateTime.ageInMonths(${P}.made) = 1`,
  `_DateTime.ageInYears(${P}.english) >= 7 and _DateTime.ageInYears(${P}.english) less than 8`,
  `_DateTime.ageInDays(${P}.ends) equals -30`,
  `_DateTime.ageInDays(${P}.noon) = 0`,
  `_DateTime.ageInDays(${P}.made) greater than ${P}.limit`,
  `${P}.limit less than _DateTime.ageInDays(${P}.made)`,
  `_DateTime.ageInDays(${P}.when[*]) greater than 1500`,
  `_DateTime.ageInDays(${P}.when[*]) equals 30`,
  `_DateTime.daysBetween(${P}.made, '2024-03-02') = 1`,
  `_DateTime.daysBetween('2024-03-02', ${P}.made) = -2`,
  `_DateTime.daysBetween(${P}.made, today()) = 30`,
  `_DateTime.ageInDays('2024-03-01') = 30`,
  `${P}.ends greater than today()`,
  `today() <= ${P}.noon`,
  `today() > '2024-03-30' and '2024-03-30' < _DateTime.today()`,
  `not _DateTime.ageInDays(${P}.words) > 0`,
  `_AWSCloudAccount.isRedLockMonitored(${P}.owner) is true`,
  `_AWSCloudAccount.isRedLockMonitored(${P}.stranger) is false`,
  `${P}.inner[*] starts with _IPAddress.inRange('10.%d.', 0, 2)`,
  `$.sourceIPAddress does not start with _IPAddress.inRange('172.%d.', 16, 31)`,
  `_IPAddress.inCIDRRange($.sourceIPAddress, 203.0.113.0/24) is true`,
  `_IPAddress.inCIDRRange(${P}.mixed[*], '2001:db8::/32') is true`,
  `_IPAddress.inCIDRRange(${P}.mixed, 192.168.0.0/16, 10.0.0.0/8) is true`,
  `_IPAddress.inCIDRRange(${P}.wide, 10.0.0.0/8) is false`,
  `_IPAddress.areAllInCIDRRange(${P}.inner[*], 10.0.0.0/8) is true`,
  `_IPAddress.areAllInCIDRRange(${P}.mixed, 10.0.0.0/8) is false`,
  `_IPAddress.areAnyOutsideCIDRRange(${P}.mixed, 10.0.0.0/8, 203.0.113.0/24) is true`,
  `_IPAddress.areAnyOutsideCIDRRange(${P}.inner, 10.0.0.0/8) is false`,
  `_IPAddress.areAnyOutsideCIDRRange(${P}.wide, 10.0.0.0/8) is true`,
  `_IPAddress.areAnyOutsideCIDRRange(${P}.names, 10.0.0.0/8) is false`,
  `${P}.port contains _Port.inRange(22,22)`,
  `${P}.portText contains _Port.inRange(440, 450)`,
  `${P}.ports contains _Port.inRange(8000, 9000, 40)`,
  `${P}.ports[*] intersects _Port.inRange(80,80)`,
  `${P}.ports does not contain _Port.inRange(22,23)`,
  `_Set.intersection(${P}.groups, ${P}.some) size equals 2`,
  `_Set.intersection(${P}.groups, ('b', 'z')) contains 'b'`,
  `_Set.intersection(${P}.groups, ${P}.nothing) is empty`,
  `_Set.union(${P}.groups, ${P}.some[*]) size equals 5`,
  `_Set.union(${P}.groups, _Set.union(('x'), ('y'))) intersects ('y')`,
  `_Set.union(${P}.none, ('q')) all equal 'q'`,
  `${P}.some intersects _Set.intersection(${P}.groups, ('b'))`,
  `_Set.isSubset(${P}.groups, ('a', 'b', 1, 2)) is true`,
  `_Set.isSubset(${P}.none, ('a')) is true`,
  `_Set.isSubset(${P}.groups, ${P}.some) is false`,
  `_Set.isSubset(${P}.odd, ('a')) is false`,
  // paths
  `${P}.tags.*.name equals 'two'`,
  `${P}.tags{}.list[*] equals deep`,
  `${P}.tags.* equals 'one'`,
  `$.* equals 'us-east-2'`,
  `$.*.port equals 22`,
  `$.* equals '11111111-2222-3333-4444-555555555555'`,
  `${P}.tags['a.b'] equals 'one'`,
  `${P}.rules[?any(*.first.id equals 'p')] exists`,
  `${P}.rules[?(@.name == 'web' && @.from >= 80)] exists`,
  `${P}.rules[?(@.name in ['ssh', 'x'] || @.list size 7)].from equals 22`,
  `${P}.rules[?(@.name nin ('ssh', 'web'))].from = 3`,
  `${P}.rules[?(@.name =~ /S[a-s]{2}/i)] exists`,
  `${P}.rules[?(@.name =~ /w.b|x/ && @.from >= 80)].name equals 'web'`,
  `${P}.rules[?(@.from =~ /\\d+/)] exists`,
  `${P}.rules[?('y' in @.list)].name equals 'web'`,
  `${P}.rules[?(!(@.name))].from equals 3`,
  `${P}.rules[?none(@.name contains 'q' && @.from)] exists`,
  `'ssh' equals ${P}.rules[*].name`,
  `"b" is member of ('a', "b")`,
  `${P}.groups contains ${P}.rules[1].list[*] or 'x' == rules[*].x or ${P}.some[*] equals requestParameters.groups[*]`,
];

/** Conditions that it does not meet. */
const FAILS: readonly string[] = [
  `${P}.rules[?(@.name =~ /S[a-s]{2}/)] exists`,
  `${P}.rules[?(@.name =~ /w/)] exists`,
  `${P}.rules[?(@.nothing =~ /.*/)] exists`,
  `_DateTime.ageInDays(${P}.made) = 32`,
  `_DateTime.ageInMonths(${P}.made) greater than 1`,
  `_DateTime.ageInYears(${P}.english) = 8`,
  `_DateTime.ageInDays(${P}.noDay) > -99999`,
  `_DateTime.ageInDays(${P}.nothing) < 99999`,
  `_DateTime.ageInDays(${P}.port) < 99999`,
  `_DateTime.daysBetween(${P}.made, ${P}.words) != 0 and _DateTime.daysBetween(${P}.made, ${P}.words) > 0`,
  `${P}.words > today()`,
  `${P}.made greater than today()`,
  `today() = ${P}.noon`,
  `_AWSCloudAccount.isRedLockMonitored(${P}.stranger) is true`,
  `_AWSCloudAccount.isRedLockMonitored(${P}.nothing) is false`,
  `$.sourceIPAddress starts with _IPAddress.inRange('203.%d.', 1, 99)`,
  `_IPAddress.inCIDRRange($.sourceIPAddress, 203.0.114.0/24) is true`,
  `_IPAddress.inCIDRRange(${P}.nothing, 10.0.0.0/8) is false`,
  `_IPAddress.inCIDRRange(${P}.names[*], 0.0.0.0/0) is true`,
  `_IPAddress.areAllInCIDRRange(${P}.none, 10.0.0.0/8) is true`,
  `_IPAddress.areAllInCIDRRange(${P}.wide, 10.0.0.0/8) is true`,
  `_IPAddress.areAnyOutsideCIDRRange(${P}.nothing, 10.0.0.0/8) is true`,
  `${P}.port contains _Port.inRange(23,99)`,
  `${P}.ports contains _Port.inRange(0, 100, 3)`,
  `_Set.intersection(${P}.groups, ${P}.none) is not empty`,
  `_Set.intersection(${P}.odd, ${P}.odd) size equals 3`,
  `_Set.union(${P}.groups, ${P}.nothing) contains 'c'`,
  `_Set.isSubset(${P}.groups, ('a')) is true`,
  `_Set.isSubset(${P}.nothing, ('a')) is true`,
  `_Set.isSubset(${P}.nothing, ('a')) is false`,
  `${P}.tags.*.name equals 'one'`,
  `${P}.port.* exists`,
  `$.* equals 0`,
  `${P}.rules[?(@.name == 'web' && @.from == 22)] exists`,
  `${P}.rules[?('z' in @.list)] exists`,
  `'SSH' equals ${P}.rules[*].name`,
  `'b' is member of ('a')`,
];

const ATTRIBUTES: readonly (readonly [condition: string, holds: boolean])[] = [
  ["alert.id = 'a1'", true],
  ["alert.id = 'a2'", false],
  ["alert.id IN ('nobody', 'a1')", true],
  ["alert.id = 'nobody'", false],
  ["NOT alert.id = 'nobody'", true],
  ['has.anomaly', true],
  ['NOT has.anomaly', false],
  ["anomaly.type = 'Impossible Travel'", true],
  ["anomaly.type = 'pack.travel'", true],
  ["anomaly.type = 'unusual rate'", false],
  ["cloud.account.group = 'Production'", false],
];

const CONDITIONS: readonly (readonly [string, boolean])[] = [
  ...HOLDS.map((rule) => [`json.rule = ${rule}`, true] as const),
  ...FAILS.map((rule) => [`json.rule = ${rule}`, false] as const),
  ...ATTRIBUTES,
];

function predicateOf(condition: string): Predicate {
  const compiled = compileQuery(`event from cloud.audit_logs where ${condition}`, GIVEN);
  if (compiled.kind === 'faulty') throw new Error(`${condition}: ${compiled.diagnostics.map(({ message }) => message).join(' ')}`);
  return compiled.predicate;
}

describe('functions, filters and what is given to a query', () => {
  let reader: TestReader;
  let found: readonly unknown[] = [];

  beforeAll(async () => {
    reader = await readerOver([RECORD]);
    const conditions = CONDITIONS.map(([condition]) => predicateSql(predicateOf(condition)));
    const [row = {}] = await reader.rows(
      `SELECT ${conditions.map(({ sql }, place) => `(${sql}) AS c${place}`).join(', ')} FROM events`,
      conditions.flatMap(({ params }) => params),
    );
    found = CONDITIONS.map((_, place) => row[`c${place}`]);
  }, 60_000);
  afterAll(() => reader.close());

  it.each(CONDITIONS.map(([condition, holds], place) => [condition, holds, place] as const))('%s: %s', (condition, holds, place) => {
    expect(matches(predicateOf(condition), RECORD), 'the reference').toBe(holds);
    expect(found[place], 'DuckDB').toBe(holds);
  });
});
