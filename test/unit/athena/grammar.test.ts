import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino';
import { describe, expect, it } from 'vitest';
import { Conditions } from '../../../src/athena/predicate-sql';
import { AthenaRefusal } from '../../../src/athena/refusal';
import { trinoStatement, type Question } from '../../../src/athena/statement';
import { compileQuery } from '../../../src/rql/query';
import { Random } from '../rql/random';
import { HANDMADE } from '../rql/records';
import { makePredicate } from './generated';
import { QUERIES } from './queries';

const grammar = new TrinoSQL();
/** Few: the grammar takes long for what is deeply nested. */
const CONDITIONS = 40;

function faults(sql: string): readonly string[] {
  return grammar.validate(sql).map(({ message }) => `${message}\n${sql}`);
}

function statementOf(query: string): Question {
  const compiled = compileQuery(query);
  if (compiled.kind === 'faulty') throw new Error(compiled.diagnostics.map(({ message }) => message).join(' '));
  return { ...compiled, window: { from: 0 } };
}

describe("Trino's own grammar", () => {
  it.each(QUERIES)('reads the statement of %s', (query) => {
    expect(faults(trinoStatement({ ...statementOf(query), offset: 20, limit: 10 }).sql)).toEqual([]);
  });

  it('reads the conditions of generated queries', () => {
    const random = new Random(2024);
    let read = 0;
    while (read < CONDITIONS) {
      const condition = conditionOf(makePredicate(random, HANDMADE, 0));
      if (condition === undefined) continue;
      expect(faults(`SELECT 1 FROM t WHERE ${condition}`)).toEqual([]);
      read++;
    }
  }, 120_000);

  it('refuses what only DuckDB understands', () => {
    const { sql } = trinoStatement({ ...statementOf(QUERIES[0] ?? ''), offset: 20, limit: 10 });
    for (const wrong of [
      sql.replace(/OFFSET 20\nLIMIT 10/, 'LIMIT 10\nOFFSET 20'),
      sql.replace('SELECT *', 'SELECT * EXCLUDE (eventid)'),
      sql.replace('IS NOT NULL', "::VARCHAR <> 'x'"),
      sql.replace('"eventId"', "'eventId'"),
    ]) {
      expect(wrong).not.toBe(sql);
      expect(faults(wrong)).not.toEqual([]);
    }
  });
});

/** `undefined`: it is refused. */
function conditionOf(predicate: Question['predicate']): string | undefined {
  try {
    return new Conditions().where(predicate).sql;
  } catch (error) {
    if (AthenaRefusal.is(error)) return undefined;
    throw error;
  }
}
