import { describe, expect, it } from 'vitest';
import { fill } from '../../../src/rql/diagnostic';
import { explain } from '../../../src/rql/explain';
import { explanationText, type Wording } from '../../../src/rql/explain-text';
import { compileSearch } from '../../../src/rql/query';

const HEAD = 'event from cloud.audit_logs where ';
const ENGLISH: Wording = {
  translate: (template, ...args) => fill(template, args),
  number: (count) => count.toLocaleString('en'),
  visible: (text) => text,
};

/** The lines of an explanation without counts: what the query does, then its conditions. */
function lines(query: string, wording = ENGLISH): readonly string[] {
  const compiled = compileSearch(query);
  if (compiled.kind === 'faulty') throw new Error(`${query}: ${compiled.diagnostics.map(({ message }) => message).join(' ')}`);
  const text = explanationText(explain(compiled.query, query), { title: 'T', range: 'R' }, undefined, wording);
  return text.split('\n').slice(2, -3);
}

const conditions = (condition: string): readonly string[] =>
  lines(HEAD + condition)
    .slice(3)
    .map((line) => line.slice(2));

describe('a query in plain words', () => {
  it.each<[string, ...(readonly string[])]>([
    ["cloud.region = 'AWS Ohio'", 'the region is AWS Ohio (us-east-2)'],
    [
      "cloud.region = 'us-east-2' AND operation != 'A'",
      'the region is AWS Ohio (us-east-2)',
      'and the operation is not "A", or there is none',
    ],
    ['operation IN (\'A\', "B")', 'the operation is one of "A", "B"'],
    ['crud = read OR ip EXISTS', 'at least one of these:', '  the kind of call is "read"', '  or the address is there'],
    [
      "user MATCHES 'a*' AND (role = 'r' OR subject contains 's')",
      'the user matches the pattern "a*"',
      'and at least one of these:',
      '  the role is "r"',
      '  or the actor contains "s"',
    ],
    [
      "NOT user = 'a' AND NOT (user = 'b' OR user = 'c')",
      'not: the user is "a"',
      'and none of these:',
      '  the user is "b"',
      '  or the user is "c"',
    ],
    ["NOT (user = 'b' AND user = 'c')", 'not all of these:', '  the user is "b"', '  and the user is "c"'],
    ["user = 'a' AND (user = 'b' AND user = 'c')", 'the user is "a"', 'and the user is "b"', 'and the user is "c"'],
    ["user = 'a' AND json.rule = $.b exists and $.c is true", 'the user is "a"', 'and $.b is there', 'and $.c is true'],
    ["json.rule != '$.b exists or $.c is empty'", 'none of these:', '  $.b is there', '  or $.c is empty'],
    ['json.rule = $.a size greater than 2', 'the number of elements of $.a is greater than "2"'],
    ["json.rule = $.a any equal 'x'", 'for some element, $.a is "x"'],
    ["json.rule = $.a none start with 'x'", 'for no element, $.a starts with "x"'],
    ["json.rule = $.a does not intersect ('x')", 'for no element, $.a is one of "x"'],
    ['json.rule = $.a all true', 'for every element, $.a is true'],
    ["json.rule = $.a contains ('x', 'y')", '$.a contains one of "x", "y"'],
    ['json.rule = $.a equals $.b.c', '$.a is $.b.c'],
    ['json.rule = $.a !isType String', '$.a is not of type "String"'],
    [
      "json.rule = $.items[?any(port equals 22 and not net starts with '10.')] exists and $.b exists",
      'some element of $.items meets:',
      '  port is "22"',
      '  and not: net starts with "10."',
      'and $.b is there',
    ],
    ['json.rule = $.items[?none(port equals 22)] does not exist', 'some element of $.items meets:', '  port is "22"'],
    [
      `user IN (${Array.from({ length: 12 }, (_, n) => n).join(', ')})`,
      'the user is one of "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" and 2 more',
    ],
  ])('%s', (condition, ...expected) => expect(conditions(condition)).toEqual(expected));

  it.each<[string, readonly string[]]>([
    ['', ['Lists audit events, newest first.']],
    [
      ' addcolumn $.errorCode user limit search records to 7',
      ['Lists audit events, newest first.', 'Shows beside the usual columns: $.errorCode, user.', 'Ends after 7 rows.'],
    ],
    [' | count by user, operation', ['Counts audit events by user, operation, the most frequent first.']],
    [' | count', ['Counts audit events.']],
    [' | timechart 90m', ['Draws audit events over time, a bar for each 90m.']],
    [' | timechart 48h by user', ['Draws audit events over time, a bar for each 2d and user.']],
  ])('says what becomes of the events: %s', (tail, expected) => {
    const said = lines(`${HEAD}user = 'x'${tail}`);
    expect(said.slice(0, said.indexOf('Time range: R'))).toEqual(expected);
  });

  it('names the accounts of the directive', () => {
    expect(lines(`// accounts: 1, 2\n${HEAD}user = 'x'`).slice(3)).toEqual(['  the account is one of "1", "2"', '  and the user is "x"']);
  });

  it('puts the counts before the words, in columns that stay columns with wide letters, and shows every sign of a hostile text', () => {
    const query = `${HEAD}user = 'a\u202eb' AND NOT (role = 'r')`;
    const compiled = compileSearch(query);
    if (compiled.kind === 'faulty') throw new Error(query);
    const japanese = new Map([
      ['left', '残り'],
      ['alone', '単独'],
    ]);
    const text = explanationText(
      explain(compiled.query, query),
      { title: 'one\ntwo', range: 'past 24 hours' },
      {
        total: 12_345,
        steps: [
          { alone: 7, together: 7 },
          { alone: 40, together: 3 },
        ],
      },
      {
        ...ENGLISH,
        translate: (template, ...args) => fill(japanese.get(template) ?? template, args),
        visible: (raw) => raw.replaceAll('\n', '\\n').replaceAll('\u202e', '\\u202e'),
      },
    );
    expect(text.split('\n')).toEqual([
      'one\\ntwo',
      '',
      'Lists audit events, newest first.',
      'Time range: past 24 hours',
      '',
      '  残り  単独',
      '12,345        all events in the time range',
      '     7     7  the user is "a\\u202eb"',
      '     3    40  and not: the role is "r"',
      '',
      'left: events that meet this condition and all above it',
      'alone: events that meet this condition, whatever the others say',
      '',
    ]);
  });

  it('ends after a hundred conditions', () => {
    expect(conditions(Array.from({ length: 150 }, (_, n) => `user = 'u${n}'`).join(' AND '))).toHaveLength(100);
  });
});

describe('a config query in plain words', () => {
  const CONFIG = 'config from cloud.resource where ';

  it('says what its resources have to be, and that conditions on alerts are about one alert', () => {
    const query = `// accounts: 111122223333\n${CONFIG}api.name = 'aws-ecs-service' AND tag('Owner') = 'x' AND finding.severity = 'high' AND finding.type = 'config' AND json.rule = desiredCount greater than 0 and $.launchType exists addcolumn $.status`;
    expect(lines(query)).toEqual([
      'Lists resources, newest first.',
      'Shows beside the usual columns: $.status.',
      'Time range: R',
      '',
      '  the account is one of "111122223333"',
      '  and the kind of record is "aws-ecs-service"',
      '  and the tag "Owner" is "x"',
      '  and desiredCount is greater than "0"',
      '  and $.launchType is there',
      '  and one alert about it meets:',
      '    the severity of an alert about it is "high"',
      '    and the type of an alert about it is "config"',
    ]);
  });

  it('goes through the clauses of a join, then what belongs together, then how many there must be', () => {
    const query = `${CONFIG}api.name = 'a' AND tag(ALL) != 'x' as X; ${CONFIG}cloud.region = 'AWS Ohio' as Y; filter '$.X.id == $.Y.id and not $.X.name is empty'; count(Y) greater than 3; show X;`;
    expect(lines(query)).toEqual([
      'Lists the resources X, newest first.',
      'Time range: R',
      '',
      '  resources X:',
      '    the kind of record is "a"',
      '    and the value of every tag is not "x", or there is none',
      '  resources Y:',
      '    the region is AWS Ohio (us-east-2)',
      '  of these, those that belong together:',
      '    $.X.id is $.Y.id',
      '    and not: $.X.name is empty',
      '  the number of resources Y is greater than 3',
    ]);
    expect(lines(`${CONFIG}tag(ANY) EXISTS group by cloud.region`)).toEqual([
      'Counts resources by cloud.region, the most frequent first.',
      'Time range: R',
      '',
      '  the key or the value of some tag is there',
    ]);
  });
});
