import { describe, expect, it } from 'vitest';
import { PAST_DAY } from '../../../src/domain/time';
import { hover } from '../../../src/rql/hover';
import { checkRows, Positions } from '../../../src/rql/positions';
import { analyse } from '../../../src/rql/query';
import { timeEdit } from '../../../src/rql/time-edit';

const HEAD = 'event from cloud.audit_logs where ';
const CONFIG = 'config from cloud.resource where ';

describe('hover', () => {
  const says = (text: string, word: string): string | undefined => hover(text, text.indexOf(word) + 1)?.markdown;

  it.each([
    [`${HEAD}system = 'ecs'`, 'system', 'Older name: `system`'],
    [`${HEAD}cloud.region = 'AWS Ohio'`, 'AWS Ohio', '**AWS Ohio** is `us-east-2`.'],
    [`${HEAD}cloud.region = us-east-2`, 'us-east-2', '**AWS Ohio** is `us-east-2`.'],
    [`${HEAD}operation = 'stoplogging'`, 'stoplogging', '**StopLogging** is a call of `cloudtrail.amazonaws.com`.'],
    [`${HEAD}user MATCHES 'a*'`, 'MATCHES', '**MATCHES**'],
    [`${HEAD}json.rule = $.errorCode exists`, '$.errorCode', '`$.errorCode`'],
    [`${HEAD}json.rule = $.a equals $.errorMessage`, '$.errorMessage', '`$.errorMessage`'],
    [`${HEAD}json.rule = $.a[?any(b[?none(c greater than 1)] exists)] is empty`, 'greater', '**greater than**'],
    [`// time: all\n${HEAD}user = 'x'`, 'all', 'Times are UTC.'],
    [`// limit: 5\n${HEAD}user = 'x'`, 'limit', 'Most rows'],
    [`// name: Keys\n// accounts: 111122223333\n${HEAD}user = 'x'`, 'Keys', 'Name of the query below'],
    [`// name: Keys\n// accounts: 111122223333\n${HEAD}user = 'x'`, '1111', 'accounts alone'],
    [`${HEAD}user = 'x' addcolumn $.errorCode`, '$.errorCode', '`$.errorCode`'],
    [`${HEAD}user = 'x' | count by role`, 'role', '**role**'],
    [`${CONFIG}api.name = 'aws-ecs-service' as X; show X;`, 'api.name', '**api.name**'],
    [`${CONFIG}api.name = 'aws-ecs-service'`, 'aws-ecs', '**aws-ecs-service**: records of `AWS::ECS::Service`.'],
    [`${CONFIG}json.rule = a[*] contains 'x' as X; count(X) greater than 3`, 'greater', 'More resources than this.'],
    [`${CONFIG}tag('a') EXISTS as X; ${CONFIG}json.rule = _DateTime.ageInDays(a) equals 1 as Y; show X;`, '_DateTime', 'ageInDays'],
    [`${CONFIG}cloud.region = 'AWS Ohio' group by cloud.account`, 'AWS Ohio', '`us-east-2`'],
    [`${CONFIG}cloud.region = 'AWS Ohio' group by cloud.account`, 'cloud.account', '**cloud.account**'],
    [`${CONFIG}tag(ANY) = 'a' as X; ${CONFIG}tag(ANY) = 'b' as Y; filter '$.X.a == $.Y.b'; show X;`, '== $', '**equals**'],
  ])('in %s at %s', (text, word, expected) => expect(says(text, word)).toContain(expected));

  it('never repeats text of the query', () => {
    expect(says(`${HEAD}user = '[x](command:y)'`, '[x]')).toBeUndefined();
    expect(says(`${HEAD}operation = '<b>'`, '<b>')).toBeUndefined();
  });
});

describe('checkRows', () => {
  it('counts lines and characters from zero, in UTF-16 units', () => {
    const text = `// 🙂 time is not in here\r\n${HEAD}user = '🙂'\r\n  AND crud = 'reed'`;
    expect(checkRows(text)).toEqual([
      {
        line: 2,
        character: 13,
        endLine: 2,
        endCharacter: 19,
        code: 'crud-unknown',
        severity: 'error',
        message: '"reed" is none of create, read, update, delete.',
        fixes: [
          {
            title: "Replace with 'read'",
            newText: "'read'",
            range: { start: { line: 2, character: 13 }, end: { line: 2, character: 19 } },
          },
        ],
      },
    ]);
  });

  it('goes from places to offsets and back', () => {
    const positions = new Positions('a\nbc\r\n\rd');
    expect([0, 1, 2, 3, 6, 7].map((offset) => positions.at(offset))).toEqual([
      { line: 0, character: 0 },
      { line: 0, character: 1 },
      { line: 1, character: 0 },
      { line: 1, character: 1 },
      { line: 2, character: 0 },
      { line: 3, character: 0 },
    ]);
    expect(positions.offset({ line: 3, character: 1 })).toBe(8);
  });
});

describe('timeEdit', () => {
  const QUERY = `${HEAD}user = 'x'`;

  it.each([
    [QUERY, `// time: past 24 hours\n${QUERY}`],
    [`// name: a\r\n  ${QUERY}`, `// name: a\r\n// time: past 24 hours\r\n  ${QUERY}`],
    [`// time: past 3 days\n${QUERY}`, `// time: past 24 hours\n${QUERY}`],
    [`// time: nonsense  \n${QUERY}`, `// time: past 24 hours  \n${QUERY}`],
    [`// time:\n${QUERY}`, `// time: past 24 hours\n${QUERY}`],
  ])('%j', (text, expected) => {
    const [query] = analyse(text).queries;
    if (query === undefined) throw new Error('no query');
    const { start, end, newText } = timeEdit(text, query, PAST_DAY);
    expect(text.slice(0, start) + newText + text.slice(end)).toBe(expected);
  });
});
