import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENT_ATTRIBUTES } from '../../../src/rql/attributes';
import { CONFIG_ATTRIBUTES } from '../../../src/rql/config-attributes';
import { folds } from '../../../src/rql/folding';
import { inlayHints } from '../../../src/rql/inlay-hints';
import { EVENT_OPERATORS, JSON_OPERATORS } from '../../../src/rql/operators';
import { semanticTokens } from '../../../src/rql/semantic-tokens';

const HEAD = 'event from cloud.audit_logs where ';

describe('semantic tokens', () => {
  /** The words after the head, each with what it is. */
  const tokens = (text: string): string =>
    semanticTokens(text)
      .map(({ start, end, type }) => `${type}:${text.slice(start, end)}`)
      .slice(4)
      .join(' ');

  it.each<[string, string]>([
    [
      `${HEAD}operation IN ('a', b) AND NOT crud = read`,
      "property:operation keyword:IN string:'a' string:b keyword:AND keyword:NOT property:crud operator:= enumMember:read",
    ],
    [
      `${HEAD}json.rule = "$.a[?any(b > 1)].c does not exist" | timechart 3h by user`,
      'property:json.rule operator:= string:" variable:$.a[?any variable:b operator:> number:1 variable:].c keyword:does not exist string:" ' +
        'operator:| keyword:timechart number:3h keyword:by property:user',
    ],
    [
      "config from cloud.resource where tag('k') = 'v' as X; config from cloud.resource where api.name = x as Y; filter '$.X.a == $.Y.b'; show X",
      "property:tag string:('k') operator:= string:'v' keyword:as parameter:X keyword:config keyword:from type:cloud.resource keyword:where " +
        "property:api.name operator:= enumMember:x keyword:as parameter:Y keyword:filter string:' variable:$.X.a operator:== variable:$.Y.b string:' " +
        'keyword:show parameter:X',
    ],
    [
      `${HEAD}user = 'x' AND role does\n not match 'y'`,
      "property:user operator:= string:'x' keyword:AND property:role keyword:does keyword:not match string:'y'",
    ],
    [
      `${HEAD}json.rule = _DateTime.ageInDays($.a) > 3`,
      'property:json.rule operator:= function:_DateTime.ageInDays variable:$.a operator:> number:3',
    ],
  ])('%s', (text, expected) => expect(tokens(text)).toBe(expected));

  it('says what the head is', () => {
    expect(
      semanticTokens(`${HEAD}user = 'x'`)
        .slice(0, 4)
        .map(({ type }) => type),
    ).toEqual(['keyword', 'keyword', 'type', 'keyword']);
  });
});

it('folds what has several lines: queries, clauses and comments', () => {
  const text = `// a\n// b\n\n// c\n${HEAD}user = 'x'\n  AND ip EXISTS\n\nconfig from cloud.resource where api.name = 'a'\n as X;\nshow X`;
  expect(
    folds(text).map(({ start, end, kind }) => [kind, text.slice(start, end).split('\n')[0], text.slice(start, end).split('\n').length]),
  ).toEqual([
    ['query', `${HEAD}user = 'x'`, 2],
    ['query', "config from cloud.resource where api.name = 'a'", 3],
    ['comment', '// a', 2],
  ]);
});

it('shows the other spelling of a region after it', () => {
  const text = `${HEAD}cloud.region IN ('us-east-2', "aws ohio", 'il-central-1') AND user = 'us-east-2'\n${HEAD}cloud.region = us-east-1`;
  const hints = inlayHints(text).map(({ at, label }) => `${text.slice(at - 4, at)} ${label}`);
  expect(hints).toEqual(["t-2' AWS Ohio", 'hio" us-east-2', 'st-1 AWS Virginia']);
});

describe('the grammar that colours before the extension is there', () => {
  const grammar = readFileSync('media/rql.tmLanguage.json', 'utf8');
  const { repository } = JSON.parse(grammar) as {
    readonly repository: { readonly word: { readonly patterns: readonly { readonly match: string; readonly name: string }[] } };
  };
  const patterns = repository.word.patterns.map(({ match, name }) => ({
    name,
    pattern: new RegExp(`^(?:${match.replace('(?i)', '')})`, 'i'),
  }));
  /** What the first pattern says that reads something here. */
  const scopeOf = (word: string): string | undefined => patterns.find(({ pattern }) => pattern.exec(word) !== null)?.name;

  it.each([...EVENT_OPERATORS.flatMap(({ text }) => text), ...JSON_OPERATORS.flatMap(({ texts }) => texts)])(
    'knows the operator %s',
    (text) => {
      expect(scopeOf(text)).toMatch(/^keyword\.operator/);
    },
  );

  it.each([...EVENT_ATTRIBUTES, ...CONFIG_ATTRIBUTES].map(({ name }) => name))('knows the attribute %s', (name) => {
    expect(scopeOf(name)).toBe('variable.language.rql');
  });
});
