import { describe, expect, it } from 'vitest';
import { NoAnswer, readPage } from '../../../src/aws/events/page';
import { event } from '../support/folders';

const at = (second: number): Date => new Date(Date.UTC(2026, 2, 4, 12, 0, second));
const item = (id: string, second: number, text = JSON.stringify(event(id, { eventTime: at(second).toISOString() }))) => ({
  EventId: id,
  EventTime: at(second),
  CloudTrailEvent: text,
});

describe('a page of LookupEvents', () => {
  it('gives the records byte for byte, and says down to where they are all there are', () => {
    const spaced = `{ "eventID" : "b",\t"eventTime":"2026-03-04T12:00:05Z", "note":"\\u00e9 \\"" }`;
    expect(readPage({ Events: [item('a', 9), item('b', 5, spaced)], NextToken: 't' })).toEqual({
      records: [item('a', 9).CloudTrailEvent, spaced],
      broken: [],
      down: at(5).getTime(),
      next: 't',
    });
    expect(readPage({ Events: [], NextToken: '' })).toEqual({ records: [], broken: [] });
  });

  it('that is not in the order of time is trusted no further than its newest event', () => {
    expect(readPage({ Events: [item('a', 5), item('b', 9), item('c', 1)] }).down).toBe(at(9).getTime());
  });

  it.each([
    ['cut', '{"eventID":"x","eventTime":"2026-03-04T12:00:0'],
    ['no object', '[1]'],
    ['without an id', JSON.stringify(event('', {}))],
    ['without a time', '{"eventID":"x"}'],
    ['with a time that is none', JSON.stringify(event('x', { eventTime: 'yesterday' }))],
    ['empty', ''],
  ])('keeps the others where a record is %s, and names it', (_, text) => {
    const page = readPage({ Events: [item('a', 9), item('bad', 7, text), item('c', 5), { EventId: 'none', EventTime: at(3) }] });
    expect(page.records).toHaveLength(2);
    expect(page.broken).toEqual(['bad', 'none']);
    expect(page.down).toBe(at(3).getTime());
  });

  it('without a list of events is no answer: nobody may think that nothing happened', () => {
    expect(() => readPage({})).toThrow(NoAnswer);
  });
});
