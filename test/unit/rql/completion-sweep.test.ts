import { describe, expect, it } from 'vitest';
import { complete, type CompletionItem } from '../../../src/rql/completion';
import type { CompletionSource } from '../../../src/rql/completion-source';
import type { DiagnosticCode } from '../../../src/rql/diagnostics/table';
import { analyse } from '../../../src/rql/query';
import { EVENT_HEAD, sweepQueries, textOf, type Tokens } from './sweep-queries';

const SOURCE: CompletionSource = {
  values: (of) => {
    const value = of === 'region' ? 'us-east-2' : of === 'ip' ? '192.0.2.7' : "o'brien";
    return Promise.resolve([{ value, count: 2 }]);
  },
  paths: () => Promise.resolve(['$.errorCode', '$.requestParameters', '$.requestParameters["a.b"]'].map((path) => ({ path, count: 1 }))),
};

/** What is wrong with a query only because it isn't whole yet. */
const UNFINISHED: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'source-expected',
  'where-expected',
  'condition-expected',
  'config-condition-expected',
  'operator-expected',
  'value-expected',
  'list-expected',
  'bracket-missing',
  'string-unclosed',
  'path-expected',
  'argument-expected',
  'column-expected',
  'config-column-expected',
  'width-expected',
  'alias-expected',
  'alias-missing',
  'count-broken',
  'tag-expected',
  'filter-expected',
]);
/** Of a list so many items are put into the text, others at each place. */
const TRIED = 8;

const QUERIES = sweepQueries();

/** Each place of the text where a token ends, and the one that follows. */
function* boundaries(tokens: Tokens): Generator<{ readonly before: string; readonly token: string }> {
  for (const [place, token] of tokens.entries()) yield { before: textOf(tokens.slice(0, place)), token };
}

function offers(items: readonly CompletionItem[], token: string): boolean {
  const wanted = token.toLowerCase();
  // The first word of a query is offered with those that always follow it.
  const isFirst = wanted === 'event' || wanted === 'config';
  return items
    .flatMap(({ label, insertText }) => [label, insertText.trim()])
    .some((text) => text.toLowerCase() === wanted || (isFirst && text.startsWith(`${wanted} `)));
}

describe('completion at every boundary between tokens', () => {
  it('is asked of two hundred valid queries and more', () => {
    expect(QUERIES.length).toBeGreaterThan(200);
    const faulty = QUERIES.map(textOf).filter((text) => analyse(text).diagnostics.some(({ severity }) => severity === 'error'));
    expect(faulty).toEqual([]);
  });

  it('offers the token that follows, with and without the rest of the query behind the cursor', async () => {
    const missing = new Set<string>();
    for (const tokens of QUERIES) {
      const whole = textOf(tokens);
      for (const { before, token } of boundaries(tokens)) {
        if (token.startsWith('~')) continue;
        for (const text of [before, whole]) {
          const items = await complete(text, before.length, SOURCE);
          if (!offers(items, token)) missing.add(`${before}‸ ${token}${text === whole ? ' (whole)' : ''}`);
        }
      }
    }
    expect([...missing]).toEqual([]);
  });

  it('offers nothing that the checker would reject', async () => {
    const rejected = new Set<string>();
    const seen = new Set<string>();
    let turn = 0;
    for (const tokens of QUERIES) {
      for (const { before } of boundaries(tokens)) {
        if (seen.has(before)) continue;
        seen.add(before);
        const items = await complete(before, before.length, SOURCE);
        for (let n = 0; n < Math.min(TRIED, items.length); n++) {
          const item = items[turn++ % items.length];
          if (item === undefined) continue;
          const next = before.slice(0, item.start) + item.insertText + before.slice(item.end);
          const errors = analyse(next).diagnostics.filter(({ severity, code }) => severity === 'error' && !UNFINISHED.has(code));
          if (errors.length > 0) rejected.add(`${before}‸ ${item.insertText}: ${errors.map(({ code }) => code).join(', ')}`);
        }
      }
    }
    expect([...rejected]).toEqual([]);
  });

  it('begins with the head, and ends with more conditions and what may be made of the events', async () => {
    const [, head = ''] = EVENT_HEAD;
    expect((await complete('event ', 6, SOURCE)).map(({ label }) => label)).toEqual([head]);
  });
});
