import fc from 'fast-check';
import { expect, it } from 'vitest';
import { complete } from '../../../src/rql/completion';
import { NO_SOURCE } from '../../../src/rql/completion-source';
import type { Span } from '../../../src/rql/diagnostic';
import { EVENT_ATTRIBUTES } from '../../../src/rql/attributes';
import { format } from '../../../src/rql/format';
import { JSON_FUNCTIONS } from '../../../src/rql/functions';
import { hover } from '../../../src/rql/hover';
import { EVENT_OPERATORS, JSON_OPERATORS } from '../../../src/rql/operators';
import { analyse } from '../../../src/rql/query';

/** `npm run fuzz` gives more of them, and another seed. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const SEED = Number(process.env['FUZZ_SEED'] ?? 19);
const OPTIONS = { numRuns: RUNS, seed: SEED };

const WORDS = [
  ...EVENT_ATTRIBUTES.map(({ name }) => name),
  ...EVENT_OPERATORS.map(({ text }) => text),
  ...JSON_OPERATORS.flatMap(({ texts }) => texts),
  ...JSON_FUNCTIONS.flatMap(({ names }) => names.map((name) => `${name}(`)),
  ...['AND', 'OR', 'not', '&&', '||', '(', ')', '[', ']', '{', '}', "'", '"', '\\', ',', ';', '|', '//', '\n', '$', '$.', '.', '@.', '.*'],
  ...['[?any(', '[?(', '[*]', '[0]', "['a.b']", '$.a.b', 'a[*]', '%d', "'x'", '"y"', '10.0.0.0/8', '22', '(1, 2)', "{'l'.keys}"],
  ...['addcolumn', 'limit search records to', '| count by', '| timechart 3h', 'group by', 'as X', 'filter', 'show X', 'tag(', 'api.name'],
  ...['event from cloud.audit_logs where', 'config from cloud.resource where', 'json.rule =', '// time: all\n', '// limit: x\n', '“', '’'],
];
const HEADS = [
  'event from cloud.audit_logs where ',
  'config from cloud.resource where ',
  'event from cloud.audit_logs where json.rule = ',
  '',
];

const query = fc
  .tuple(
    fc.constantFrom(...HEADS),
    fc.array(fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...WORDS) }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) }), {
      maxLength: 40,
    }),
    fc.constantFrom(' ', '', '\n', '\u200B'),
  )
  .map(([head, words, blank]) => head + words.join(blank));

it('survives any text: nothing throws, every place lies inside it, formatting twice is formatting once', async () => {
  await fc.assert(
    fc.asyncProperty(query, fc.nat(), async (text, place) => {
      const offset = place % (text.length + 1);
      const { queries, diagnostics } = analyse(text);
      const spans: readonly Span[] = [...queries.map(({ range }) => range), ...diagnostics, ...diagnostics.flatMap(({ fixes }) => fixes)];
      for (const { start, end } of spans) expect(0 <= start && start <= end && end <= text.length).toBe(true);
      hover(text, offset);
      for (const { start, end } of await complete(text, offset, NO_SOURCE)) expect(start <= offset && offset <= end).toBe(true);
      const formatted = format(text);
      expect(format(formatted)).toBe(formatted);
    }),
    OPTIONS,
  );
}, 3_600_000);

/** Most milliseconds of the quickest of three readings of 10 kB: twenty times what the language may take, for machines that do much else. */
const MOST = 1000;

it('takes no more time for ten thousand characters than it may', () => {
  fc.assert(
    fc.property(query, (piece) => {
      const text = 'event from cloud.audit_logs where ' + piece.repeat(Math.ceil(10_000 / Math.max(piece.length, 1))).slice(0, 10_000);
      const times = Array.from({ length: 3 }, () => {
        const start = performance.now();
        analyse(text);
        return performance.now() - start;
      });
      expect(Math.min(...times)).toBeLessThan(MOST);
    }),
    { ...OPTIONS, numRuns: Math.ceil(RUNS / 6) },
  );
}, 3_600_000);
