import type { JsonOperator, JsonOperatorId } from './operators';

/** The functions of json.rule as data: the parser, the checker, completion and hover all read this table. */

/**
 * What a function gives. `number`: one for each time it finds; `time`: an instant; `truth`: true or false, or nothing where its path
 * finds nothing; `texts`: some texts, any of which will do; `ports`: the whole numbers of a range; `set`: one array.
 */
export type FunctionResult = 'number' | 'time' | 'truth' | 'texts' | 'ports' | 'set';

/** `time`: a path, a text or today(); `set`: a path, a list or a function that gives one; `whole`: a whole number from 0 up. */
export type ParameterKind = 'path' | 'time' | 'set' | 'network' | 'prefix' | 'whole';

const RESULTS: readonly FunctionResult[] = ['number', 'time', 'truth', 'texts', 'ports', 'set'];

export interface Parameter {
  readonly name: string;
  readonly takes: ParameterKind;
  /** The last one may be left out, or stand again and again. */
  readonly times?: 'optional' | 'repeated';
}

export interface JsonFunction {
  readonly id: FunctionId;
  /** The first one is how people write it. */
  readonly names: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly result: FunctionResult;
  readonly doc: string;
}

export type FunctionId =
  | 'ageInDays'
  | 'ageInMonths'
  | 'ageInYears'
  | 'daysBetween'
  | 'today'
  | 'isOurs'
  | 'prefixes'
  | 'inNetwork'
  | 'allInNetwork'
  | 'anyOutside'
  | 'ports'
  | 'intersection'
  | 'union'
  | 'isSubset';

const TIME: readonly Parameter[] = [{ name: 'time', takes: 'time' }];
const NETWORKS: readonly Parameter[] = [
  { name: 'path', takes: 'path' },
  { name: 'network', takes: 'network', times: 'repeated' },
];
const SETS: readonly Parameter[] = [
  { name: 'a', takes: 'set' },
  { name: 'b', takes: 'set' },
];
const RANGE: readonly Parameter[] = [
  { name: 'from', takes: 'whole' },
  { name: 'to', takes: 'whole' },
];

type Row = readonly [FunctionId, names: readonly string[], readonly Parameter[], FunctionResult, doc: string];

const ROWS: readonly Row[] = [
  ['ageInDays', ['_DateTime.ageInDays'], TIME, 'number', 'Whole days since a time; negative for one to come.'],
  ['ageInMonths', ['_DateTime.ageInMonths'], TIME, 'number', 'Whole months since a time; negative for one to come.'],
  ['ageInYears', ['_DateTime.ageInYears'], TIME, 'number', 'Whole years since a time; negative for one to come.'],
  [
    'daysBetween',
    ['_DateTime.daysBetween'],
    [
      { name: 'from', takes: 'time' },
      { name: 'to', takes: 'time' },
    ],
    'number',
    'Whole days from the first time to the second; negative where the second is earlier.',
  ],
  ['today', ['today', '_DateTime.today'], [], 'time', 'The beginning of the present day, UTC.'],
  [
    'isOurs',
    ['_AWSCloudAccount.isRedLockMonitored'],
    [{ name: 'account', takes: 'path' }],
    'truth',
    'Whether the account is one of those that events here are from.',
  ],
  [
    'prefixes',
    ['_IPAddress.inRange'],
    [{ name: 'prefix', takes: 'prefix' }, ...RANGE],
    'texts',
    'A text for each number of a range, in place of %d: the beginnings of addresses.',
  ],
  ['inNetwork', ['_IPAddress.inCIDRRange'], NETWORKS, 'truth', 'Whether some address or network lies in one of these networks.'],
  ['allInNetwork', ['_IPAddress.areAllInCIDRRange'], NETWORKS, 'truth', 'Whether every address or network lies in one of these networks.'],
  [
    'anyOutside',
    ['_IPAddress.areAnyOutsideCIDRRange'],
    NETWORKS,
    'truth',
    'Whether some address or network lies in none of these networks.',
  ],
  [
    'ports',
    ['_Port.inRange'],
    [...RANGE, { name: 'step', takes: 'whole', times: 'optional' }],
    'ports',
    'The whole numbers of a range, both ends included.',
  ],
  ['intersection', ['_Set.intersection'], SETS, 'set', 'What both sets have.'],
  ['union', ['_Set.union'], SETS, 'set', 'What either set has.'],
  [
    'isSubset',
    ['_Set.isSubset'],
    [
      { name: 'path', takes: 'path' },
      { name: 'set', takes: 'set' },
    ],
    'truth',
    'Whether every element is one of the set.',
  ],
];

export const JSON_FUNCTIONS: readonly JsonFunction[] = ROWS.map(([id, names, parameters, result, doc]) => ({
  id,
  names,
  parameters,
  result,
  doc,
}));

const BY_NAME: ReadonlyMap<string, JsonFunction> = new Map(
  JSON_FUNCTIONS.flatMap((entry) => entry.names.map((name) => [name.toLowerCase(), entry] as const)),
);

/** The function of that name, in any case. */
export function jsonFunction(name: string): JsonFunction | undefined {
  return BY_NAME.get(name.toLowerCase());
}

const ORDERED: readonly JsonOperatorId[] = ['equals', 'greater', 'less', 'atLeast', 'atMost'];

/** The operators that take what a function gives on their left; of `set`, those over its elements as well. */
const LEFT_OF: Readonly<Record<FunctionResult, readonly JsonOperatorId[]>> = {
  number: ORDERED,
  time: ORDERED,
  truth: ['isTrue', 'isFalse'],
  set: ['contains', 'member', 'measure', 'isEmpty', 'exists'],
  texts: [],
  ports: [],
};

/** The operators that take what a function gives on their right. */
const RIGHT_OF: Readonly<Record<FunctionResult, readonly JsonOperatorId[]>> = {
  number: ORDERED,
  time: ORDERED,
  truth: [],
  set: ['contains', 'member'],
  texts: ['equals', 'contains', 'startsWith', 'endsWith'],
  ports: ['contains', 'member'],
};

/** Whether an operator takes a function of that result on its left. */
export function takesLeft({ id, over, measure }: JsonOperator, result: FunctionResult): boolean {
  if (result === 'set') return over !== undefined || (LEFT_OF.set.includes(id) && (measure === undefined || measure.of === 'size'));
  return over === undefined && LEFT_OF[result].includes(id);
}

/** Results of the functions that an operator takes on its right; `intersects` is the only one for lists that does. */
export function resultsRightOf({ id, over, takesPath }: JsonOperator): readonly FunctionResult[] {
  if (id === 'member') return takesPath ? ['set', 'ports'] : [];
  return RESULTS.filter((result) => RIGHT_OF[result].includes(id) && (over === undefined || result === 'texts'));
}

/** How people write a function: `_Port.inRange(from, to[, step])`. */
export function signature({ names, parameters }: JsonFunction): string {
  const written = parameters.map(({ name, times }, place) => {
    const text = (place === 0 ? '' : ', ') + name;
    if (times === 'optional') return `[${text}]`;
    return times === 'repeated' ? `${text}, …` : text;
  });
  return `${names[0] ?? ''}(${written.join('')})`;
}
