import { expect, it } from 'vitest';
import { complete } from '../../../src/rql/completion';
import { NO_SOURCE } from '../../../src/rql/completion-source';
import { format } from '../../../src/rql/format';
import { hover } from '../../../src/rql/hover';
import { checkRows } from '../../../src/rql/positions';
import { analyse } from '../../../src/rql/query';
import { predicateSql } from '../../../src/store/predicate-sql';
import { Random } from './random';

const SEEDS = [
  "// time: past 24 hours\nevent from cloud.audit_logs where cloud.region = 'AWS Ohio' AND operation IN ('CreateService', \"x\") OR NOT (ip = 10.0.0.0/8)",
  'event from cloud.audit_logs where json.rule = \'$.a[*]["b.c"].d[3] does not equal ignore case "x\\"y" and not ($.e is empty || f >= 5)\' AND user MATCHES \'*a\'',
  "event where json.rule = $.a[?any(b in ('x') and c[?none(d > $.e)].f exists)] exists and _Set.isSubset($.x, ('y')) addcolumn $.a | timechart 3h by user ; event",
  "config from cloud.resource where api.name = 'x' as X; config from cloud.resource where tag('k') = 'v' as Y; filter '$.X.a == $.Y.b'; show X;",
];
const PIECES = [
  "'",
  '"',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '\\',
  '“',
  '’',
  '//',
  '\n',
  '\u200B',
  '\uD800',
  '\0',
  '!',
  '$',
  '.',
  'and',
  ' or ',
  'not ',
  '🙂',
  '|',
  ';',
  ',',
];

function mutate(random: Random, text: string): string {
  let mutated = text;
  for (let i = random.below(4); i >= 0; i--) {
    const at = random.below(mutated.length + 1);
    const cut = random.chance(0.5) ? random.below(12) : 0;
    const piece = random.chance(0.7) ? random.pick(PIECES) : random.pick(SEEDS).slice(at, at + 20);
    mutated = mutated.slice(0, at) + piece + mutated.slice(at + cut);
  }
  return mutated;
}

it('never throws, keeps every place inside the text, and lowers to SQL with as many marks as values', async () => {
  const random = new Random(42);
  for (let round = 0; round < 3000; round++) {
    const text = mutate(random, random.pick(SEEDS));
    const { queries, diagnostics } = analyse(text);
    for (const span of [...diagnostics, ...diagnostics.flatMap(({ fixes }) => fixes), ...queries.map(({ range }) => range)]) {
      expect(span.start >= 0 && span.start <= span.end && span.end <= text.length, JSON.stringify({ text, span })).toBe(true);
    }
    for (const { predicate } of queries) if (predicate !== undefined) expect(predicateSql(predicate).sql).not.toBe('');
    const offset = random.below(text.length + 1);
    hover(text, offset);
    for (const { start, end } of await complete(text, offset, NO_SOURCE)) {
      expect(start <= offset && offset <= end && end <= text.length, JSON.stringify({ text, offset, start, end })).toBe(true);
    }
    checkRows(text);
    if (round % 4 > 0) continue;
    const formatted = format(text);
    expect(format(formatted), text).toBe(formatted);
  }
}, 60_000);

it.each(['(', 'NOT ', 'json.rule = ', "'", '[', '$.a[?any(', 'user = x AND ', '// time: all\n', 'event ', '\\'])(
  'survives a great many of %j',
  (piece) => {
    const text = `event from cloud.audit_logs where ${piece.repeat(20_000)}`;
    const start = performance.now();
    expect(() => analyse(text)).not.toThrow();
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(() => format(text.slice(0, 50_000))).not.toThrow();
  },
);
