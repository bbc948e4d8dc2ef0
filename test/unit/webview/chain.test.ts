import { describe, expect, it } from 'vitest';
import { EDGES, ROOT_KINDS, STRENGTHS } from '../../../src/domain/chain';
import { markTokens } from '../../../webview-ui/chain/marked';
import { plainWords } from '../../../webview-ui/chain/operations';
import { movedTo, readView } from '../../../webview-ui/chain/view';
import { answerText, edgeWords, rootWords, strengthWords } from '../../../webview-ui/chain/words';
import { ago, roughLength } from '../../../webview-ui/format';
import { setLanguage } from '../../../webview-ui/localise';
import { visible } from '../../../webview-ui/visible';

const NOW = Date.UTC(2026, 10, 20, 12);
const HOUR = 3_600_000;

describe('an operation in plain words', () => {
  it('is its verb and its noun, acronyms kept', () => {
    expect(plainWords('DeleteNetworkInterface')).toBe('Deleted network interface');
    expect(plainWords('CreateDBInstance')).toBe('Created DB instance');
    expect(plainWords('AuthorizeSecurityGroupIngress')).toBe('Allowed security group ingress');
    expect(plainWords('CreateFunction20150331v2')).toBe('Created function');
  });

  it('is told by us where the name misleads', () => {
    expect(plainWords('AssumeRoleWithSAML')).toBe('Signed in through an identity provider and took on a role');
    expect(plainWords('ConsoleLogin')).toBe('Signed in to the console');
  });

  it('is nothing where we know no words, whatever the record says', () => {
    for (const name of [
      '',
      'Decrypt',
      'constructor',
      'toString',
      'FrobnicateWidget',
      '<img src=x onerror=alert(1)>',
      'A'.repeat(100_000),
    ]) {
      expect(plainWords(name)).toBeUndefined();
    }
  });
});

describe('the words of a chain', () => {
  it('are there for every edge, strength and end', () => {
    for (const edge of EDGES)
      expect([edge, edgeWords(edge).short.length > 5, edgeWords(edge).long.length > 20]).toEqual([edge, true, true]);
    expect(new Set(EDGES.map((edge) => edgeWords(edge).long)).size).toBe(EDGES.length);
    expect(new Set(STRENGTHS.map(strengthWords)).size).toBe(STRENGTHS.length);
    expect(new Set(ROOT_KINDS.map(rootWords)).size).toBe(ROOT_KINDS.length);
  });

  it('name nobody whom no record names, and nobody for sure by a guess', () => {
    const name = 'dana.lee';
    expect(answerText({ kind: 'human', name, strength: 'exact' })).toBe('It goes back to dana.lee.');
    expect(answerText({ kind: 'human', name, strength: 'scored' })).toBe('It probably goes back to dana.lee.');
    for (const kind of ['unknown', 'before-log'] as const) {
      for (const strength of STRENGTHS) expect(answerText({ kind, name, strength })).not.toContain(name);
    }
  });
});

describe('what two records share', () => {
  it('is marked wherever it stands, the longer name before the shorter one', () => {
    expect(markTokens('"eni-1" of "eni-12"', ['eni-1', 'eni-12'])).toEqual([
      { text: '"', found: false },
      { text: 'eni-1', found: true },
      { text: '" of "', found: false },
      { text: 'eni-12', found: true },
      { text: '"', found: false },
    ]);
  });

  it('means itself, with all signs that patterns are made of', () => {
    expect(markTokens('a.b axb (a.b)', ['a.b']).filter(({ found }) => found)).toHaveLength(2);
    expect(markTokens('x[1]+$^', ['[1]+$^']).at(-1)).toEqual({ text: '[1]+$^', found: true });
    expect(markTokens('nothing', ['', 'else'])).toEqual([{ text: 'nothing', found: false }]);
    expect(markTokens('nothing', [])).toEqual([{ text: 'nothing', found: false }]);
  });
});

describe('the keyboard on the line of cards', () => {
  it('goes up and down, to both ends, and never beyond', () => {
    expect(['ArrowUp', 'ArrowDown', 'Home', 'End', 'x'].map((key) => movedTo(key, 1, 4))).toEqual([0, 2, 0, 3, undefined]);
    expect([movedTo('ArrowUp', 0, 4), movedTo('ArrowDown', 3, 4)]).toEqual([0, 3]);
  });
});

describe('a kept view', () => {
  it('comes back for its own subject, and is nothing where another version wrote it', () => {
    expect(readView({ subject: 'a', open: ['e1', 7], at: 'root' }, 'a')).toEqual({ open: ['e1'], at: 'root' });
    for (const state of [undefined, null, 'a', { subject: 'b', open: ['e1'] }, { subject: 'a', open: 'e1', at: 1 }]) {
      expect(readView(state, 'a')).toEqual({ open: [] });
    }
  });
});

describe('text of a record', () => {
  it('reads as it is stored, with its invisible signs spelled out, and keeps its lines', () => {
    expect(visible('safe\u202eexe.\u0000\u200b\ufeff\n  "é本"')).toBe('safe\\u{202e}exe.\\u{0}\\u{200b}\\u{feff}\n  "é本"');
  });
});

describe('lengths of time', () => {
  it('are told in the largest unit of which there is one', () => {
    setLanguage({}, 'en');
    expect(ago(NOW - 3 * HOUR, NOW)).toBe('3 hours ago');
    expect(ago(NOW - 24 * HOUR, NOW)).toBe('yesterday');
    expect(roughLength(50 * HOUR)).toBe('2 days');
    expect([roughLength(119_000), roughLength(83 * HOUR), ago(NOW - 83 * HOUR, NOW)]).toEqual(['1 minute', '3 days', '3 days ago']);
    expect(roughLength(1000)).toBe('1 second');
  });
});
