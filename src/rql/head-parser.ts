import { insertFix, replaceFix, type DiagnosticCode } from './diagnostic';
import { phrasePattern } from './phrases';
import type { Reader } from './reader';

const FROM = phrasePattern('from');
const WHERE = phrasePattern('where');

/** How a query, or a clause of one, begins: its first word, what is searched, `where`. */
export interface Head {
  readonly source: string;
  /** What other products search under the same first word. */
  readonly others: RegExp;
  readonly codes: { readonly old: DiagnosticCode; readonly unknown: DiagnosticCode; readonly expected: DiagnosticCode };
}

export const EVENT_HEAD: Head = {
  source: 'cloud.audit_logs',
  others: /(?!)/y,
  codes: { old: 'old-prefix', unknown: 'source-unknown', expected: 'source-expected' },
};

export const CONFIG_HEAD: Head = {
  source: 'cloud.resource',
  others: /(?:iam|network)(?![\w.-])/iy,
  codes: { old: 'config-old-prefix', unknown: 'config-source-unknown', expected: 'config-source-expected' },
};

/**
 * Reads `from cloud.audit_logs where` after the first word, which began at `first`, and the ways people shorten or break it. `whole`: its
 * last word is there; `other`: it searches what is not supported yet, which is said.
 */
export function parseHead(reader: Reader, head: Head, first: number): 'whole' | 'broken' | 'other' {
  reader.skip();
  const start = reader.pos;
  const phrase = `from ${head.source} where`;
  reader.expect(start, { kind: 'words', words: [phrase] }, typing(reader, phrase));
  if (reader.take(WHERE) !== undefined) {
    reader.report(head.codes.old, reader.span(first), [], [insertFix(reader.origin(start), `from ${head.source} `)]);
    return 'whole';
  }
  const from = reader.take(FROM) !== undefined;
  reader.skip();
  const other = from ? reader.take(head.others) : undefined;
  if (other !== undefined) {
    reader.report('not-supported', reader.span(first), [`config from ${other.toLowerCase()}`]);
    return 'other';
  }
  const named = parseSource(reader, head, first, from);
  reader.skip();
  reader.expect(reader.pos, { kind: 'words', words: ['where'] }, named && typing(reader, 'where'));
  if (reader.take(WHERE) !== undefined) return 'whole';
  if (named && !reader.findings.partial) reportMissing(reader, first, 'where-expected', 'where');
  return 'broken';
}

/** Whether the first word of a phrase, or nothing of it yet, stands before the cursor. */
function typing(reader: Reader, phrase: string): boolean {
  return reader.growing(phrase) && /^[\w.]*$/.test(reader.text.slice(reader.pos));
}

/** Whether the source is there, or something in its place that was reported. */
function parseSource(reader: Reader, { source, codes }: Head, first: number, from: boolean): boolean {
  const start = reader.pos;
  reader.expect(start, { kind: 'words', words: [`${source} where`] }, from && typing(reader, `${source} where`));
  if (reader.take(phrasePattern(source)) !== undefined) {
    if (!from) reader.report('from-missing', reader.span(start), [], [insertFix(reader.origin(start), 'from ')]);
    return true;
  }
  if (reader.findings.partial) return false;
  const other = from && reader.peek(WHERE) === undefined ? reader.take(/[\w.]+/uy) : undefined;
  if (other !== undefined) {
    const span = reader.span(start);
    reader.report(codes.unknown, span, [other], [replaceFix(span, source)]);
    return true;
  }
  const where = reader.peek(WHERE) === undefined ? ' where' : '';
  reportMissing(reader, first, codes.expected, `${from ? source : `from ${source}`}${where}`);
  return false;
}

/** Words of the head are missing here: reported once, with the words as the repair. */
function reportMissing(reader: Reader, first: number, code: DiagnosticCode, words: string): void {
  const end = reader.text.slice(0, reader.pos).trimEnd().length;
  const apart = /\s/.test(reader.text[end] ?? '') ? '' : ' ';
  reader.report(code, reader.span(first, end), [], [insertFix(reader.origin(end), ` ${words}${apart}`)]);
}
