import type { Measure } from './predicate';

/** The operators as data: the parser, completion and hover all read these tables. */

export type EventOperatorId = 'equals' | 'in' | 'exists' | 'matches' | 'contains';

export interface EventOperator {
  readonly id: EventOperatorId;
  readonly negated: boolean;
  /** As people write it. */
  readonly text: string;
  /** Other spellings that are understood and corrected. */
  readonly also: readonly string[];
  readonly takes: 'nothing' | 'value' | 'list';
  readonly doc: string;
}

/** Also what an attribute that stands alone says. */
export const EVENT_EXISTS: EventOperator = {
  id: 'exists',
  negated: false,
  text: 'EXISTS',
  also: [],
  takes: 'nothing',
  doc: 'There is a value.',
};

export const EVENT_OPERATORS: readonly EventOperator[] = [
  { id: 'equals', negated: false, text: '=', also: ['==', 'equals', 'is'], takes: 'value', doc: 'The value is this one.' },
  {
    id: 'equals',
    negated: true,
    text: '!=',
    also: ['<>', 'does not equal', 'is not'],
    takes: 'value',
    doc: 'The value is another one, or there is none.',
  },
  { id: 'in', negated: false, text: 'IN', also: ['is member of'], takes: 'list', doc: 'The value is one of the list.' },
  {
    id: 'in',
    negated: true,
    text: 'NOT IN',
    also: ['is not member of'],
    takes: 'list',
    doc: 'The value is none of the list, or there is none.',
  },
  {
    id: 'matches',
    negated: false,
    text: 'MATCHES',
    also: ['LIKE'],
    takes: 'value',
    doc: '`*` stands for any text; found anywhere; any case.',
  },
  {
    id: 'matches',
    negated: true,
    text: 'does not match',
    also: ['NOT MATCHES', 'NOT LIKE'],
    takes: 'value',
    doc: 'The pattern is not found in the value, or there is none.',
  },
  { id: 'contains', negated: false, text: 'contains', also: [], takes: 'value', doc: 'The text is part of the value; case counts.' },
  {
    id: 'contains',
    negated: true,
    text: 'does not contain',
    also: ['NOT CONTAINS'],
    takes: 'value',
    doc: 'The text is not part of the value, or there is none.',
  },
  EVENT_EXISTS,
  { id: 'exists', negated: true, text: 'does not exist', also: ['NOT EXISTS'], takes: 'nothing', doc: 'There is no value.' },
];

export type JsonOperatorId =
  | 'equals'
  | 'equalsFolded'
  | 'greater'
  | 'less'
  | 'atLeast'
  | 'atMost'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'exists'
  | 'isEmpty'
  | 'isTrue'
  | 'isFalse'
  | 'member'
  | 'matches'
  | 'regex'
  | 'measure'
  | 'isType';

export interface JsonOperator {
  readonly id: JsonOperatorId;
  readonly negated: boolean;
  /** The first one is how people write it. */
  readonly texts: readonly string[];
  /** `count`: a whole number; `type`: the name of a JSON type; `regex`: a regular expression. */
  readonly takes: 'nothing' | 'value' | 'number' | 'list' | 'value or list' | 'count' | 'type' | 'regex';
  readonly doc: string;
  /** Of `measure`: what is compared, and how. */
  readonly measure?: { readonly of: Measure; readonly order: 'equals' | 'greater' | 'less' };
  /** Of a test on a set: how many of its elements it must hold for. */
  readonly over?: 'any' | 'all';
  /** A path may stand on the right, too. */
  readonly takesPath: boolean;
}

type Row = readonly [JsonOperatorId, boolean, JsonOperator['takes'], readonly string[], string];

const JSON_ROWS: readonly Row[] = [
  ['equals', false, 'value', ['equals', '==', '='], 'Equal; numbers compare as numbers; case counts.'],
  ['equals', true, 'value', ['does not equal', '!='], 'Not equal, or there is no value.'],
  ['equalsFolded', false, 'value', ['equal ignore case', 'equals ignore case'], 'Equal in any case.'],
  ['equalsFolded', true, 'value', ['does not equal ignore case'], 'Not equal in any case, or there is no value.'],
  ['contains', false, 'value or list', ['contains'], 'The text, or one of the texts, is part of the value or of an element.'],
  ['contains', true, 'value or list', ['does not contain'], 'None of the texts is part of the value or of an element.'],
  ['startsWith', false, 'value', ['starts with', 'startsWith'], 'The value begins with the text; case counts.'],
  ['startsWith', true, 'value', ['does not start with'], 'The value begins otherwise, or there is none.'],
  ['endsWith', false, 'value', ['ends with', 'endsWith'], 'The value ends with the text; case counts.'],
  ['endsWith', true, 'value', ['does not end with'], 'The value ends otherwise, or there is none.'],
  ['exists', false, 'nothing', ['exists'], 'There is a value; null is none.'],
  ['exists', true, 'nothing', ['does not exist', '!exists'], 'There is no value; null is none.'],
  ['isEmpty', false, 'nothing', ['is empty', 'isEmpty'], 'An empty text, array or object.'],
  ['isEmpty', true, 'nothing', ['is not empty', '!isEmpty'], 'Not an empty text, array or object.'],
  ['isTrue', false, 'nothing', ['is true', 'isTrue'], 'True, also written as a text.'],
  ['isFalse', false, 'nothing', ['is false', 'isFalse'], 'False, also written as a text; a missing value is not false.'],
  ['member', false, 'list', ['is member of'], 'The value is one of the list.'],
  ['member', true, 'list', ['is not member of'], 'The value is none of the list, or there is none.'],
  ['member', false, 'list', ['IN'], 'The value is one of the list.'],
  ['member', true, 'list', ['NOT IN'], 'The value is none of the list, or there is none.'],
  ['matches', false, 'value', ['matches'], '`*` stands for any text; found anywhere; any case.'],
  ['matches', true, 'value', ['does not match'], 'The pattern is not found in the value, or there is none.'],
  ['atLeast', false, 'number', ['>='], 'A number, this one or more.'],
  ['atMost', false, 'number', ['<='], 'A number, this one or less.'],
  ['greater', false, 'number', ['greater than', '>'], 'A number, and more than this one.'],
  ['less', false, 'number', ['less than', '<'], 'A number, and less than this one.'],
  ['isType', false, 'type', ['isType'], 'The value is of this JSON type; a text of digits is a String.'],
  ['isType', true, 'type', ['!isType'], 'The value is of another JSON type, or there is none.'],
];

const MEASURES: readonly (readonly [Measure, name: string, doc: string, negatedDoc: string])[] = [
  [
    'size',
    'size',
    'The number of elements of an array; what is no array has none.',
    'The number of elements of an array is another one, or there is no array.',
  ],
  [
    'length',
    'length',
    'The number of characters of a text; what is no text has none.',
    'The number of characters of a text is another one, or there is no text.',
  ],
  [
    'words',
    'number of words',
    'The number of words of a text, with white space between them.',
    'The number of words of a text is another one, or there is no text.',
  ],
];
const MEASURE_TESTS: readonly (readonly ['equals' | 'greater' | 'less', negated: boolean, texts: readonly string[]])[] = [
  ['equals', false, ['equals', '==', '=']],
  ['equals', true, ['does not equal', '!=']],
  ['greater', false, ['greater than', '>']],
  ['less', false, ['less than', '<']],
];

const MEASURE_OPERATORS = MEASURES.flatMap(([of, name, doc, negatedDoc]) =>
  MEASURE_TESTS.map(([order, negated, tests]): JsonOperator => {
    const texts = tests.map((test) => `${name} ${test}`);
    return { id: 'measure', negated, takes: 'count', texts, doc: negated ? negatedDoc : doc, measure: { of, order }, takesPath: false };
  }),
);

const SET_TESTS: readonly (readonly [JsonOperatorId, JsonOperator['takes'], phrases: readonly string[], word: string])[] = [
  ['equals', 'value', ['equal', 'equals'], 'Equal'],
  ['startsWith', 'value', ['start with', 'starts with'], 'StartWith'],
  ['endsWith', 'value', ['end with', 'ends with'], 'EndWith'],
  ['isEmpty', 'nothing', ['empty'], 'Empty'],
  ['isTrue', 'nothing', ['true'], 'True'],
  ['isFalse', 'nothing', ['false'], 'False'],
];
const QUANTIFIERS: readonly (readonly [word: string, over: 'any' | 'all', negated: boolean, doc: string])[] = [
  ['any', 'any', false, 'Holds for some element of the array, or for some value the path finds.'],
  ['none', 'any', true, 'Holds for no element of the array and no value the path finds, or there is none.'],
  ['all', 'all', false, 'Holds for every element of the array, or every value the path finds; there must be at least one.'],
];

const INTERSECTIONS: readonly (readonly [negated: boolean, text: string, doc: string])[] = [
  [false, 'intersects', 'Some element equals one of the list, or an element of the other path.'],
  [true, 'does not intersect', 'No element equals one of the list, or an element of the other path.'],
];

/** Operators between two paths, beside the intersections. */
const BETWEEN_PATHS: ReadonlySet<JsonOperatorId> = new Set<JsonOperatorId>([
  'equals',
  'equalsFolded',
  'greater',
  'less',
  'atLeast',
  'atMost',
  'contains',
]);

const SET_OPERATORS: readonly JsonOperator[] = [
  ...QUANTIFIERS.flatMap(([quantifier, over, negated, doc]) =>
    SET_TESTS.map(([id, takes, phrases, word]): JsonOperator => {
      const texts = [...phrases.map((phrase) => `${quantifier} ${phrase}`), quantifier + word];
      return { id, negated, takes, texts, doc, over, takesPath: false };
    }),
  ),
  ...INTERSECTIONS.map(([negated, text, doc]): JsonOperator => ({
    id: 'member',
    negated,
    takes: 'list',
    texts: [text],
    doc,
    over: 'any',
    takesPath: true,
  })),
];

export const JSON_OPERATORS: readonly JsonOperator[] = [
  ...JSON_ROWS.map(([id, negated, takes, texts, doc]) => ({ id, negated, takes, texts, doc, takesPath: BETWEEN_PATHS.has(id) })),
  ...MEASURE_OPERATORS,
  ...SET_OPERATORS,
];

function found(id: JsonOperatorId): JsonOperator {
  const operator = JSON_OPERATORS.find((candidate) => candidate.id === id && !candidate.negated && candidate.over === undefined);
  if (operator === undefined) throw new Error(`no operator ${id}`);
  return operator;
}

export const EXISTS = found('exists');

/** Other spellings inside `[?( … )]`, as JSON path libraries have them. */
export const FILTER_OPERATORS: readonly JsonOperator[] = [
  {
    id: 'member',
    negated: false,
    takes: 'list',
    texts: ['in'],
    doc: 'The value is one of the list, or an element of the path.',
    over: 'any',
    takesPath: true,
  },
  { ...found('member'), negated: true, texts: ['nin'], doc: 'The value is none of the list, or there is none.' },
  {
    id: 'measure',
    negated: false,
    takes: 'count',
    texts: ['size'],
    doc: 'The number of elements of an array; what is no array has none.',
    measure: { of: 'size', order: 'equals' },
    takesPath: false,
  },
  {
    id: 'regex',
    negated: false,
    takes: 'regex',
    texts: ['=~'],
    doc: 'The whole value matches a regular expression, such as `/prod-[0-9]+/`; with `i` at its end in any case.',
    takesPath: false,
  },
];
