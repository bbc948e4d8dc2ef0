import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../src/domain/time';
import { complete } from '../../../src/rql/completion';
import { NO_SOURCE } from '../../../src/rql/completion-source';
import { analyse, compileQuery } from '../../../src/rql/query';
import type { Shape, ShownColumn } from '../../../src/rql/shape';

const HEAD = "event from cloud.audit_logs where user = 'x' ";

/** What a query makes of its events, and how many of the rows it wants. */
function shapeOf(tails: string): { readonly shape: Shape; readonly limit: number | undefined } {
  const compiled = compileQuery(HEAD + tails);
  if (compiled.kind === 'faulty') throw new Error(compiled.diagnostics.map(({ message }) => message).join(' '));
  return { shape: compiled.shape, limit: compiled.query.limit };
}

const user: ShownColumn = { title: 'user', kind: 'field', field: 'user' };
const operation: ShownColumn = { title: 'operation', kind: 'field', field: 'operation' };
const path = (title: string, ...names: readonly string[]): ShownColumn => ({
  title,
  kind: 'path',
  path: names.map((name) => ({ kind: 'key', name })),
});

/** Faults as `severity code "text they stand at"`. */
function faults(tails: string): readonly string[] {
  const text = HEAD + tails;
  return analyse(text).diagnostics.map(({ severity, code, start, end }) => `${severity} ${code} "${text.slice(start, end)}"`);
}

/** The text after the first fix of the first fault. */
function repaired(tails: string): string {
  const text = HEAD + tails;
  const fix = analyse(text).diagnostics[0]?.fixes[0];
  return fix === undefined ? text : text.slice(0, fix.start) + fix.newText + text.slice(fix.end);
}

describe('the tails of an event query', () => {
  it.each<[string, Shape]>([
    ['', { kind: 'events', columns: [] }],
    [
      'addcolumn $.errorCode $.errorMessage',
      { kind: 'events', columns: [path('$.errorCode', 'errorCode'), path('$.errorMessage', 'errorMessage')] },
    ],
    ['addcolumn errorCode, user addcolumn errorCode', { kind: 'events', columns: [path('errorCode', 'errorCode'), user] }],
    ['ADDCOLUMN eventName', { kind: 'events', columns: [path('eventName', 'eventName')] }],
    ['| count by user, operation', { kind: 'count', by: [user, operation] }],
    ['|COUNT  BY system', { kind: 'count', by: [{ title: 'cloud.service', kind: 'field', field: 'service' }] }],
    ['| count by crud', { kind: 'count', by: [{ title: 'crud', kind: 'crud' }] }],
    ['| count', { kind: 'count', by: [] }],
    ['| timechart 3h by user', { kind: 'timechart', width: 3 * HOUR, by: [user] }],
    ['| timechart 1D', { kind: 'timechart', width: 24 * HOUR, by: [] }],
    [
      '| timechart 5m by $.userIdentity.type;',
      { kind: 'timechart', width: HOUR / 12, by: [path('$.userIdentity.type', 'userIdentity', 'type')] },
    ],
  ])('%s', (tails, shape) => expect(shapeOf(tails).shape).toEqual(shape));

  it('takes a limit with commas, before or after what counts, and before the directive', () => {
    expect(shapeOf('limit search records to 10,000').limit).toBe(10_000);
    expect(shapeOf('| count by user limit search records to 5')).toEqual({ shape: { kind: 'count', by: [user] }, limit: 5 });
    expect(shapeOf('limit  Search records\nto 5 | count by user').limit).toBe(5);
    expect(analyse(`// limit: 500\n${HEAD}`).queries[0]?.limit).toBe(500);
    expect(analyse(`// limit: 500\n${HEAD} limit search records to 7`).queries[0]?.limit).toBe(7);
  });

  it('follows a bare json.rule and one in quotes', () => {
    for (const rule of ['$.errorCode exists', "'$.errorCode exists'"]) {
      const compiled = compileQuery(`event from cloud.audit_logs where json.rule = ${rule} addcolumn $.errorCode`);
      expect(compiled).toMatchObject({ kind: 'ok', shape: { kind: 'events', columns: [{ title: '$.errorCode' }] } });
    }
  });

  it.each<[string, readonly string[]]>([
    ['addcolumn', ['error column-expected ""']],
    ['addcolumn json.rule', ['error column-impossible "json.rule"']],
    ['addcolumn $.a.', ['error path-broken "$.a."']],
    ['limit search records to', ['error value-expected "limit search records to"']],
    ['limit search records to ten', ['error directive-limit "ten"']],
    ['limit search records to 0', ['error directive-limit "0"']],
    ['limit 100', ['warning operator-spelling "limit"']],
    ['limit search records to 5 limit search records to 6', ['error tail-twice "limit search records to 6"']],
    ['| count by', ['error column-expected ""']],
    ['| count by eventname', ['error attribute-renamed "eventname"']],
    ['| count by user operation', ['warning comma-missing "operation"']],
    ['| count by user | timechart 1h', ['error tail-twice "| timechart 1h"']],
    ['addcolumn role | count by user', ['warning column-unused "addcolumn role"']],
    ['| timechart', ['error width-expected "| timechart"']],
    ['| timechart by user', ['error width-expected "| timechart"']],
    ['| timechart 3 hours', ['error width-invalid "3"', 'error text-unexpected "hours"']],
    ['| timechart 0h', ['error width-invalid "0h"']],
    ['| timechart 1h by user, role', ['error one-column "user, role"']],
    ['| sort user', ['error text-unexpected "| sort user"']],
    ['| count by user)', ['warning bracket-stray ")"']],
  ])('says what is wrong in %s', (tails, expected) => expect(faults(tails)).toEqual(expected));

  it.each([
    ['limit 100', 'limit search records to 100'],
    ['| timechart by user', '| timechart 3h by user'],
    ['| count by user operation', '| count by user, operation'],
    ['| count by source.ip', '| count by ip'],
    ['| count by user | count by role', '| count by user '],
  ])('repairs %s', (tails, expected) => expect(repaired(tails)).toBe(HEAD + expected));

  const labels = async (tails: string): Promise<readonly string[]> => {
    const text = HEAD + tails;
    return (await complete(text, text.length, NO_SOURCE)).map(({ label }) => label);
  };

  it.each<[string, readonly string[]]>([
    ['li', ['limit search records to']],
    ['limit sea', ['limit search records to']],
    ['|', ['| count by', '| timechart']],
    ['| time', ['| timechart']],
    ['| timechart ', ['5m', '15m', '1h', '3h', '1d']],
    ['| timechart 1', ['15m', '1h', '1d']],
    ['| timechart 1h ', ['by', 'limit search records to']],
    ['| timechart 1h b', ['by']],
    ['| count by us', ['user', '$.userAgent']],
    ['| count by user ', [',', 'limit search records to']],
    ['addcolumn $.errorC', ['$.errorCode']],
    ['limit search records to ', []],
    ['limit search records to 5 ', ['addcolumn', '| count by', '| timechart']],
  ])('offers after "%s" %j', async (tails, expected) =>
    expect((await labels(tails)).slice(0, Math.max(expected.length, 1))).toEqual(expected),
  );

  it('offers every attribute that may be a column, and none that is one already', async () => {
    const offered = await labels('| count by user, ');
    expect(offered.slice(0, 3)).toEqual(['operation', 'cloud.region', 'cloud.service']);
    expect(offered).not.toContain('user');
    expect(offered).not.toContain('json.rule');
    expect(await labels('addcolumn user ')).toEqual(expect.arrayContaining(['role', '$.errorCode', 'limit search records to', ',']));
  });
});
