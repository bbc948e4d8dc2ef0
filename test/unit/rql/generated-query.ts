import { isObject, type JsonObject, type JsonValue } from '../../../src/domain/json';
import { EVENT_ATTRIBUTES } from '../../../src/rql/attributes';
import { JSON_OPERATORS, type JsonOperator } from '../../../src/rql/operators';
import { quoteText } from '../../../src/rql/reader';
import type { Random } from './random';

const KEYS = ['a', 'b', 'n', 'a.b', "it's", 'q"t', 'ключ', '🙂', 'x-y'];
const TEXTS = [
  '',
  'x',
  'X',
  "o'brien",
  '"; DROP TABLE events; --',
  '100%_\\',
  'null',
  'true',
  'False',
  '22',
  '022',
  '1.0',
  '-1',
  '1e3',
  '12345678901234567',
  'İSTANBUL ΣΑΣ',
  '日本語🙂',
  '10.0.0.1',
  '10.1.0.0/16',
  '2001:db8::1',
  '::/0',
  '10.0.0.256',
  '2024-02-29',
  '2024-03-01T10:00:00Z',
  '2023-02-31T10:00:00Z',
  '1969-12-31T23:59:59.999-01:30',
  'Nov 7, 2016 9:34:21 AM',
  'Feb 30, 2016 9:34:21 AM',
];

/** A value with nulls, empty things and hostile texts in it. */
function makeValue(random: Random, depth: number): JsonValue {
  if (depth > 0 && random.chance(0.45)) {
    const values = Array.from({ length: random.below(4) }, () => makeValue(random, depth - 1));
    return random.chance(0.5) ? values : Object.fromEntries(values.map((value) => [random.pick(KEYS), value]));
  }
  return random.pick<JsonValue>([...TEXTS, null, true, false, 0, 22, -1.5, 1000, 65535]);
}

/** A record of an event with such values. */
export function makeRecord(random: Random, number: number): JsonObject {
  return {
    eventID: `generated ${number}`,
    eventTime: '2024-05-01T10:00:00Z',
    eventName: random.pick(['CreateService', 'DeleteTrail', 'GetObject', random.pick(TEXTS)]),
    awsRegion: random.pick(['us-east-2', 'eu-west-1']),
    recipientAccountId: random.pick(['111122223333', '444455556666']),
    sourceIPAddress: random.pick(TEXTS),
    userIdentity: { type: 'IAMUser', userName: random.pick(TEXTS), accountId: random.pick(['111122223333', '999988887777']) },
    requestParameters: Object.fromEntries(KEYS.map((key) => [key, makeValue(random, 3)])),
  };
}

/** The condition of a query about something that this record holds. */
export function makeCondition(random: Random, record: JsonObject): string {
  const rules = Array.from({ length: random.chance(0.25) ? 2 : 1 }, () => makeComparison(random, record, 2));
  const rule = `json.rule = (${rules.join(random.pick([' and ', ' or ']))})`;
  if (random.chance(0.8)) return rule;
  const attribute = random.pick(EVENT_ATTRIBUTES.filter(({ field, values }) => field !== undefined && values === 'text'));
  return `${random.pick(['', 'NOT '])}${attribute.name} ${random.pick(['=', '!='])} ${quoteText(random.pick(TEXTS))} OR ${rule}`;
}

function makeComparison(random: Random, from: JsonValue | undefined, depth: number): string {
  const negation = random.chance(0.15) ? 'not ' : '';
  if (random.chance(0.25)) return negation + makeCall(random, from, depth);
  const { path, found } = makePath(random, from, depth);
  const operator = random.pick(JSON_OPERATORS);
  return `${negation}${path} ${random.pick(operator.texts)} ${makeRight(random, operator, found, from, depth)}`.trimEnd();
}

function makeRight(random: Random, operator: JsonOperator, found: string, from: JsonValue | undefined, depth: number): string {
  const value = (): string => quoteText(random.chance(0.5) ? found : random.pick(TEXTS));
  const list = (): string => `(${value()}, ${value()})`;
  if (operator.takesPath && random.chance(0.2)) return makePath(random, from, depth).path;
  switch (operator.takes) {
    case 'nothing':
      return '';
    case 'list':
      return list();
    case 'type':
      return random.pick(['Array', 'Object', 'String', 'Integer', 'Number', 'Boolean']);
    case 'count':
      return String(random.below(4));
    case 'number':
      return String(random.pick([0, 22, -1.5, 1000, 3e4]));
    case 'regex':
      return `/${found.replace(/[^A-Za-z0-9]/g, '.')}/i`;
    case 'value':
      return value();
    case 'value or list':
      return random.chance(0.15) ? '_Port.inRange(0, 30, 2)' : random.pick([value(), list()]);
  }
}

function makeCall(random: Random, from: JsonValue | undefined, depth: number): string {
  const path = (): string => makePath(random, from, depth).path;
  const set = (): string => random.pick([path(), path(), `(${quoteText(random.pick(TEXTS))}, 'x')`]);
  const networks = random.pick(['10.0.0.0/8', '::/0', '0.0.0.0/0', "'2001:db8::/32', 10.0.0.0/16", '203.0.113.9']);
  const truth = random.pick(['is true', 'is false']);
  switch (random.below(7)) {
    case 0:
      return `_DateTime.${random.pick(['ageInDays', 'ageInMonths', 'ageInYears'])}(${path()}) ${random.pick(['>', '<=', '='])} ${random.below(60)}`;
    case 1:
      return `_DateTime.daysBetween(${path()}, ${random.pick(['today()', path(), "'2024-01-31'"])}) ${random.pick(['>=', '<'])} 0`;
    case 2:
      return `${path()} ${random.pick(['greater than', 'less than', '='])} today()`;
    case 3:
      return `_IPAddress.${random.pick(['inCIDRRange', 'areAllInCIDRRange', 'areAnyOutsideCIDRRange'])}(${path()}, ${networks}) ${truth}`;
    case 4:
      return `_Set.${random.pick(['union', 'intersection'])}(${set()}, ${set()}) ${random.pick(['is empty', 'size > 1', "contains 'x'", "any equal '22'"])}`;
    case 5:
      return `_Set.isSubset(${path()}, ${set()}) ${truth}`;
    default:
      return `_AWSCloudAccount.isRedLockMonitored(${random.pick([path(), '$.userIdentity.accountId'])}) ${truth}`;
  }
}

/** A path that the value has, or nearly, and what is found there. */
function makePath(random: Random, from: JsonValue | undefined, depth: number): { readonly path: string; readonly found: string } {
  let here: JsonValue | undefined = from;
  let path = isObject(from) && 'eventID' in from ? '$' : '@';
  while (isObject(here) || Array.isArray(here)) {
    if (random.chance(0.1)) break;
    if (Array.isArray(here)) {
      const elements: readonly JsonValue[] = here as readonly JsonValue[];
      const at = random.below(elements.length + 1);
      if (depth > 0 && random.chance(0.35)) {
        const quantifier = random.pick(['any', 'none', 'all', '']);
        path += `[?${quantifier}(${makeComparison(random, elements[at] ?? null, depth - 1)})]`;
      } else path += random.pick(['[*]', '[*]', `[${at}]`, '.*']);
      here = elements[at];
    } else {
      const key: string = random.chance(0.05) ? random.pick(KEYS) : random.pick<string>([...Object.keys(here), 'a']);
      path += random.chance(0.08) ? '.*' : `[${quoteText(key)}]`;
      here = here[key];
    }
  }
  return { path, found: here === null || here === undefined || typeof here === 'object' ? random.pick(TEXTS) : String(here) };
}
