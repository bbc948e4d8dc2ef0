import { describe, expect, it } from 'vitest';
import { DIAGNOSTICS } from '../../../src/rql/diagnostics/table';
import { format, formatEdits } from '../../../src/rql/format';
import { analyse } from '../../../src/rql/query';
import { packQueries, Scribbler } from './written-queries';

const HEAD = 'event from cloud.audit_logs where ';

/** What a file means: everything that a search goes by, and its faults. */
function meaning(text: string): unknown {
  const { queries, diagnostics } = analyse(text);
  return {
    queries: queries.map(({ predicate, shape, resources, limit, name, timeRange }) => ({
      predicate,
      shape,
      resources,
      limit,
      name,
      timeRange,
    })),
    faults: diagnostics.map(({ code }) => code),
  };
}

describe('a formatted query', () => {
  it.each<[string, string]>([
    [
      "EVENT  From cloud.audit_logs WHERE Cloud.Region='AWS Ohio'and operation in('a',\"b\")",
      "cloud.region = 'AWS Ohio' AND operation IN ('a', \"b\")",
    ],
    [`${HEAD}not(user='a'or ip exists)`, "NOT (user = 'a' OR ip EXISTS)"],
    [`${HEAD}user does\n  not MATCH '*x'`, "user does not match '*x'"],
    [
      `${HEAD}json.rule='$.a EXISTS AND NOT($.b Starts With  "x")'and user=x`,
      'json.rule = \'$.a exists and not ($.b starts with "x")\' AND user = x',
    ],
    [`${HEAD}json.rule = $.a[ ? ANY ( b>1 AND !( @.c exists ) ) ].d IS TRUE`, 'json.rule = $.a[?any(b > 1 and !(@.c exists))].d is true'],
    [
      `${HEAD}user = 'x' AddColumn $.a ,user LIMIT search  records to 10,000`,
      "user = 'x' addcolumn $.a, user limit search records to 10,000",
    ],
    [`${HEAD}user = 'x'|COUNT BY user,  Operation ;`, "user = 'x' | count by user, operation;"],
    [`${HEAD}user = 'x' | TimeChart 3H By user`, "user = 'x' | timechart 3h by user"],
    [`${HEAD}json.rule = '$.a  equals \\'x\\''`, "json.rule = '$.a  equals \\'x\\''"], // an escaped rule is left alone
  ])('%s', (text, expected) => expect(format(text)).toBe(HEAD + expected));

  it('is put in order about resources, too', () => {
    const text = `Config from cloud.resource WHERE API.name='aws-x'and tag( any )Exists and tag ( 'k' )='v' group BY cloud.Region as x;
 config from cloud.resource where api.name = 'aws-y' AND json.rule=a[*].b  CONTAINS '0.0.0.0/0' as Y;
filter'$.X.a==$.Y.b and not($.X.c EXISTS)';Show  x ;`;
    expect(format(text)).toBe(
      [
        "config from cloud.resource where api.name = 'aws-x' AND tag(ANY) EXISTS AND tag('k') = 'v' group by cloud.region as X;",
        "config from cloud.resource where api.name = 'aws-y' AND json.rule = a[*].b contains '0.0.0.0/0' as Y;",
        "filter '$.X.a == $.Y.b and not ($.X.c exists)';",
        'show X;',
      ].join('\n'),
    );
    expect(format("config from cloud.resource where api.name='a' as X; Count ( x )Greater  than 3")).toBe(
      "config from cloud.resource where api.name = 'a' as X; count(X) greater than 3",
    );
  });

  it('is broken where it is long: before AND and OR, tails, and the and of its json.rule; lists between their values', () => {
    const names = Array.from({ length: 12 }, (_, index) => `'Operation${index}'`);
    const rule = "json.rule = $.userIdentity.sessionContext.sessionIssuer.arn contains ':role/aws-service-role/'";
    const text = `${HEAD}operation IN (${names.join(',')}) AND ${rule} and $.requestParameters.networkInterfaceId exists | count by user`;
    expect(format(text)).toBe(
      [
        HEAD.trim(),
        '  operation IN (',
        `    ${names.slice(0, 8).join(', ')},`,
        `    ${names.slice(8).join(', ')}`,
        '  )',
        `  AND ${rule}`,
        '    and $.requestParameters.networkInterfaceId exists',
        '  | count by user',
      ].join('\n'),
    );
  });

  it('of 120 columns is one line, of 121 it is not', () => {
    const query = (length: number): string => `${HEAD}user = 'a' AND user = '${'x'.repeat(length - HEAD.length - 24)}'`;
    expect(query(120)).toHaveLength(120);
    expect(format(query(120).replace(' AND', '\nAND'))).toBe(query(120));
    expect(format(query(121))).toBe(query(121).replace(' AND', '\n  AND'));
  });

  it('keeps comments where they are', () => {
    const text = `// name: x\n\n\n  // time:all  \n  ${HEAD}user = 'x' // who\n      // why\n and ip exists   // whence\n\n\n\n// end  \n\n`;
    expect(format(text)).toBe(`// name: x\n\n// time:all\n${HEAD}user = 'x' // who\n  // why\n  AND ip EXISTS // whence\n\n// end\n`);
  });

  it('keeps the line ends of its file', () => {
    expect(format(`// a\r\n${HEAD}user  = 'x' // b\r\nand ip exists\r\n`)).toBe(`// a\r\n${HEAD}user = 'x' // b\r\n  AND ip EXISTS\r\n`);
  });

  it('is not touched where it is broken', () => {
    expect(format(`${HEAD}foo  ==  'a  and b'   and user='y'`)).toBe(`${HEAD}foo  ==  'a  and b'   AND user = 'y'`);
    expect(format(`${HEAD}user='x  and\n ip exists`)).toBe(`${HEAD}user='x  and\n ip exists`); // the quote ends with its line
    expect(format('network  from vpc.flow_record where  x=1')).toBe('network  from vpc.flow_record where  x=1');
  });

  it('is the only one that changes where a range was asked for', () => {
    const text = `${HEAD}user='a'\n\n\n${HEAD}user='b'`;
    expect(formatEdits(text, { start: 0, end: 3 }).map(({ newText }) => newText)).toEqual([`${HEAD}user = 'a'`]);
  });
});

/** Held for any text: once is enough, and nothing means something else. */
function holds(text: string): string {
  const formatted = format(text);
  expect(format(formatted), text).toBe(formatted);
  expect(meaning(formatted), text).toEqual(meaning(text));
  return formatted;
}

describe('formatting', () => {
  it('twice is formatting once, keeps the meaning and the comments, and puts every query of its kind in order', () => {
    const scribbler = new Scribbler(7);
    for (let round = 0; round < 120; round++) {
      const { text, comments } = scribbler.next();
      expect(analyse(text).queries[0]?.predicate, text).toBeDefined();
      const formatted = holds(text);
      expect(
        comments.filter((comment) => !formatted.includes(comment)),
        text,
      ).toEqual([]);
      if (comments.length === 0) expect(formatted, text).not.toMatch(/\S {2,}\S|\t|\u200b|\n\n|\( |\s,/);
      for (const line of formatted.split('\n')) if (!line.includes('//')) expect(line.length, text).toBeLessThanOrEqual(120);
    }
  });

  it.each([...packQueries(), ...Object.values(DIAGNOSTICS).flatMap(({ bad, good }) => [bad, good])])(
    'keeps the meaning of %s',
    (text) => void holds(text),
  );
});
