import { parseCondition } from './condition-parser';
import { parseConfig } from './config-parser';
import { EVENTS } from './dialect';
import { EVENT_HEAD, parseHead } from './head-parser';
import type { Reader } from './reader';
import type { QueryTree } from './syntax';
import { parseTails } from './tail-parser';

const WORD = /[^\s;]+/uy;

/** Reads one query; the reader's text begins with its first word. */
export function parseQuery(reader: Reader): QueryTree {
  const first = reader.take(WORD)?.toLowerCase() ?? '';
  const whole = (): { start: number; end: number } => reader.span(0, reader.text.trimEnd().length);
  if (first === 'config') return { ...whole(), tails: [], config: parseConfig(reader) };
  if (first !== 'event') {
    reader.report('not-supported', reader.span(0), [`${first} queries`]);
    return { ...whole(), tails: [] };
  }
  const head = parseHead(reader, EVENT_HEAD, 0);
  reader.skip();
  const missing = (reader.done || reader.next === ';') && !reader.findings.partial;
  if (missing && head === 'whole') reader.report('condition-expected', reader.span(0, reader.text.slice(0, reader.pos).trimEnd().length));
  const condition = missing || (reader.findings.partial && head === 'broken') ? undefined : parseCondition(reader, EVENTS);
  const span = { ...whole(), tails: parseTails(reader) };
  return condition === undefined ? span : { ...span, condition };
}
