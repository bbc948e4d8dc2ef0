import { describe, expect, it } from 'vitest';
import { PAST_DAY } from '../../../src/domain/time';
import { analyse, compileQuery, type Diagnostic } from '../../../src/rql/query';
import type { Predicate } from '../../../src/rql/predicate';

const HEAD = 'event from cloud.audit_logs where ';

/** The predicate of a condition that must be without errors. */
function predicateOf(condition: string): Predicate {
  const compiled = compileQuery(HEAD + condition);
  if (compiled.kind === 'faulty') throw new Error(`${condition}: ${compiled.diagnostics.map(({ message }) => message).join(' ')}`);
  return compiled.predicate;
}

/** `severity code "the text it stands at"` for each fault of a text. */
function faults(text: string): readonly string[] {
  return analyse(text).diagnostics.map(({ severity, code, start, end }) => `${severity} ${code} "${text.slice(start, end)}"`);
}

/** A text with the first repair of each of its faults made. */
function repaired(text: string): string {
  const fixes = analyse(text).diagnostics.flatMap(({ fixes: [first] }: Diagnostic) => first ?? []);
  return [...fixes]
    .sort((a, b) => b.start - a.start)
    .reduce((done, { start, end, newText }) => done.slice(0, start) + newText + done.slice(end), text);
}

const region = (code: string): Predicate => ({ kind: 'equals', field: 'region', values: [code], fold: true });
const user = (name: string): Predicate => ({ kind: 'equals', field: 'user', values: [name], fold: false });
const path = (...keys: string[]): Extract<Predicate, { kind: 'path' }>['path'] => keys.map((name) => ({ kind: 'key', name }));

describe('the examples of the specification', () => {
  it.each<[string, Predicate]>([
    [
      "cloud.region = 'AWS Ohio' AND operation IN ('CreateService', 'CreateCluster')",
      {
        kind: 'and',
        terms: [region('us-east-2'), { kind: 'equals', field: 'operation', values: ['CreateService', 'CreateCluster'], fold: true }],
      },
    ],
    [
      "user = 'root' AND ip EXISTS AND NOT (crud = 'read')",
      {
        kind: 'and',
        terms: [user('root'), { kind: 'exists', field: 'ip' }, { kind: 'not', term: { kind: 'crud', values: ['read'] } }],
      },
    ],
    [
      "json.rule = $.errorCode exists and $.userIdentity.arn does not contain 'AWSReservedSSO'",
      {
        kind: 'and',
        terms: [
          { kind: 'path', path: path('errorCode'), test: { kind: 'exists' } },
          {
            kind: 'not',
            term: { kind: 'path', path: path('userIdentity', 'arn'), test: { kind: 'contains', values: ['AWSReservedSSO'] } },
          },
        ],
      },
    ],
    [
      "operation MATCHES 'Delete*' AND ip = 203.0.113.0/24",
      {
        kind: 'and',
        terms: [
          { kind: 'matches', field: 'operation', pattern: 'Delete*' },
          { kind: 'inNetwork', networks: ['203.0.113.0/24'] },
        ],
      },
    ],
  ])('%s', (condition, expected) => expect(predicateOf(condition)).toEqual(expected));

  it.each([
    ['network from vpc.flow_record where x = 1', 'network'],
    ['config from iam where x = 1', 'config from iam'],
  ])('says once what is not supported yet: %s', (text, at) => {
    expect(faults(text)).toEqual([`error not-supported "${at}"`]);
    expect(compileQuery(text).kind).toBe('faulty');
  });
});

describe('meaning', () => {
  it.each<[string, string]>([
    ["CLOUD.REGION = 'aws ohio'", "cloud.region = 'us-east-2'"],
    ["system = 'ecs.amazonaws.com'", "cloud.service = 'ecs.amazonaws.com'"],
    ["user != 'x'", "NOT user = 'x'"],
    ["user NOT IN ('x', 'y')", "NOT (user IN ('x', 'y'))"],
    ["user does not match 'x*'", "NOT user MATCHES 'x*'"],
    ['user = root // who else\n AND\u200B ip EXISTS', "user = 'root' and ip exists"],
    ["user = 'a' AND (user = 'b' OR user = 'c')", "user = 'a' && (user = 'b' || user = 'c')"],
    ['json.rule = $.a = 1', 'json.rule = a equals 1'],
    ['json.rule = \'$.a equals "x y"\'', 'json.rule = "$.a == \'x y\'"'],
    ["json.rule = '$.a equals \\'x y\\''", "json.rule = $.a equals 'x y'"],
    ["json.rule = $.a exists and operation = 'x'", "(json.rule = '$.a exists') AND operation = 'x'"],
    ["json.rule = $.a exists and not (crud = 'read')", "(json.rule = '$.a exists') AND NOT crud = 'read'"],
    ['json.rule = $.a !exists', 'json.rule = not $.a exists'],
    ['json.rule = $.a equals null', 'json.rule = $.a does not exist'],
    ['json.rule = $.a does not equal null', 'json.rule = $.a exists'],
    ["json.rule = $.a equal ignore case 'X'", "json.rule = $.a equals ignore case 'X'"],
    ["json.rule = $.a IN ('x', 'y')", "json.rule = $.a is member of ('x', 'y')"],
    ['json.rule = $.a isTrue', 'json.rule = $.a is true'],
    ['json.rule = $.a size == 3', 'json.rule = $.a size equals 3'],
    ['json.rule = $.a length != 3', 'json.rule = not $.a length = 3'],
    ['json.rule = $.a number of words > 3', 'json.rule = $.a Number of  Words greater than 3'],
    ['json.rule = $.a !isType array', 'json.rule = not $.a isType "Array"'],
    ["json.rule = $.a anyStartWith 'x'", "json.rule = $.a any starts with 'x'"],
    ["json.rule = $.a noneEqual 'x'", "json.rule = not $.a any equals 'x'"],
    ['json.rule = $.a AllEmpty', 'json.rule = $.a all empty'],
    ["json.rule = $.a does not intersect ('x', y)", "json.rule = not $.a intersects (x, 'y')"],
    ["json.rule = '$.a does not equal $.b'", "json.rule = not $.a == $['b']"],
    ["json.rule = $.a > $.b and user = 'x'", "(json.rule = $.a greater than $.b) AND user = 'x'"],
    ["json.rule = $.a[? ANY ( b = 1 ) ] exists and user = 'x'", "(json.rule = '$.a[?any(b = 1)] exists') AND user = 'x'"],
    ['json.rule = \'$.a[?all(b = "]")] does not exist\'', "json.rule = not $.a[?all(b = ']')] exists"],
    ['json.rule = $.a[?any(b = @.c)] exists', 'json.rule = $.a[?any(@.b == @.c)] exists'],
    ["json.rule = $.a startsWith 'x'", "json.rule = $.a starts with 'x'"],
    ['json.rule = $.a > 5 && $.b <= 6', 'json.rule = $.a greater than 5 and $.b <= 6'],
    ["json.rule != '$.a exists'", "NOT json.rule = '$.a exists'"],
  ])('%s means %s', (one, other) => expect(predicateOf(one)).toEqual(predicateOf(other)));

  it('binds not tighter than and, and tighter than or', () => {
    const crud: Predicate = { kind: 'crud', values: ['read'] };
    const expected: Predicate = { kind: 'or', terms: [user('a'), { kind: 'and', terms: [{ kind: 'not', term: user('b') }, crud] }] };
    expect(predicateOf("user = 'a' OR NOT user = 'b' AND crud = 'read'")).toEqual(expected);
  });

  it('reads paths with quoted keys, every element and an index', () => {
    expect(predicateOf("json.rule = $.a['b.c'][*].d-e[3] exists")).toEqual({
      kind: 'path',
      path: [...path('a', 'b.c'), { kind: 'each' }, { kind: 'key', name: 'd-e' }, { kind: 'index', index: 3 }],
      test: { kind: 'exists' },
    });
  });

  it('reads quantifiers: paths in them begin at the element, those with $ at the record', () => {
    expect(predicateOf("json.rule = $.a.items[?any(b = 1 and not $.c exists and d[?none(@ = 'x')] exists)].e contains 'y'")).toEqual({
      kind: 'path',
      path: [
        ...path('a', 'items'),
        {
          kind: 'where',
          quantifier: 'any',
          condition: {
            kind: 'and',
            terms: [
              { kind: 'path', path: [{ kind: 'element' }, ...path('b')], test: { kind: 'equals', values: ['1'], fold: false } },
              { kind: 'not', term: { kind: 'path', path: path('c'), test: { kind: 'exists' } } },
              {
                kind: 'path',
                path: [
                  { kind: 'element' },
                  ...path('d'),
                  {
                    kind: 'where',
                    quantifier: 'none',
                    condition: { kind: 'path', path: [{ kind: 'element' }], test: { kind: 'equals', values: ['x'], fold: false } },
                  },
                ],
                test: { kind: 'exists' },
              },
            ],
          },
        },
        ...path('e'),
      ],
      test: { kind: 'contains', values: ['y'] },
    });
  });

  it('takes a path on the right, and a text in quotes as a text', () => {
    expect(predicateOf('json.rule = $.a[*] intersects $.b.c')).toEqual({
      kind: 'compare',
      left: [...path('a'), { kind: 'each' }],
      right: path('b', 'c'),
      test: 'intersects',
    });
    expect(predicateOf("json.rule = $.a equals '$.b'")).toMatchObject({ kind: 'path', test: { values: ['$.b'] } });
  });

  it.each(['0.0.0.0/0', '::/0', 's3:*', 'N/A', '<none>', '*', '-90', 'tcp', 'arn:aws:iam::aws:policy/X'])(
    'takes %s as a bare value',
    (value) => {
      expect(predicateOf(`json.rule = $.a equals ${value}`)).toEqual({
        kind: 'path',
        path: path('a'),
        test: { kind: 'equals', values: [value], fold: false },
      });
    },
  );
});

describe('faults', () => {
  it.each<[string, readonly string[], string]>([
    ["event where user = 'x'", ['hint old-prefix "event where"'], `${HEAD}user = 'x'`],
    ["event cloud.audit_logs where user = 'x'", ['warning from-missing "cloud.audit_logs"'], `${HEAD}user = 'x'`],
    [`${HEAD}user = “x”`, ['warning quotes-typographic "“x”"'], `${HEAD}user = 'x'`],
    [`${HEAD}user IN ('x' 'y')`, ['warning comma-missing "\'y\'"'], `${HEAD}user IN ('x', 'y')`],
    [`${HEAD}user = 'x']`, ['warning bracket-stray "]"'], `${HEAD}user = 'x'`],
    [`${HEAD}user == 'x'`, ['warning operator-spelling "=="'], `${HEAD}user = 'x'`],
    [`${HEAD}source.ip = 1.2.3.4`, ['error attribute-renamed "source.ip"'], `${HEAD}ip = 1.2.3.4`],
    [`${HEAD}event.name = 'x'`, ['error attribute-renamed "event.name"'], `${HEAD}operation = 'x'`],
    [`${HEAD}operatoin = 'x'`, ['error attribute-renamed "operatoin"'], `${HEAD}operation = 'x'`],
    [`${HEAD}crud != 'read'`, ['error operator-not-allowed "!="'], `${HEAD}NOT crud = 'read'`],
    [`${HEAD}crud = 'reed'`, ['error crud-unknown "\'reed\'"'], `${HEAD}crud = 'read'`],
    [`${HEAD}cloud.region = 'AWS Ohoi'`, ['warning region-unknown "\'AWS Ohoi\'"'], `${HEAD}cloud.region = 'AWS Ohio'`],
    [`${HEAD}user = ('x', 'y')`, ["error list-not-allowed \"('x', 'y')\""], `${HEAD}user IN ('x', 'y')`],
    [`${HEAD}user IN 'x'`, ['error list-expected "\'x\'"'], `${HEAD}user IN ('x')`],
    [`${HEAD}user = 'x`, ['error string-unclosed "\'x"'], `${HEAD}user = 'x'`],
    [`${HEAD}(user = 'x'`, ['error bracket-missing "("'], `${HEAD}(user = 'x')`],
    [`${HEAD}user = 'x' role = 'y'`, ['error connective-missing "r"'], `${HEAD}user = 'x' AND role = 'y'`],
    [
      `${HEAD}user = 'x' OR user = 'y' AND role = 'z'`,
      ["warning mixed-and-or \"user = 'x' OR user = 'y' AND role = 'z'\""],
      `${HEAD}user = 'x' OR (user = 'y' AND role = 'z')`,
    ],
    [
      `${HEAD}json.rule = $.a exists and $.b exists or $.c exists`,
      ['warning mixed-and-or "$.a exists and $.b exists or $.c exists"'],
      `${HEAD}json.rule = ($.a exists and $.b exists) or $.c exists`,
    ],
    [`${HEAD}json.rule = '$.a isType strng'`, ['error type-unknown "strng"'], `${HEAD}json.rule = '$.a isType String'`],
    [`${HEAD}json.rule = $.a intersects 'x'`, ['error list-expected "\'x\'"'], `${HEAD}json.rule = $.a intersects ('x')`],
    [`${HEAD}json.rule = $.a[?any(b = 1] exists`, ['error bracket-missing "("'], `${HEAD}json.rule = $.a[?any(b = 1)] exists`],
    [`${HEAD}json.rule = $.a[?any(b = 1) exists`, ['error bracket-missing "["'], `${HEAD}json.rule = $.a[?any(b = 1)] exists`],
    ["operation = 'x'", ['error query-expected "operation = \'x\'"'], `${HEAD}operation = 'x'`],
  ])('%s has one fault, and its repair leaves none', (text, expected, whole) => {
    expect(faults(text)).toEqual(expected);
    expect(repaired(text)).toBe(whole);
    expect(faults(whole)).toEqual([]);
  });

  it.each<[string, readonly string[]]>([
    [`${HEAD}time = 'x'`, ['error time-is-a-directive "time"']],
    [`${HEAD}api.name = 'x'`, ['error attribute-of-config "api.name"']],
    [`${HEAD}ip = 'ecs.amazonaws.com'`, ['error address-invalid "\'ecs.amazonaws.com\'"']],
    [`${HEAD}cloud.type = 'azure'`, ['warning cloud-unknown "\'azure\'"']],
    [`${HEAD}json.rule = $.a > x`, ['error number-expected "x"']],
    [`${HEAD}json.rule = $.a size > x`, ['error count-expected "x"']],
    [`${HEAD}json.rule = $.a length equals 2.5`, ['error count-expected "2.5"']],
    [`${HEAD}json.rule = $.a number of words < '1'`, []],
    [`${HEAD}json.rule = $.a size (1, 2)`, ['error operator-expected "$.a"']],
    [`${HEAD}json.rule = $.a size = (1, 2)`, ['error list-not-allowed "(1, 2)"']],
    [`${HEAD}json.rule = $.a any equal ('x', 'y')`, ["error list-not-allowed \"('x', 'y')\""]],
    [`${HEAD}json.rule = $.a all true 'x'`, ['error text-unexpected "\'x\'"']],
    [`${HEAD}json.rule = $.a[?any(b > x and c isType Thing)] exists`, ['error number-expected "x"', 'error type-unknown "Thing"']],
    [`${HEAD}json.rule = $.a[?any()] exists`, ['error path-expected ""']],
    [`${HEAD}json.rule = $.a[?any(b)] exists`, ['error operator-expected "b"']],
    [`${HEAD}json.rule = $.a[?any(b = 1)]`, ['error operator-expected "$.a[?any(b = 1)]"']],
    [`${HEAD}json.rule = $.a${'[?any(b'.repeat(9)} = 1${')] exists'.repeat(9)}`, ['error too-deep "["']],
    [`${HEAD}json.rule = $.a isType Thing`, ['error type-unknown "Thing"']],
    [`${HEAD}json.rule = $.a exists or user = 'x'`, ['warning attribute-in-rule "user"']],
    [`${HEAD}user =`, ['error value-expected "="']],
    [`${HEAD}user`, ['error operator-expected "user"']],
    [HEAD, ['error condition-expected "event from cloud.audit_logs where"']],
    ['event', ['error source-expected "event"']],
    ['hello', ['error query-expected "hello"']],
    [`${HEAD}user = 'x' gibberish here AND role = 5`, ['error text-unexpected "gibberish here"']],
    [`${HEAD}foo = 1 AND bar = 2`, ['error attribute-unknown "foo"', 'error attribute-unknown "bar"']],
  ])('%s', (text, expected) => expect(faults(text)).toEqual(expected));
});

describe('files', () => {
  const FILE = [
    '// Who made the service?',
    '// name: The culprit',
    '// time: past 24 hours',
    "event from cloud.audit_logs where operation = 'CreateService'",
    "  AND cloud.region = 'AWS Ohio' // here",
    '',
    '// time: 2023-02-31',
    '// limit: 10,000',
    "event from cloud.audit_logs where user = 'x';",
    '// accounts: 111122223333, 444455556666',
    "  EVENT from cloud.audit_logs where user = 'y'",
  ].join('\n');

  it('holds many queries, each with the directives above it', () => {
    const { queries, diagnostics } = analyse(FILE);
    const [first, second, third] = queries;
    expect(queries).toHaveLength(3);
    expect(first).toMatchObject({ name: 'The culprit', timeRange: PAST_DAY });
    expect(first?.text.endsWith('// here')).toBe(true);
    expect(second).toMatchObject({ limit: 10_000, text: "event from cloud.audit_logs where user = 'x';" });
    expect(second?.predicate).toBeUndefined();
    expect(FILE.slice(second?.timeDirective?.start, second?.timeDirective?.end)).toBe('2023-02-31');
    expect(third?.predicate).toEqual({
      kind: 'and',
      terms: [{ kind: 'equals', field: 'account', values: ['111122223333', '444455556666'], fold: false }, user('y')],
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(['directive-time']);
  });

  it('takes config after a semicolon as the next clause of a join', () => {
    const join = "config from cloud.resource where api.name = 'a' as X;\nconfig from cloud.resource where api.name = 'b' as Y; show X;";
    expect(analyse(join).queries).toHaveLength(1);
    // What is made of the clauses ends a query, and a search for events joins none.
    expect(analyse(`${join}\n\n// name: two\n${join}`).queries).toHaveLength(2);
    expect(analyse(`event from cloud.audit_logs where user = 'a';\n${join}`).queries).toHaveLength(2);
  });

  it('compiles one query, not two and not none', () => {
    expect(compileQuery(`\n  ${HEAD}user = 'x'\n`).kind).toBe('ok');
    expect(compileQuery(`${HEAD}user = 'x'\n${HEAD}user = 'y'`).kind).toBe('faulty');
    expect(compileQuery('').kind).toBe('faulty');
  });
});
