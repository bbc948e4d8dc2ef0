import { describe, expect, it } from 'vitest';
import { subjectInLine } from '../../../src/editor/inspect/subject-at';

const EVENT = '8a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';

/** The subject at the `|` of a line. */
function at(line: string): string | undefined {
  const place = line.indexOf('|');
  return subjectInLine(line.replace('|', ''), place)?.subject;
}

describe('what can be traced at a place', () => {
  it('is an event id, a resource id, an ARN or a key, from its first sign to behind its last one', () => {
    expect(at(`"eventID": "|${EVENT}"`)).toBe(EVENT);
    expect(at(`"eventID": "${EVENT}|"`)).toBe(EVENT);
    expect(at('deleted eni-0a1b2c3d4|e5f60718 again')).toBe('eni-0a1b2c3d4e5f60718');
    expect(at('arn:aws:ecs:us-east-2:777788889999:serv|ice/demo/load-test')).toBe(
      'arn:aws:ecs:us-east-2:777788889999:service/demo/load-test',
    );
    expect(at('key AKIAIOSFODNN7|EXAMPLE')).toBe('AKIAIOSFODNN7EXAMPLE');
  });

  it('is no account, no part of a longer id, and nothing beside one', () => {
    expect(at('account 7777|88889999')).toBeUndefined();
    expect(at(`${EVENT}-|00`)).toBeUndefined();
    expect(at(`"eventID"| : "${EVENT}"`)).toBeUndefined();
    expect(at('|')).toBeUndefined();
  });

  it('is found in the middle of a very long line at once', () => {
    const half = `${'x'.repeat(999)} `.repeat(2000);
    const start = performance.now();
    expect(subjectInLine(`${half}${EVENT} ${half}`, half.length + 5)).toEqual({
      subject: EVENT,
      start: half.length,
      end: half.length + EVENT.length,
    });
    expect(performance.now() - start).toBeLessThan(50);
  });
});
