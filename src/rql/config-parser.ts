import { parseCondition } from './condition-parser';
import { reportAliases } from './config-aliases';
import { COUNT_OPERATORS, type CountOperator } from './count-operators';
import type { Span } from './diagnostic';
import { RESOURCES } from './dialect';
import { parseLimit } from './directives';
import { CONFIG_HEAD, parseHead } from './head-parser';
import { parseRule, type Outer } from './json-parser';
import { phrasePattern, spellings } from './phrases';
import type { Reader } from './reader';
import { ALIASES, type AliasNode, type Clause, type ConfigTree, type Post, type Tail } from './syntax';
import { expectTail, parseTail, passOver, reportTwice } from './tail-parser';

const CONFIG = phrasePattern('config');
const AS = phrasePattern('as');
const FILTER = phrasePattern('filter');
const SHOW = phrasePattern('show');
const COUNT = /count\s*\(/iy;
const WORD = /[\p{L}\p{N}_]+/uy;
const OPERATORS = spellings(COUNT_OPERATORS, ({ texts }) => texts);
/** More than anybody joins; those beyond the first three are only read to say so. */
const MOST_CLAUSES = 3;

/** A filter has nothing around it: only its own paths are names in it. */
const FILTER_OUTER: Outer = { attributes: [], tails: [], find: () => undefined };

/** Reads `config … as X; config … as Y; filter '…'; show X;`, after the first word. */
export function parseConfig(reader: Reader): ConfigTree {
  const clauses: Clause[] = [parseClause(reader, 0, [])];
  const posts: Post[] = [];
  let cut = false;
  for (;;) {
    reader.skip();
    if (posts.length > 0 && !cut) reader.expect(reader.pos, { kind: 'words', words: [';'] });
    if (reader.next !== ';') {
      if (reader.done) break;
      passOver(reader, RESOURCES, reader.pos);
      continue;
    }
    reader.pos++;
    reader.skip();
    const start = reader.pos;
    expectNext(reader, clauses, posts);
    if (reader.done) break;
    if (reader.take(CONFIG) !== undefined) {
      const clause = parseClause(reader, start, aliasesOf(clauses));
      if (posts.length > 0) reader.report('clause-late', reader.span(start, start + 'config'.length));
      clauses.push(clause);
    } else {
      const post = parsePost(reader, aliasesOf(clauses));
      cut = post === 'unusable';
      if (post === undefined) passOver(reader, RESOURCES, start);
      else if (post !== 'unusable') posts.push({ ...post, ...reader.span(start, trimmed(reader)) });
    }
  }
  const tails = [...clauses.flatMap((clause) => clause.tails), ...posts.flatMap((post) => (post.kind === 'tail' ? post.tail : []))];
  reportTwice(reader, tails);
  if (!reader.findings.partial) reportAliases(reader, { clauses, posts }, MOST_CLAUSES);
  return { clauses, posts };
}

/** After a semicolon: another clause, or what is made of all of them. */
function expectNext(reader: Reader, clauses: readonly Clause[], posts: readonly Post[]): void {
  const clause = posts.length === 0 && clauses.length < MOST_CLAUSES ? ['config from cloud.resource where'] : [];
  const words = [...clause, 'filter', 'show', 'count(', 'addcolumn', 'limit search records to', 'group by'];
  const growing = words.filter((word) => reader.growing(word));
  if (growing.length > 0) reader.expect(reader.pos, { kind: 'words', words: growing }, true);
}

function aliasesOf(clauses: readonly Clause[]): readonly string[] {
  return clauses.flatMap(({ alias }) => alias?.alias ?? []);
}

/** `start`: where its first word, which is read, began. `taken`: the names of those before it. */
function parseClause(reader: Reader, start: number, taken: readonly string[]): Clause {
  const head = parseHead(reader, CONFIG_HEAD, start);
  if (head === 'other') {
    reader.skipTo(() => reader.next === ';');
    return { ...reader.span(start, trimmed(reader)), tails: [] };
  }
  reader.skip();
  const missing = (reader.done || reader.next === ';') && !reader.findings.partial;
  if (missing && head === 'whole') reader.report('config-condition-expected', reader.span(start, trimmed(reader)));
  const condition = missing || (reader.findings.partial && head === 'broken') ? undefined : parseCondition(reader, RESOURCES);
  const { tails, alias } = parseClauseTails(reader, taken);
  return { ...reader.span(start, trimmed(reader)), tails, ...(condition && { condition }), ...(alias && { alias }) };
}

function parseClauseTails(
  reader: Reader,
  taken: readonly string[],
): { readonly tails: readonly Tail[]; readonly alias: AliasNode | undefined } {
  const tails: Tail[] = [];
  let alias: AliasNode | undefined;
  for (;;) {
    reader.skip();
    const words = [...RESOURCES.tails.filter((word) => alias === undefined || word !== 'as'), ...(alias === undefined ? [] : [';'])];
    if (tails.length > 0 || alias !== undefined) expectTail(reader, words, tails);
    if (reader.done || reader.next === ';') return { tails, alias };
    const start = reader.pos;
    if (reader.take(AS) !== undefined) {
      const found = parseAlias(
        reader,
        start,
        ALIASES.filter((name) => !taken.includes(name)),
      );
      if (alias !== undefined) reader.report('tail-twice', reader.span(start));
      alias ??= found;
      continue;
    }
    const tail = parseTail(reader, RESOURCES);
    if (tail === undefined) passOver(reader, RESOURCES, start);
    else if (tail !== 'unusable') tails.push(tail);
    else if (reader.findings.partial) return { tails, alias }; // cut off in it
  }
}

/** `X`; after a word that began at `start`. `offered`: those that can be meant. */
function parseAlias(reader: Reader, start: number, offered: readonly string[]): AliasNode | undefined {
  const keyword = reader.span(start);
  reader.skip();
  const at = reader.pos;
  reader.expect(at, { kind: 'words', words: offered });
  const word = reader.take(WORD);
  const alias = ALIASES.find((known) => known === word?.toUpperCase());
  if (alias !== undefined) return { ...reader.span(at), alias };
  if (word !== undefined) reader.report('alias-expected', reader.span(at), [word]);
  else if (!reader.findings.partial) reader.report('alias-expected', keyword, [reader.text.slice(at).trim().slice(0, 20)]);
  return undefined;
}

type PostBody = Post extends infer P ? (P extends Post ? Omit<P, keyof Span> : never) : never;

/** `undefined`: none begins here; `'unusable'`: one does, and what is wrong with it is said. */
function parsePost(reader: Reader, aliases: readonly string[]): PostBody | 'unusable' | undefined {
  const start = reader.pos;
  if (reader.take(FILTER) !== undefined) return parseFilter(reader, start);
  if (reader.take(SHOW) !== undefined) {
    const alias = parseAlias(reader, start, aliases);
    return alias === undefined ? 'unusable' : { kind: 'show', alias };
  }
  if (reader.take(COUNT) !== undefined) return parseCount(reader, start, aliases);
  const tail = parseTail(reader, RESOURCES);
  return tail === undefined || tail === 'unusable' ? tail : { kind: 'tail', tail };
}

function parseFilter(reader: Reader, start: number): PostBody | 'unusable' {
  const keyword = reader.span(start);
  reader.skip();
  if ((reader.done || reader.next === ';') && !reader.findings.partial) {
    reader.report('filter-expected', keyword);
    return 'unusable';
  }
  const expression = parseRule(reader, FILTER_OUTER);
  return expression === undefined ? 'unusable' : { kind: 'filter', expression };
}

function parseCount(reader: Reader, start: number, aliases: readonly string[]): PostBody | 'unusable' {
  const alias = parseAlias(reader, start, aliases);
  reader.skip();
  reader.expect(reader.pos, { kind: 'words', words: [')'] });
  const closed = reader.take(/\)/y) !== undefined;
  reader.skip();
  const at = reader.pos;
  const phrases = COUNT_OPERATORS.map(({ texts }) => texts[0] ?? '').filter((text) => reader.growing(text));
  if (closed && phrases.length > 0) reader.expect(at, { kind: 'words', words: phrases }, true);
  const operator: CountOperator | undefined = closed ? reader.spelling(OPERATORS)?.meaning : undefined;
  const operatorSpan = reader.span(at);
  reader.skip();
  const text = operator === undefined ? undefined : reader.take(/[\d,]+(?![\w.])/y);
  const value = text === '0' ? 0 : parseLimit(text ?? '');
  if (alias !== undefined && operator !== undefined && value !== undefined) return { kind: 'count', alias, operator, operatorSpan, value };
  reader.skipTo(() => reader.next === ';');
  if (alias !== undefined && !reader.findings.partial) reader.report('count-broken', reader.span(start, trimmed(reader)));
  return 'unusable';
}

function trimmed(reader: Reader): number {
  return reader.text.slice(0, reader.pos).trimEnd().length;
}
