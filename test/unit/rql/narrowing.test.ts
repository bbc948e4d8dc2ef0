import { describe, expect, it } from 'vitest';
import { complete } from '../../../src/rql/completion';
import type { CompletionSource, Narrowing } from '../../../src/rql/completion-source';
import { compileQuery } from '../../../src/rql/query';

const HEAD = 'event from cloud.audit_logs where ';

/** What the store is asked for first where the last `|` stands, and what of. */
async function asked(
  marked: string,
): Promise<{ readonly of: unknown; readonly prefix?: string; readonly narrowing: Narrowing } | undefined> {
  const questions: { of: unknown; prefix?: string; narrowing: Narrowing }[] = [];
  const source: CompletionSource = {
    values: (of, prefix, narrowing) => {
      questions.push({ of, prefix, narrowing });
      return Promise.resolve([{ value: `${prefix}?`, count: 1 }]);
    },
    paths: (narrowing) => {
      questions.push({ of: 'paths', narrowing });
      return Promise.resolve([]);
    },
  };
  const at = marked.lastIndexOf('|');
  await complete(marked.slice(0, at) + marked.slice(at + 1), at, source);
  return questions[0];
}

/** The same as a query that says no more than this; `undefined`: nothing. */
function predicate(condition: string): unknown {
  const compiled = compileQuery(HEAD + condition);
  return compiled.kind === 'ok' ? compiled.predicate : undefined;
}

describe('what the rest of a query says', () => {
  it.each<[string, ...(readonly string[])]>([
    [`${HEAD}user = |`],
    [`${HEAD}operation = 'CreateService' AND user = |`, "operation = 'CreateService'"],
    [
      `${HEAD}operation = 'CreateService' AND user = '|' AND cloud.region = 'AWS Ohio'`,
      "operation = 'CreateService'",
      "cloud.region = 'us-east-2'",
    ],
    [`${HEAD}user = 'a| AND operation = 'CreateService'`, "operation = 'CreateService'"],
    [`${HEAD}user = | AND operation = 'CreateService'`, "operation = 'CreateService'"],
    [`${HEAD}operation IN ('A', |) AND crud = 'read'`, "crud = 'read'"],
    [`${HEAD}ip EXISTS AND (operation = 'A' OR role = 'r' AND user = |)`, 'ip EXISTS', "role = 'r'"],
    [`${HEAD}operation = 'A' OR user = |`],
    [`${HEAD}crud = 'read' AND NOT (operation = 'A' AND user = |)`, "crud = 'read'", "operation = 'A'"],
    [`${HEAD}ip = 'nonsense' AND crud = 'read' AND user = |`, "crud = 'read'"],
    [`${HEAD}operation = 'A' AND json.rule = $.|`, "operation = 'A'"],
    [`${HEAD}operation = 'A' AND json.rule = $.b exists and $.c equals |`, "operation = 'A'", 'json.rule = $.b exists'],
    [`${HEAD}operation = 'A' AND json.rule = '$.b exists and $.c equals "|"'`, "operation = 'A'", 'json.rule = $.b exists'],
    [`${HEAD}operation = 'A' OR json.rule = $.|`],
    [`${HEAD}operation = 'A' OR json.rule = $.b[?any(c equals |`],
    [`${HEAD}operation = 'A' AND json.rule = $.b[?any(c exists and d equals |`, "operation = 'A'"],
    [`${HEAD}operation = 'A' addcolumn $.|`, "operation = 'A'"],
    [`${HEAD}operation = 'A' | count by |`, "operation = 'A'"],
  ])('at %s', async (marked, ...conditions) => {
    const question = await asked(marked);
    expect(question).toBeDefined();
    const { where } = question?.narrowing ?? {};
    expect(where).toEqual(conditions.length === 0 ? undefined : { kind: 'and', terms: conditions.map(predicate) });
  });

  it('asks with the time range and the accounts above the query', async () => {
    const question = await asked(`${HEAD}user = 'x'\n// time: past 3 days\n// accounts: 1, 2\n${HEAD}operation = 'Cr|`);
    expect(question).toEqual({
      of: 'operation',
      prefix: 'Cr',
      narrowing: {
        timeRange: { kind: 'past', amount: 3, unit: 'days' },
        where: { kind: 'and', terms: [{ kind: 'equals', field: 'account', values: ['1', '2'], fold: false }] },
      },
    });
  });

  it('asks for the values of a path, and of an attribute where a path reads the same', async () => {
    expect((await asked(`${HEAD}json.rule = $.eventName equals '|`))?.of).toBe('operation');
    expect((await asked(`${HEAD}json.rule = $.requestParameters.items[?any(a.b equals '|`))?.of).toEqual([
      { kind: 'key', name: 'requestParameters' },
      { kind: 'key', name: 'items' },
      { kind: 'each' },
      { kind: 'key', name: 'a' },
      { kind: 'key', name: 'b' },
    ]);
  });

  it('offers what there is besides, and says so, where the other conditions leave nothing; says nothing where nobody knows', async () => {
    const text = `${HEAD}operation = 'A' AND user = `;
    const offered = async (narrowed: () => ReturnType<CompletionSource['values']>): Promise<unknown> => {
      const source: CompletionSource = {
        paths: () => Promise.resolve([]),
        values: (_of, _prefix, { where }) =>
          where === undefined ? Promise.resolve([{ value: 'ann', count: 1_234, atLeast: true }]) : narrowed(),
      };
      return (await complete(text, text.length, source)).map(({ label, detail }) => [label, detail]);
    };
    expect(await offered(() => Promise.resolve([{ value: 'bob', count: 2 }]))).toEqual([['bob', '2 events']]);
    expect(await offered(() => Promise.resolve([]))).toEqual([['ann', '1,234+ events · not with the other conditions']]);
    expect(await offered(() => Promise.reject(new Error('too slow')))).toEqual([['ann', '1,234+ events']]);
  });
});

describe('paths of the store', () => {
  const SEEN = [
    '$.eventName',
    '$.requestParameters',
    '$.userAgent',
    '$.requestParameters.startTime',
    '$.requestParameters.tags[*].key',
    '$.requestParameters["a.b\'c"]',
    '$.x["*"]',
    '$.requestParameters.tags',
    '$.requestParameters.tags[*]',
  ];
  const source: CompletionSource = {
    values: () => Promise.resolve([]),
    paths: () => Promise.resolve(SEEN.map((path) => ({ path, count: 1 }))),
  };
  const labels = async (text: string): Promise<readonly string[]> => (await complete(text, text.length, source)).map(({ label }) => label);

  it('come after the documented ones that are there, and before those that are not', async () => {
    const found = await labels(`${HEAD}json.rule = $`);
    expect(found.slice(0, 3)).toEqual(['$.eventName', '$.userAgent', '$.requestParameters']);
    expect(found.indexOf('$.requestParameters.tags[*].key')).toBeLessThan(found.indexOf('$.requestParameters.tags'));
    expect(found.indexOf('$.requestParameters.tags')).toBeLessThan(found.indexOf('$.errorCode'));
    expect(found.some((path) => path.includes('*"]'))).toBe(false);
  });

  it('come first where they are what the named operation was asked for', async () => {
    expect((await labels(`${HEAD}operation = 'A' AND json.rule = $`)).slice(0, 3)).toEqual([
      '$.requestParameters.startTime',
      '$.requestParameters.tags[*].key',
      `$.requestParameters['a.b\\'c']`,
    ]);
  });

  it('are those that hold a time where only a time can be meant', async () => {
    const found = await labels(`${HEAD}json.rule = _DateTime.ageInDays(`);
    expect(found).toContain('$.requestParameters.startTime');
    expect(found).toContain('$.eventTime');
    expect(found.filter((path) => path.startsWith('$')).every((path) => /time|date/i.test(path))).toBe(true);
    expect(await labels(`${HEAD}json.rule = _DateTime.ageInDays($.a[?any(`)).toContain('$.eventName');
  });

  it('are written with the quotes that their place asks for, and from the element on inside a quantifier', async () => {
    expect(await labels(`${HEAD}json.rule = '$.requestParameters["a`)).toEqual([`$.requestParameters["a.b'c"]`]);
    expect((await labels(`${HEAD}json.rule = $.requestParameters.tags[?any(`))[0]).toBe('key');
  });
});
