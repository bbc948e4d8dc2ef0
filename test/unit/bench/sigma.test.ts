import { describe, expect, it } from 'vitest';
import { convertRule } from '../../../bench/lib/sigma';
import { matches } from '../../../src/rql/reference';
import { event } from '../support/folders';

const RECORD = event('1', {
  eventName: 'StopLogging',
  eventSource: 'cloudtrail.amazonaws.com',
  userAgent: 'aws-cli/2.15 TruffleHog',
  userIdentity: { type: 'AssumedRole' },
});

function rule(detection: string): string {
  return `title: a rule\ndetection:\n${detection.replace(/^/gm, '  ')}`;
}

function holds(detection: string, fold = false): boolean {
  const converted = convertRule(rule(detection), fold);
  if (converted.kind === 'refused') throw new Error(converted.reason);
  return matches(converted.predicate, RECORD);
}

describe("a Sigma rule's detection", () => {
  it.each([
    'selection:\n  eventName: [DeleteTrail, StopLogging]\n  eventSource: cloudtrail.amazonaws.com\ncondition: selection',
    'selection:\n  userAgent|contains: TruffleHog\ncondition: selection',
    'selection:\n  userAgent|contains|all: [aws-cli, TruffleHog]\ncondition: selection',
    'selection:\n  eventName|startswith: Stop\n  userAgent|endswith: Hog\ncondition: selection',
    'a:\n  errorCode: null\nb:\n  userIdentity.type: AssumedRole\ncondition: a and b',
    'a:\n  - eventName: DeleteTrail\n  - userIdentity.type: AssumedRole\ncondition: a',
    'a_1:\n  eventName: DeleteTrail\na_2:\n  eventName: StopLogging\ncondition: 1 of a_*',
    'a:\n  eventName: DeleteTrail\nb:\n  eventName: StopLogging\ncondition: a and b or b',
    'a:\n  eventName: DeleteTrail\nb:\n  eventName: StopLogging\ncondition: b and not (a or not b)',
    "a:\n  userAgent|contains: '*'\ncondition: a",
  ])('%s holds', (detection) => {
    expect(holds(detection)).toBe(true);
  });

  it.each([
    'selection:\n  eventName: StopLogging\n  eventSource: iam.amazonaws.com\ncondition: selection',
    'a_1:\n  eventName: DeleteTrail\na_2:\n  eventName: StopLogging\ncondition: all of a_*',
    'a:\n  eventName: StopLogging\nfilter_1:\n  userIdentity.type: AssumedRole\ncondition: a and not 1 of filter_*',
    "a:\n  errorCode|contains: '*'\ncondition: a",
  ])('%s does not', (detection) => {
    expect(holds(detection)).toBe(false);
  });

  it('tells letters apart by case only as it is told to', () => {
    const detection = 'a:\n  eventName: stoplogging\n  userAgent|contains: trufflehog\ncondition: a';
    expect([holds(detection), holds(detection, true)]).toEqual([false, true]);
  });

  it.each([
    ['a:\n  userIdentity.arn|re: .+\ncondition: a', 'modifier re'],
    ['a:\n  requestParameters|contains: Suspended\ncondition: a', 'requestParameters searched as one text'],
    ['a:\n  eventName: Stop*\ncondition: a', 'wildcards within a value'],
    ['a:\n  eventName: x\ncondition: a | count() > 5', 'condition: a | count ( ) > 5'],
    ['a:\n  eventName: x\ncondition: b', 'condition: "b" names no selection'],
  ])('%s is refused, and says why', (detection, reason) => {
    expect(convertRule(rule(detection), false)).toEqual({ kind: 'refused', title: 'a rule', reason });
  });
});
