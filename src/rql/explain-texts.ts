import type { TagWord } from './config-attributes';
import type { EventOperator, JsonOperator, JsonOperatorId, EventOperatorId } from './operators';

/** What the attributes are called in a sentence. Those that are not here are called by their name. */
export const NOUNS: Readonly<Record<string, string>> = {
  operation: 'the operation',
  'cloud.region': 'the region',
  'cloud.service': 'the service',
  'cloud.account': 'the account',
  'cloud.type': 'the cloud',
  user: 'the user',
  role: 'the role',
  subject: 'the actor',
  ip: 'the address',
  crud: 'the kind of call',
  'api.name': 'the kind of record',
  'resource.status': 'the status',
  'resource.type': 'the type',
  'finding.type': 'the type of an alert about it',
  'finding.severity': 'the severity of an alert about it',
  'finding.source': 'the finder of an alert about it',
  'finding.name': 'the policy of an alert about it',
};

/** The tags that a test without a name is about. */
export const TAGS: Readonly<Record<TagWord, string>> = {
  ANY: 'the key or the value of some tag',
  ALL: 'the value of every tag',
  KEY: 'the key of some tag',
  VALUE: 'the value of some tag',
};

/** What a test says: `{0}` is what is tested, `{1}` what with. The second text is the negated one. */
type Sentences = readonly [holds: string, not: string];

const IS: Sentences = ['{0} is {1}', '{0} is not {1}, or there is none'];
const ONE_OF: Sentences = ['{0} is one of {1}', '{0} is none of {1}, or there is none'];
const MATCHES: Sentences = ['{0} matches the pattern {1}', '{0} does not match the pattern {1}'];
const CONTAINS: Sentences = ['{0} contains {1}', '{0} does not contain {1}'];
const PRESENT: Sentences = ['{0} is there', '{0} is not there'];

export const EVENT_SENTENCES: Readonly<Record<EventOperatorId, Sentences>> = {
  equals: IS,
  in: ONE_OF,
  matches: MATCHES,
  contains: CONTAINS,
  exists: PRESENT,
};

export const JSON_SENTENCES: Readonly<Record<JsonOperatorId, Sentences>> = {
  equals: IS,
  equalsFolded: ['{0} is {1} in any case', '{0} is not {1} in any case, or there is none'],
  greater: ['{0} is greater than {1}', '{0} is not greater than {1}'],
  less: ['{0} is less than {1}', '{0} is not less than {1}'],
  atLeast: ['{0} is at least {1}', '{0} is not at least {1}'],
  atMost: ['{0} is at most {1}', '{0} is not at most {1}'],
  contains: CONTAINS,
  startsWith: ['{0} starts with {1}', '{0} does not start with {1}'],
  endsWith: ['{0} ends with {1}', '{0} does not end with {1}'],
  exists: PRESENT,
  isEmpty: ['{0} is empty', '{0} is not empty'],
  isTrue: ['{0} is true', '{0} is not true'],
  isFalse: ['{0} is false', '{0} is not false'],
  member: ONE_OF,
  matches: MATCHES,
  regex: ['{0} matches the regular expression {1}', '{0} does not match the regular expression {1}'],
  measure: IS,
  isType: ['{0} is of type {1}', '{0} is not of type {1}'],
};

/** `contains` with several texts. */
export const CONTAINS_ONE: Sentences = ['{0} contains one of {1}', '{0} contains none of {1}'];

/** What a measure makes of what is tested. */
export const MEASURED: Readonly<Record<NonNullable<JsonOperator['measure']>['of'], string>> = {
  size: 'the number of elements of {0}',
  length: 'the number of characters of {0}',
  words: 'the number of words of {0}',
};

/** A test on the elements of a set. */
export const OVER: Readonly<Record<'any' | 'none' | 'all', string>> = {
  any: 'for some element, {0}',
  none: 'for no element, {0}',
  all: 'for every element, {0}',
};

/** An array by a quantifier; what its elements are tested by stands below. The second: the negated form. */
export const ELEMENTS: Readonly<Record<'any' | 'none' | 'all', Sentences>> = {
  any: ['some element of {0} meets:', 'no element of {0} meets:'],
  none: ['no element of {0} meets:', 'some element of {0} meets:'],
  all: ['every element of {0} meets:', 'some element of {0} fails, or there is none:'],
};

export const EXPLAIN_TEXTS = {
  all: 'all of these:',
  notAll: 'not all of these:',
  any: 'at least one of these:',
  none: 'none of these:',
  not: 'not: {0}',
  and: 'and {0}',
  or: 'or {0}',
  region: '{0} ({1})',
  both: '{0}, {1}',
  more: '{0} and {1} more',
  tag: 'the tag {0}',
  clause: 'resources {0}:',
  joined: 'of these, those that belong together:',
  number: 'the number of resources {0}',
  oneAlert: 'one alert about it meets:',
  listsResources: 'Lists resources, newest first.',
  listsClause: 'Lists the resources {0}, newest first.',
  countsResources: 'Counts resources by {0}, the most frequent first.',
  lists: 'Lists audit events, newest first.',
  columns: 'Shows beside the usual columns: {0}.',
  counts: 'Counts audit events.',
  countsBy: 'Counts audit events by {0}, the most frequent first.',
  charts: 'Draws audit events over time, a bar for each {0}.',
  chartsBy: 'Draws audit events over time, a bar for each {0} and {1}.',
  most: 'Ends after {0} rows.',
  range: 'Time range: {0}',
  left: 'left',
  alone: 'alone',
} as const;

/** What is said of the numbers. */
export const NUMBERS = {
  events: {
    all: 'all events in the time range',
    left: 'left: events that meet this condition and all above it',
    alone: 'alone: events that meet this condition, whatever the others say',
    uncounted: 'The events were not counted.',
  },
  resources: {
    all: 'all resources that were there in the time range',
    left: 'left: resources that meet this condition and all above it',
    alone: 'alone: resources that meet this condition, whatever the others say',
    uncounted: 'The resources were not counted.',
  },
} as const;

/** All of them, for whoever translates. */
export const EXPLANATIONS: readonly string[] = [
  ...Object.values(NOUNS),
  ...[EVENT_SENTENCES, JSON_SENTENCES, ELEMENTS].flatMap((table) => Object.values(table).flat()),
  ...CONTAINS_ONE,
  ...Object.values(MEASURED),
  ...Object.values(OVER),
  ...Object.values(EXPLAIN_TEXTS),
  ...Object.values(TAGS),
  ...Object.values(NUMBERS).flatMap((texts) => Object.values(texts)),
];

/** The sentence of an operator: in its negated form where it is one. */
export function sentenceOf([holds, not]: Sentences, { negated }: Pick<EventOperator | JsonOperator, 'negated'>): string {
  return negated ? not : holds;
}
