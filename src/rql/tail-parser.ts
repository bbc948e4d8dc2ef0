import { DAY, HOUR, MINUTE } from '../domain/time';
import type { Attribute } from './attributes';
import { atTail } from './condition-parser';
import { fix, insertFix, replaceFix, type DiagnosticCode, type Fix, type Span } from './diagnostic';
import { parseLimit } from './directives';
import { EVENTS, type Dialect } from './dialect';
import { parseRecordPath } from './json-parser';
import { phrasePattern } from './phrases';
import type { Reader } from './reader';
import type { ColumnNode, Tail } from './syntax';

const ADD_COLUMN = phrasePattern('addcolumn');
const LIMIT = phrasePattern('limit search records to');
const LIMIT_ALONE = /limit(?:\s+(?:search|records|to)(?![\w.-]))*/iy;
const COUNT = /\|\s*count(?![\w.-])/iy;
const TIMECHART = /\|\s*timechart(?![\w.-])/iy;
const GROUP = phrasePattern('group by');
const BY = phrasePattern('by');
const WORD = /[^\s;|,()]+/uy;
const NAME = /[\p{L}_][\p{L}\p{N}_.-]*/uy;

/** Widths that completion offers. */
const WIDTHS = ['5m', '15m', '1h', '3h', '1d'];
const WIDTH = /^([1-9]\d{0,3})([mhd])$/i;
const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY };

/** Reads what follows the condition of an event query: `addcolumn`, `limit search records to`, `| count by`, `| timechart`. */
export function parseTails(reader: Reader): readonly Tail[] {
  const tails: Tail[] = [];
  for (;;) {
    reader.skip();
    if (tails.length > 0) expectTail(reader, EVENTS.tails, tails);
    if (reader.done || (reader.next === ';' && reader.text.slice(reader.pos + 1).trim() === '')) break;
    const start = reader.pos;
    const tail = parseTail(reader, EVENTS);
    if (tail === undefined) passOver(reader, EVENTS, start);
    else if (tail !== 'unusable') tails.push(tail);
    else if (reader.findings.partial) break; // cut off in it
  }
  reportTwice(reader, tails);
  return tails;
}

/** After a tail: those that may follow it. */
export function expectTail(reader: Reader, all: readonly string[], tails: readonly Tail[]): void {
  const words = all.filter((word) => reader.growing(word) && !tails.some((tail) => excludes(tail, word)));
  if (words.length > 0) reader.expect(reader.pos, { kind: 'words', words }, true);
}

/** What counts events shows none, and a limit stands once. */
function excludes({ kind }: Tail, word: string): boolean {
  if (kind === 'limit') return word.startsWith('limit');
  return word.startsWith('|') || word.startsWith('group') || (kind !== 'columns' && word === 'addcolumn');
}

/** `undefined`: none begins here; `'unusable'`: one does, and what is wrong with it is said. */
export function parseTail(reader: Reader, dialect: Dialect): Tail | 'unusable' | undefined {
  const start = reader.pos;
  if (reader.take(ADD_COLUMN) !== undefined) {
    const columns = parseColumns(reader, dialect, { commas: false, paths: true });
    return tailOf(reader, start, columns && { kind: 'columns', columns });
  }
  if (reader.peek(LIMIT_ALONE) !== undefined) {
    const count = parseLimitTail(reader);
    return tailOf(reader, start, count === undefined ? undefined : { kind: 'limit', count });
  }
  return dialect === EVENTS ? parseEventTail(reader, start) : parseGroupTail(reader, dialect, start);
}

/** `| count by`, `| timechart` */
function parseEventTail(reader: Reader, start: number): Tail | 'unusable' | undefined {
  const group = reader.take(GROUP);
  if (group !== undefined) {
    const span = reader.span(start);
    reader.report('tail-of-config', span, [], [replaceFix(span, '| count by')]);
    parseColumns(reader, EVENTS, { commas: true, paths: true });
    return 'unusable';
  }
  if (reader.take(COUNT) !== undefined) {
    const by = parseBy(reader) ? parseColumns(reader, EVENTS, { commas: true, paths: true }) : [];
    return tailOf(reader, start, by && { kind: 'count', by });
  }
  if (reader.take(TIMECHART) === undefined) return undefined;
  const width = parseWidth(reader, start);
  const by = parseBy(reader) ? parseColumns(reader, EVENTS, { commas: true, paths: true }) : [];
  if (by !== undefined && by.length > 1) reader.report('one-column', { start: by[0]?.start ?? 0, end: by.at(-1)?.end ?? 0 });
  return tailOf(reader, start, width === undefined || by === undefined ? undefined : { kind: 'timechart', width, by });
}

/** `group by cloud.region, cloud.account` */
function parseGroupTail(reader: Reader, dialect: Dialect, start: number): Tail | 'unusable' | undefined {
  if (reader.take(GROUP) !== undefined) {
    const by = parseColumns(reader, dialect, { commas: true, paths: false });
    return tailOf(reader, start, by && { kind: 'group', by });
  }
  if (reader.take(COUNT) !== undefined) {
    const span = { start: reader.origin(start), end: reader.origin(reader.pos) };
    const by = parseBy(reader);
    const whole = reader.span(start);
    reader.report('tail-of-events', span, ['| count'], by ? [replaceFix(whole, 'group by')] : []);
    if (by) parseColumns(reader, dialect, { commas: true, paths: false });
    return 'unusable';
  }
  if (reader.take(TIMECHART) === undefined) return undefined;
  reader.report('tail-of-events', reader.span(start), ['| timechart']);
  reader.skipTo(() => reader.next === ';');
  return 'unusable';
}

type TailBody = Tail extends infer T ? (T extends Tail ? Omit<T, keyof Span> : never) : never;

function tailOf(reader: Reader, start: number, body: TailBody | undefined): Tail | 'unusable' {
  const end = reader.text.slice(0, reader.pos).trimEnd().length;
  return body === undefined ? 'unusable' : { ...body, ...reader.span(start, end) };
}

function parseLimitTail(reader: Reader): number | undefined {
  const start = reader.pos;
  if (reader.take(LIMIT) === undefined) {
    const written = reader.take(LIMIT_ALONE) ?? '';
    const phrase = 'limit search records to';
    if (reader.findings.partial && reader.done) reader.expect(start, { kind: 'words', words: [phrase] }, true);
    else reader.respelled(reader.span(start), written, phrase);
  }
  const keyword = reader.span(start);
  reader.skip();
  const at = reader.pos;
  const text = reader.take(/[^\s;|()]+/uy);
  if (text === undefined) {
    missing(reader, 'value-expected', keyword, 'limit search records to');
    return undefined;
  }
  const count = parseLimit(text);
  if (count === undefined) reader.report('directive-limit', reader.span(at), [text]);
  return count;
}

/** Whether `by` stands here. */
function parseBy(reader: Reader): boolean {
  reader.skip();
  if (reader.growing('by')) reader.expect(reader.pos, { kind: 'words', words: ['by'] }, true);
  return reader.take(BY) !== undefined;
}

function parseWidth(reader: Reader, start: number): number | undefined {
  const keyword = reader.span(start);
  reader.skip();
  const at = reader.pos;
  const typed = reader.text.slice(at);
  if (WIDTHS.some((width) => width.startsWith(typed))) reader.expect(at, { kind: 'words', words: WIDTHS }, reader.findings.partial);
  const text = reader.peek(BY) === undefined ? reader.take(WORD) : undefined;
  if (text === undefined) {
    missing(reader, 'width-expected', keyword, '3h', [insertFix(keyword.end, ' 3h')]);
    return undefined;
  }
  const [, number = '', unit = ''] = WIDTH.exec(text) ?? [];
  const width = Number(number) * (UNITS[unit.toLowerCase()] ?? 0);
  if (width > 0) return width;
  reader.report('width-invalid', reader.span(at), [text]);
  return undefined;
}

function missing(reader: Reader, code: DiagnosticCode, keyword: Span, wanted: string, fixes: readonly Fix[] = []): void {
  if (!reader.findings.partial) reader.report(code, keyword, [wanted], fixes);
}

/** Which columns may stand somewhere, and whether commas must stand between them; else blanks part them as well. */
interface ColumnRule {
  readonly commas: boolean;
  readonly paths: boolean;
}

/** Reads `user, $.errorCode`. `undefined`: there is none that can be used. */
function parseColumns(reader: Reader, dialect: Dialect, { commas, paths }: ColumnRule): readonly ColumnNode[] | undefined {
  const columns: ColumnNode[] = [];
  let usable = true;
  for (let comma = true; ;) {
    reader.skip();
    if (!comma) reader.expect(reader.pos, { kind: 'words', words: [','] });
    const taken = columns.map(({ text }) => text);
    const attributes = dialect.attributes.filter(isColumn);
    if (comma || !commas) reader.expect(reader.pos, { kind: 'column', attributes, paths, taken }, columnGrows(reader));
    if (reader.done || atTail(reader, dialect) || reader.next === ')') break;
    if (reader.next === ',') {
      reader.pos++;
      comma = true;
      continue;
    }
    const start = reader.pos;
    const column = parseColumn(reader, dialect, paths);
    if (column === undefined) break;
    if (!comma && commas) reader.report('comma-missing', reader.span(start), [], [insertFix(columns.at(-1)?.end ?? 0, ',')]);
    if (column === 'unusable') usable = false;
    else columns.push(column);
    comma = false;
  }
  if (columns.length > 0 || !usable) return usable ? columns : undefined;
  if (!reader.findings.partial) reader.report(dialect.codes.column, reader.span(reader.pos));
  return undefined;
}

function columnGrows(reader: Reader): boolean {
  return reader.done || /^[\w.$[\]*-]+$/.test(reader.text.slice(reader.pos));
}

/** Whether an attribute has one value, to be shown or counted by. */
function isColumn({ field, values, name }: Attribute): boolean {
  return field !== undefined || values === 'crud' || name === 'api.name' || /^(?:cloud\.(?:region|service|account)$|resource\.)/.test(name);
}

/** An attribute that has one value, or a path into the record. */
function parseColumn(reader: Reader, dialect: Dialect, paths: boolean): ColumnNode | 'unusable' | undefined {
  const start = reader.pos;
  const name = reader.peek(NAME) ?? '';
  const attribute = dialect.find(name);
  const isKnown = attribute !== undefined || dialect.unsupported.some((known) => known.name === name.toLowerCase());
  if (isKnown || (dialect === EVENTS && dialect.isForeign(name))) {
    reader.pos += name.length;
    const span = reader.span(start);
    if (attribute !== undefined && isColumn(attribute)) return { ...span, text: attribute.name, attribute };
    reader.report('column-impossible', span, [name]);
    return 'unusable';
  }
  const meant = dialect.renamed.get(name.toLowerCase());
  const isPath = dialect !== EVENTS && paths; // a record of a resource has keys of these names
  if (meant !== undefined && meant !== name && !/[A-Z]/.test(name) && !isPath) {
    reader.pos += name.length;
    const span = reader.span(start);
    reader.report(dialect.codes.renamed, span, [name, meant], [replaceFix(span, meant)]);
    return 'unusable';
  }
  if (!paths) {
    const text = reader.take(WORD);
    if (text !== undefined) reader.report(dialect.codes.unknown, reader.span(start), [text]);
    return text === undefined ? undefined : 'unusable';
  }
  const path = parseRecordPath(reader);
  if (path === undefined || path === 'unusable') return path;
  return { ...reader.span(start), text: reader.text.slice(start, reader.pos), path };
}

/** What is no tail: said and passed over. */
export function passOver(reader: Reader, dialect: Dialect, start: number): void {
  reader.pos = start + 1;
  reader.skipTo(() => atTail(reader, dialect));
  if (reader.next === ')') reader.pos++;
  const text = reader.text.slice(start, reader.pos).trimEnd();
  const span = reader.span(start, start + text.length);
  if (/^\)+$/.test(text)) reader.report('bracket-stray', span, [], [fix('remove', span, '', text)]);
  else reader.report('text-unexpected', span, [text.slice(0, 40)]);
}

export function reportTwice(reader: Reader, tails: readonly Tail[]): void {
  const [, ...limits] = tails.filter(({ kind }) => kind === 'limit');
  const [aggregate, ...aggregates] = tails.filter(({ kind }) => kind === 'count' || kind === 'timechart' || kind === 'group');
  for (const tail of [...limits, ...aggregates]) reader.report('tail-twice', tail, [], [fix('remove', tail, '', textOf(reader, tail))]);
  if (aggregate === undefined) return;
  for (const tail of tails.filter(({ kind }) => kind === 'columns'))
    reader.report('column-unused', tail, [], [fix('remove', tail, '', textOf(reader, tail))]);
}

function textOf(reader: Reader, { start, end }: Span): string {
  const origin = reader.origin(0);
  return reader.text.slice(start - origin, end - origin);
}
