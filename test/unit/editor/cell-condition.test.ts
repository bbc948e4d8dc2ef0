import { expect, it } from 'vitest';
import { conditionOfCell } from '../../../src/editor/panels/cell-condition';
import type { NarrowRequest } from '../../../src/protocol/results';

const QUERY = "event from cloud.audit_logs where cloud.type = 'aws' addcolumn $.tags[*] user $.request crud";
const COUNT = "event from cloud.audit_logs where cloud.type = 'aws' | count by operation, $.tags[*], $.code";
const RECORD = {
  eventID: 'e1',
  eventTime: '2024-05-01T10:00:00Z',
  tags: ['a, b'],
  request: { x: 1 },
};

const ask = (request: Partial<NarrowRequest>, query = QUERY, record: object = RECORD) =>
  conditionOfCell({ record: () => Promise.resolve(JSON.stringify(record)) }, query, {
    column: 'user',
    exclude: false,
    text: 'x',
    eventId: 'e1',
    ...request,
  });

it('finds what a column of the answer asks of an event', async () => {
  expect(await ask({ column: 'region', text: 'us-east-2' })).toBe("cloud.region = 'us-east-2'");
  expect(await ask({ column: 'errorCode', text: null, exclude: true })).toBe('json.rule = $.errorCode exists');
  expect(await ask({ column: 'eventId', text: 'e1' })).toBe("json.rule = $.eventID equals 'e1'");
  expect(await ask({ column: 'column 1', text: 'bob' })).toBe("user = 'bob'");
  expect(await ask({ column: 'column 3', text: 'read' })).toBe("crud = 'read'");
  expect(await ask({ column: 'column 9' })).toBeUndefined();
  expect(await ask({ column: 'time' })).toBeUndefined();
});

it('looks into the record whether a cell shows one value, and asks for no list and no object', async () => {
  expect(await ask({ column: 'column 0', text: 'a, b' })).toBe("json.rule = $.tags[*] equals 'a, b'");
  expect(await ask({ column: 'column 0', text: 'a, b' }, QUERY, { ...RECORD, tags: ['a', 'b'] })).toBeUndefined();
  expect(await ask({ column: 'column 2', text: '{"x":1}' })).toBeUndefined();
  expect(await ask({ column: 'column 2', text: null })).toBe('json.rule = $.request does not exist');
});

it('takes a row that counts at its word where its values can only be single ones', async () => {
  const row = (column: NarrowRequest['column'], text: string): NarrowRequest => ({ column, text, exclude: true });
  const ofRow = (column: NarrowRequest['column'], text: string) =>
    conditionOfCell({ record: () => Promise.reject(new Error('there is no record')) }, COUNT, row(column, text));
  expect(await ofRow('column 0', 'CreateService')).toBe("operation != 'CreateService'");
  expect(await ofRow('column 1', 'a, b')).toBeUndefined();
  expect(await ofRow('column 2', '17')).toBe("json.rule = $.code does not equal '17'");
  expect(await ofRow('column 2', '{"odd":1}')).toBeUndefined();
});
