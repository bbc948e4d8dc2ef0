import { insertFix, replaceFix } from './diagnostic';
import { parseEventCondition } from './event-parser';
import { phrasePattern } from './phrases';
import type { Reader } from './reader';
import type { QueryTree } from './syntax';
import { parseTails } from './tail-parser';

const WORD = /[^\s;]+/uy;
const SOURCE = 'cloud.audit_logs';
const SOURCE_PATTERN = phrasePattern(SOURCE);
const FROM = phrasePattern('from');
const WHERE = phrasePattern('where');
/** Reads one query; the reader's text begins with its first word. */
export function parseQuery(reader: Reader): QueryTree {
  const first = reader.take(WORD);
  if (first?.toLowerCase() !== 'event') {
    reader.report('not-supported', reader.span(0), [`${first?.toLowerCase() ?? ''} queries`]);
    return { ...reader.span(0, reader.text.trimEnd().length), tails: [] };
  }
  const head = parseHead(reader);
  reader.skip();
  const missing = (reader.done || reader.next === ';') && !reader.findings.partial;
  if (missing && head === 'whole') reader.report('condition-expected', reader.span(0, reader.text.slice(0, reader.pos).trimEnd().length));
  const condition = missing || (reader.findings.partial && head === 'broken') ? undefined : parseEventCondition(reader);
  const tails = parseTails(reader);
  const span = { ...reader.span(0, reader.text.trimEnd().length), tails };
  return condition === undefined ? span : { ...span, condition };
}

/** `event from cloud.audit_logs where`, and the ways people shorten or break it. `whole`: its last word is there. */
function parseHead(reader: Reader): 'whole' | 'broken' {
  reader.skip();
  const start = reader.pos;
  reader.expect(start, { kind: 'words', words: [`from ${SOURCE} where`] }, typing(reader, `from ${SOURCE} where`));
  if (reader.take(WHERE) !== undefined) {
    reader.report('old-prefix', reader.span(0), [], [insertFix(reader.origin(start), `from ${SOURCE} `)]);
    return 'whole';
  }
  const from = reader.take(FROM) !== undefined;
  reader.skip();
  const named = parseSource(reader, from);
  reader.skip();
  reader.expect(reader.pos, { kind: 'words', words: ['where'] }, named && typing(reader, 'where'));
  if (reader.take(WHERE) !== undefined) return 'whole';
  if (named && !reader.findings.partial) reportMissing(reader, 'where-expected', 'where');
  return 'broken';
}

/** Whether the first word of a phrase, or nothing of it yet, stands before the cursor. */
function typing(reader: Reader, phrase: string): boolean {
  return reader.growing(phrase) && /^[\w.]*$/.test(reader.text.slice(reader.pos));
}

/** Whether the source is there, or something in its place that was reported. */
function parseSource(reader: Reader, from: boolean): boolean {
  const start = reader.pos;
  reader.expect(start, { kind: 'words', words: [`${SOURCE} where`] }, from && typing(reader, `${SOURCE} where`));
  if (reader.take(SOURCE_PATTERN) !== undefined) {
    if (!from) reader.report('from-missing', reader.span(start), [], [insertFix(reader.origin(start), 'from ')]);
    return true;
  }
  if (reader.findings.partial) return false;
  const other = from && reader.peek(WHERE) === undefined ? reader.take(/[\w.]+/uy) : undefined;
  if (other !== undefined) {
    const span = reader.span(start);
    reader.report('source-unknown', span, [other], [replaceFix(span, SOURCE)]);
    return true;
  }
  const where = reader.peek(WHERE) === undefined ? ' where' : '';
  reportMissing(reader, 'source-expected', `${from ? SOURCE : `from ${SOURCE}`}${where}`);
  return false;
}

/** Words of the head are missing here: reported once, with the words as the repair. */
function reportMissing(reader: Reader, code: 'source-expected' | 'where-expected', words: string): void {
  const end = reader.text.slice(0, reader.pos).trimEnd().length;
  const apart = /\s/.test(reader.text[end] ?? '') ? '' : ' ';
  reader.report(code, reader.span(0, end), [], [insertFix(reader.origin(end), ` ${words}${apart}`)]);
}
