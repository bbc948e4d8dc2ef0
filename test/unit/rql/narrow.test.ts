import { describe, expect, it } from 'vitest';
import { describeEvent, NotAnEvent } from '../../../src/domain/event';
import { at, type JsonObject } from '../../../src/domain/json';
import { cellCondition, inserted, narrowingEdit } from '../../../src/rql/narrow';
import type { TextField } from '../../../src/rql/predicate';
import { compileQuery } from '../../../src/rql/query';
import { matches } from '../../../src/rql/reference';
import type { ShownColumn } from '../../../src/rql/shape';
import { HANDMADE, realRecords } from './records';

const ALL = "event from cloud.audit_logs where cloud.type = 'aws'";

function compiled(text: string) {
  const found = compileQuery(text);
  if (found.kind === 'faulty') throw new Error(`${text}\n${found.diagnostics.map(({ message }) => message).join('\n')}`);
  return found;
}

function narrowed(text: string, condition: string): string {
  const edit = narrowingEdit(compiled(text).query, condition);
  return inserted(text, edit ?? []);
}

function usable(records: readonly JsonObject[]): readonly JsonObject[] {
  return records.filter((record) => {
    try {
      return describeEvent(record).eventId !== '';
    } catch (error) {
      if (NotAnEvent.is(error)) return false;
      throw error;
    }
  });
}

describe('a condition for what a cell shows', () => {
  it('names the attribute, and excludes by its negation', () => {
    const user: ShownColumn = { kind: 'field', field: 'user', title: 'user' };
    expect(cellCondition(user, "o'brien", false)).toBe("user = 'o\\'brien'");
    expect(cellCondition(user, 'a\\b', true)).toBe("user != 'a\\\\b'");
    expect(cellCondition(user, null, false)).toBe("NOT user MATCHES '*'");
    expect(cellCondition(user, null, true)).toBe("user MATCHES '*'");
    expect(cellCondition({ kind: 'crud', title: 'crud' }, 'read', true)).toBe("NOT crud = 'read'");
    expect(cellCondition({ kind: 'field', field: 'ip', title: 'ip' }, null, false)).toBe('NOT ip EXISTS');
    expect(cellCondition({ kind: 'field', field: 'ip', title: 'ip' }, 'a:b:::c', false)).toBe(
      "json.rule = $.sourceIPAddress equals 'a:b:::c'",
    );
  });

  it('asks of a path for its value, or for none', () => {
    const code: ShownColumn = { kind: 'path', title: 'errorCode', path: [{ kind: 'key', name: 'errorCode' }] };
    expect(cellCondition(code, 'AccessDenied', false)).toBe("json.rule = $.errorCode equals 'AccessDenied'");
    expect(cellCondition(code, 'null', true)).toBe("json.rule = $.errorCode does not equal 'null'");
    expect(cellCondition(code, null, false)).toBe('json.rule = $.errorCode does not exist');
    expect(cellCondition(code, null, true)).toBe('json.rule = $.errorCode exists');
  });

  it('is none for a text that a document would not keep as it is', () => {
    expect(cellCondition({ kind: 'field', field: 'user', title: 'user' }, 'two\nlines', false)).toBeUndefined();
  });
});

describe('a narrowed query', () => {
  it.each([
    [`${ALL} limit search records to 5`, `${ALL} AND X limit search records to 5`],
    ["event from cloud.audit_logs where user = 'a' OR user = 'b'", "event from cloud.audit_logs where (user = 'a' OR user = 'b') AND X"],
    ["event from cloud.audit_logs where (user = 'a' OR user = 'b')", "event from cloud.audit_logs where (user = 'a' OR user = 'b') AND X"],
    [
      "event from cloud.audit_logs where (user = 'a') OR (user = 'b') | count by user",
      "event from cloud.audit_logs where ((user = 'a') OR (user = 'b')) AND X | count by user",
    ],
    [
      "event from cloud.audit_logs where user = 'a' // who\naddcolumn $.x;",
      "event from cloud.audit_logs where user = 'a' AND X // who\naddcolumn $.x;",
    ],
    [
      '// time: all\nevent from cloud.audit_logs where NOT user = a\n',
      '// time: all\nevent from cloud.audit_logs where NOT user = a AND X\n',
    ],
  ])('keeps what it asked, its tails and its comments: %s', (text, expected) => {
    expect(narrowed(text, "user = 'x'")).toBe(expected.replace('X', "user = 'x'"));
    compiled(narrowed(text, "user = 'x'"));
  });

  const before = [
    ALL,
    "event from cloud.audit_logs where user MATCHES '*' OR ip EXISTS",
    'event from cloud.audit_logs where json.rule = $.eventVersion exists or $.awsRegion exists',
    'event from cloud.audit_logs where crud = \'read\' AND json.rule = "$.awsRegion exists" addcolumn $.awsRegion',
  ];
  const fields: readonly TextField[] = ['operation', 'service', 'region', 'account', 'user', 'subject', 'role', 'ip'];
  const records = usable([...HANDMADE, ...realRecords('stratus-red-team').filter((_, index) => index % 7 === 0)]);
  const lower = (text: string | undefined): string | undefined => text?.toLowerCase();

  it.each(fields)('finds of what it found before exactly the rows with the same %s, or all others', (field) => {
    const values = [...new Set(records.map((record) => describeEvent(record)[field]))].slice(0, 40);
    for (const value of values) {
      const condition = (exclude: boolean) => cellCondition({ kind: 'field', field, title: field }, value ?? null, exclude);
      const search = condition(false);
      const exclude = condition(true);
      if (search === undefined || exclude === undefined) {
        expect(value).toMatch(/[\r\n]/);
        continue;
      }
      for (const text of before) {
        const base = compiled(text).predicate;
        const [with_, without] = [search, exclude].map((added) => compiled(narrowed(text, added)).predicate);
        if (with_ === undefined || without === undefined) throw new Error('no predicate');
        for (const record of records) {
          // Names of operations, regions and services mean the same in any case; addresses in any of their spellings.
          const same = lower(describeEvent(record)[field]) === lower(value);
          const was = matches(base, record);
          const said = [text, value, describeEvent(record)[field]];
          if (field === 'user' || field === 'subject' || field === 'role' || field === 'account') {
            const equal = describeEvent(record)[field] === value;
            expect([...said, matches(with_, record), matches(without, record)]).toEqual([...said, was && equal, was && !equal]);
          } else {
            expect([...said, matches(with_, record), matches(without, record)]).toEqual([...said, was && same, was && !same]);
          }
        }
      }
    }
  });

  it.each(['errorCode', 'eventName', 'eventID', 'awsRegion'])('finds the rows with the same $.%s', (name) => {
    const textOf = (record: JsonObject): string | null => {
      const value = at(record, name);
      return typeof value === 'string' ? value : null;
    };
    for (const value of [...new Set(records.map(textOf))].slice(0, 30)) {
      const column: ShownColumn = { kind: 'path', title: `$.${name}`, path: [{ kind: 'key', name }] };
      const condition = cellCondition(column, value, false);
      if (condition === undefined) continue;
      for (const text of before) {
        const base = compiled(text).predicate;
        const predicate = compiled(narrowed(text, condition)).predicate;
        for (const record of records) {
          const said = [text, value, textOf(record)];
          expect([...said, matches(predicate, record)]).toEqual([...said, matches(base, record) && textOf(record) === value]);
        }
      }
    }
  });

  it('survives any text in a cell', () => {
    const hostile = [
      "'",
      '\\',
      "\\'",
      '"',
      "') OR user = ('",
      '// time: all',
      '| count by user',
      '\u2028event from x',
      '\u2029// name: y',
      '\u200b',
      '*',
      ' a ',
      '🙂\ud800',
      ';',
      'a AND b',
    ];
    for (const value of hostile) {
      for (const column of [
        { kind: 'field', field: 'user', title: 'user' },
        { kind: 'path', title: '$.userAgent', path: [{ kind: 'key', name: 'userAgent' }] },
      ] as const) {
        const text = narrowed(before[1] ?? ALL, cellCondition(column, value, false) ?? '');
        const record: JsonObject = {
          eventID: '1',
          eventTime: '2024-05-01T10:00:00Z',
          userAgent: value,
          userIdentity: { type: 'IAMUser', userName: value },
          sourceIPAddress: '10.0.0.1',
        };
        expect([value, matches(compiled(text).predicate, record)]).toEqual([value, true]);
        expect([
          value,
          matches(compiled(text).predicate, { ...record, userAgent: 'x', userIdentity: { type: 'IAMUser', userName: 'x' } }),
        ]).toEqual([value, false]);
      }
    }
  });
});
