import { describe, expect, it } from 'vitest';
import { complete, type CompletionItem } from '../../../src/rql/completion';
import { NO_SOURCE, type CompletionSource } from '../../../src/rql/completion-source';
import { analyse } from '../../../src/rql/query';

const HEAD = 'event from cloud.audit_logs where ';
const STORE: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  operation: [
    ['DeleteNetworkInterface', 1200],
    ['CreateService', 1],
  ],
  region: [
    ['us-east-2', 40],
    ['xx-new-1', 2],
  ],
  user: [
    ['ann', 5],
    ["o'brien", 2],
  ],
};
const TAILS = ['addcolumn', 'limit search records to', '| count by', '| timechart'];
const source: CompletionSource = {
  ...NO_SOURCE,
  values: (of, prefix) =>
    Promise.resolve(
      (STORE[typeof of === 'string' ? of : ''] ?? [])
        .filter(([value]) => value.toLowerCase().startsWith(prefix.toLowerCase()))
        .map(([value, count]) => ({ value, count })),
    ),
};

/** Completes where `|` stands. */
async function at(marked: string): Promise<{ readonly text: string; readonly items: readonly CompletionItem[] }> {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  return { text, items: await complete(text, offset, source) };
}

const labels = async (marked: string): Promise<readonly string[]> => (await at(marked)).items.map(({ label }) => label);

/** The text after the first item is taken. */
async function taken(marked: string): Promise<string> {
  const { text, items } = await at(marked);
  const [first] = items;
  return first === undefined ? text : text.slice(0, first.start) + first.insertText + text.slice(first.end);
}

describe('complete', () => {
  it.each<[string, readonly string[]]>([
    ['event |', ['from cloud.audit_logs where']],
    ['event from |', ['cloud.audit_logs where']],
    [`${HEAD}crud |`, ['=', 'IN']],
    [`${HEAD}crud = |`, ['create', 'read', 'update', 'delete']],
    [`${HEAD}operation does not |`, ['does not match']],
    [`${HEAD}user = 'ann' |`, ['AND', 'OR', ...TAILS]],
    [`${HEAD}(user = 'ann' |`, ['AND', 'OR', ')']],
    [`${HEAD}user = 'ann' a|`, ['AND', 'addcolumn']],
    [`${HEAD}user IN |`, ['(']],
    [`${HEAD}user IN ('ann', |`, ["o'brien"]],
    [`${HEAD}user IN ('ann' |`, [',', ')']],
    [`${HEAD}json.rule = $.errorCode exists |`, ['and', 'or', ...TAILS]],
    [`${HEAD}json.rule = $.readOnly equals '|`, ['true', 'false']],
    [`${HEAD}json.rule = $.userIdentity.type greater than '|`, []],
    [`${HEAD}json.rule = $.eventName equals $.userIdentity.us|`, ['$.userIdentity.userName']],
    [`${HEAD}json.rule = $.eventName starts with $.us|`, []],
    [`${HEAD}json.rule = $.a siz|`, ['size equals', 'size does not equal', 'size greater than', 'size less than']],
    [`${HEAD}json.rule = $.readOnly size equals |`, []],
    [`${HEAD}json.rule = $.a none e|`, ['none equal', 'none end with', 'none empty']],
    [`${HEAD}json.rule = $.readOnly any equal '|`, ['true', 'false']],
    [`${HEAD}json.rule = $.a does not int|`, ['does not intersect']],
    [`${HEAD}json.rule = $.a[?any(b exists |`, ['and', 'or', ')']],
    [`${HEAD}json.rule = $.a[?any(b exists) |`, [']']],
    [`${HEAD}json.rule = '$.a[?any(b[?none(c exists)|`, [']']],
    [
      `${HEAD}json.rule = $.requestParameters.ipPermissions.items[?any(from|`,
      ['fromPort', '$.requestParameters.ipPermissions.items[*].fromPort'],
    ],
    [`${HEAD}json.rule = $.requestParameters.ipPermissions.items[?any(fromPort equals '|`, ['22', '3389']],
    [`${HEAD}json.rule = $.a isType |`, ['Array', 'Object', 'String', 'Integer', 'Number', 'Boolean']],
    [`${HEAD}json.rule = $.a !isType Nu|`, ['Number']],
    [`${HEAD}user = 'ann' | AND role = 'x'`, ['AND', 'OR', ...TAILS]],
  ])('offers at %s exactly %j', async (marked, expected) => expect(await labels(marked)).toEqual(expected));

  it.each<[string, string]>([
    [`${HEAD}operation = '|`, `${HEAD}operation = 'DeleteNetworkInterface'`],
    [`${HEAD}operation = 'Cre|ate' AND user = 'x'`, `${HEAD}operation = 'CreateService' AND user = 'x'`],
    [`${HEAD}operation = 'Cre| AND user = 'x'`, `${HEAD}operation = 'CreateService' AND user = 'x'`],
    [`${HEAD}operation = Cre|`, `${HEAD}operation = 'CreateService'`],
    [`${HEAD}user = "o|"`, `${HEAD}user = "o'brien"`],
    [`${HEAD}user = 'o|'`, `${HEAD}user = 'o\\'brien'`],
    [`${HEAD}cloud.region = '|'`, `${HEAD}cloud.region = 'AWS Ohio'`],
    [`${HEAD}cloud.region = us-e|ast-2`, `${HEAD}cloud.region = 'us-east-2'`],
    [`${HEAD}user = 'ann'|`, `${HEAD}user = 'ann' AND `],
    [`${HEAD}json.rule = '$.userIdentity.t|'`, `${HEAD}json.rule = '$.userIdentity.type'`],
    [`${HEAD}json.rule = '$.userIdentity.type equals |'`, `${HEAD}json.rule = '$.userIdentity.type equals "Root"'`],
    ['ev|', HEAD],
    [`${HEAD}user = 'ann'\n\nev|`, `${HEAD}user = 'ann'\n\n${HEAD}`],
    ['// ti|', '// time: past 24 hours'],
  ])('takes the first at %s to %s', async (marked, expected) => expect(await taken(marked)).toBe(expected));

  it('offers paths after the values where a path may stand on the right', async () => {
    expect((await labels(`${HEAD}json.rule = $.readOnly equals |`)).slice(0, 3)).toEqual(['true', 'false', '$.errorCode']);
    expect(await labels(`${HEAD}json.rule = $.userIdentity.type > |`)).not.toContain('Root');
    expect(await labels(`${HEAD}json.rule = $.a intersects |`)).toEqual(expect.arrayContaining(['(', '$.errorCode']));
    expect((await labels(`${HEAD}json.rule = $.a intersects $|`))[0]).toBe('$.errorCode');
    expect(await labels(`${HEAD}json.rule = $.a any equal |`)).toEqual(['_IPAddress.inRange']);
  });

  it('offers regions with events first, in both spellings, with counts', async () => {
    const { items } = await at(`${HEAD}cloud.region = `.concat('|'));
    expect(items.slice(0, 4).map(({ label, detail }) => [label, detail])).toEqual([
      ['AWS Ohio', 'us-east-2 · 40 events'],
      ['us-east-2', 'AWS Ohio · 40 events'],
      ['xx-new-1', '2 events'],
      ['AWS Virginia', 'us-east-1'],
    ]);
  });

  it('offers known operations after those of the store, and no operation twice', async () => {
    const found = await labels(`${HEAD}operation = '|`);
    expect(found.slice(0, 2)).toEqual(['DeleteNetworkInterface', 'CreateService']);
    expect(found).toContain('StopLogging');
    expect(new Set(found).size).toBe(found.length);
  });

  it('offers what is known when the store fails, and nothing when nobody waits any more', async () => {
    const noStore = () => Promise.reject(new Error('no store'));
    const failing: CompletionSource = { values: noStore, paths: noStore };
    const text = `${HEAD}operation = '`;
    expect((await complete(text, text.length, failing)).length).toBeGreaterThan(50);
    expect(await complete(text, text.length, source, AbortSignal.abort())).toEqual([]);
  });

  it('offers nothing the checker would reject, wherever the cursor stands in a query', async () => {
    const whole = `${HEAD}cloud.region = 'AWS Ohio' AND (operation IN ('a', 'b') OR NOT ip EXISTS) AND json.rule = '$.a[*].b equals "x" and $.c size > 1 or $.e > $.f and $.g[?any(h[?none(i = 1)] exists)].j exists or $.d isType Array and $.c exists'`;
    const allowed = new Set([
      'condition-expected',
      'config-condition-expected',
      'value-expected',
      'operator-expected',
      'bracket-missing',
      'string-unclosed',
      'path-expected',
      'argument-expected',
      'column-expected',
      'width-expected',
    ]);
    for (let cut = 1; cut <= whole.length; cut++) {
      const text = whole.slice(0, cut);
      for (const { start, insertText, label } of (await complete(text, cut, source)).slice(0, 12)) {
        const next = text.slice(0, start) + insertText;
        const wrong = analyse(next).diagnostics.filter(
          ({ code, severity }) => severity === 'error' && !allowed.has(code) && !/^(?:source|where)/.test(code),
        );
        expect(
          wrong.map(({ message }) => message),
          `${label} in ${next}`,
        ).toEqual([]);
      }
    }
  });
});
