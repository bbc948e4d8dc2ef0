import { describe, expect, it } from 'vitest';
import { alertWindow, filterInForce } from '../../../src/editor/alert-window';
import { choiceOf, cleared, isNarrowed, withBrush, withRange, withRegion } from '../../../webview-ui/dashboard/filter';
import { setLanguage, t } from '../../../webview-ui/localise';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;
const DAY = { range: { kind: 'past', amount: 24, unit: 'hours' }, severities: [], types: [] } as const;

describe('hours chosen on the chart', () => {
  it('narrow the window, and only within the time range', () => {
    const brush = { from: NOW - 3 * HOUR, to: NOW + HOUR }; // the last bar reaches beyond now
    expect(alertWindow({ ...DAY, brush }, NOW)).toEqual({ from: NOW - 3 * HOUR, to: NOW + 1 });
  });

  it('count no more when the range has moved past them', () => {
    const brush = { from: NOW - 30 * HOUR, to: NOW - 27 * HOUR };
    expect(alertWindow({ ...DAY, brush }, NOW)).toEqual({ from: NOW - 24 * HOUR, to: NOW + 1 });
    expect(filterInForce({ ...DAY, brush, region: 'us-east-2' }, NOW)).toEqual({ ...DAY, region: 'us-east-2' });
  });

  it('go with the range they were chosen in', () => {
    const brushed = withBrush(DAY, { from: 1, to: 2 });
    expect(withRange(brushed, { kind: 'all' })).toEqual({ range: { kind: 'all' }, severities: [], types: [] });
  });
});

describe('the filter', () => {
  it('lets a region go when it is chosen again', () => {
    const ohio = withRegion(DAY, 'us-east-2');
    expect(ohio.region).toBe('us-east-2');
    expect(withRegion(ohio, 'us-east-2')).toEqual(DAY);
  });

  it('keeps its time range when all else is cleared', () => {
    const narrow = { ...DAY, severities: ['high'], account: '123456789012' } as const;
    expect([isNarrowed(narrow), cleared(narrow), isNarrowed(cleared(narrow))]).toEqual([true, DAY, false]);
  });

  it('knows the offered ranges, however their fields are ordered, from custom ones', () => {
    expect(choiceOf({ unit: 'hours', amount: 24, kind: 'past' })).toBe('day');
    expect(choiceOf({ kind: 'past', amount: 3, unit: 'hours' })).toBe('custom');
  });
});

describe('translated texts', () => {
  it('put arguments where the translation wants them, and never read them for placeholders', () => {
    setLanguage({ '{0} of {1}': '{1} 件中 {0} 件' }, 'ja');
    expect(t('{0} of {1}', 172, 1205)).toBe('1,205 件中 172 件');
    expect(t('{0} of {1}', '{1}', 'x')).toBe('x 件中 {1} 件');
    expect(t('constructor')).toBe('constructor');
  });
});
