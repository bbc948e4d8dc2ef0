import type { TimeRange } from '../domain/time';
import { checkQuery } from './check';
import { diagnostic, insertFix, type Diagnostic, type Span } from './diagnostic';
import { readDirectives, type DirectivePlace, type Directives } from './directives';
import { eventAttribute } from './attributes';
import { lowerConfig, type ResourceQuery } from './config-lower';
import { needsNothing, needsOf, NOTHING_GIVEN, type Given, type Needs } from './given';
import { lower } from './lower';
import type { Predicate } from './predicate';
import { parseQuery } from './query-parser';
import { Reader, type Findings } from './reader';
import { splitQueries, type Segment } from './segments';
import { shapeOf, type Shape } from './shape';
import type { QueryTree } from './syntax';
import { tailsOf } from './walk';

export type { Diagnostic, Fix } from './diagnostic';

/** What a file of queries means, and what is wrong in it. */
export interface Analysis {
  readonly queries: readonly AnalysedQuery[];
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** One query of a file. Places are UTF-16 offsets into the file. */
export interface AnalysedQuery {
  readonly range: Span;
  /** Without the directives above it. */
  readonly text: string;
  /** The query, or a directive of it, has errors. */
  readonly faulty: boolean;
  /** What must be given before it has a predicate. */
  readonly needs: Needs;
  /** What was given to it, where it needs something. */
  readonly given?: Given;
  /** Absent when it is faulty, or needs what was not given. */
  readonly predicate?: Predicate;
  /** Absent with the predicate. */
  readonly shape?: Shape;
  /** What a config query asks, in place of the two; absent when it or a directive of it has errors. */
  readonly resources?: ResourceQuery;
  readonly timeRange?: TimeRange;
  /** Where the text of the time range stands, after `// time:`; it is there for a wrong range, too. */
  readonly timeDirective?: Span;
  readonly name?: string;
  /** The directives above it, in their order; wrong ones, too. */
  readonly directives: readonly DirectivePlace[];
  /** Of these accounts alone. */
  readonly accounts?: readonly string[];
  /** Most rows of the answer, newest or largest first. */
  readonly limit?: number;
  /** For hover and completion. */
  readonly tree: QueryTree;
}

/** Reads a file of queries. Never throws, whatever the text. */
export function analyse(text: string, given?: Given): Analysis {
  const { segments, junk } = splitQueries(text);
  const diagnostics: Diagnostic[] = junk.map((span) => queryExpected(text, span));
  const queries = segments.map((segment) => {
    const found = analyseSegment(text, segment, given);
    diagnostics.push(...found.diagnostics);
    return found.query;
  });
  return { queries, diagnostics: diagnostics.sort((a, b) => a.start - b.start || a.end - b.end) };
}

function analyseSegment(
  text: string,
  segment: Segment,
  given: Given | undefined,
): { readonly query: AnalysedQuery; readonly diagnostics: readonly Diagnostic[] } {
  const body = text.slice(segment.start, segment.end);
  const findings: Findings = { diagnostics: [], expectations: [], partial: false };
  const tree = parseQuery(new Reader(body, (pos) => segment.start + pos, findings));
  const { directives, places, diagnostics: wrongDirectives } = readDirectives(text.slice(segment.above, segment.start), segment.above);
  const diagnostics = [...wrongDirectives, ...findings.diagnostics, ...checkQuery(tree)];
  const faulty = diagnostics.some(({ severity }) => severity === 'error');
  const range = { start: segment.start, end: segment.end };
  const limit = tailsOf(tree).find((tail) => tail.kind === 'limit')?.count ?? directives.limit;
  const needs = needsOf(tree);
  const known = given ?? (needsNothing(needs) ? NOTHING_GIVEN : undefined);
  const meaning = faulty || known === undefined ? {} : meaningOf(tree, directives.accounts, known);
  return {
    query: {
      range,
      text: body,
      faulty,
      needs,
      ...(given && { given }),
      ...directives,
      directives: places,
      ...(limit === undefined ? {} : { limit }),
      ...meaning,
      tree,
    },
    diagnostics,
  };
}

/** What a query without errors asks. */
function meaningOf(
  { condition, tails, config }: QueryTree,
  accounts: Directives['accounts'],
  given: Given,
): Pick<AnalysedQuery, 'predicate' | 'shape' | 'resources'> {
  if (config !== undefined) {
    const resources = lowerConfig(config, accounts, given);
    return resources === undefined ? {} : { resources };
  }
  return condition === undefined ? {} : { predicate: withAccounts(lower(condition, given), accounts), shape: shapeOf(tails, given) };
}

function withAccounts(predicate: Predicate, accounts: Directives['accounts']): Predicate {
  if (accounts === undefined) return predicate;
  return { kind: 'and', terms: [{ kind: 'equals', field: 'account', values: accounts, fold: false }, predicate] };
}

/** Text that belongs to no query; a condition without its head gets the head as a repair. */
function queryExpected(text: string, span: Span): Diagnostic {
  const word = /^[\w.]+/.exec(text.slice(span.start, span.end))?.[0] ?? '';
  const isCondition = eventAttribute(word) !== undefined;
  return diagnostic('query-expected', span, [], isCondition ? [insertFix(span.start, 'event from cloud.audit_logs where ')] : []);
}

export interface CompiledEvents {
  readonly kind: 'ok';
  readonly predicate: Predicate;
  readonly shape: Shape;
  readonly query: AnalysedQuery;
}

export interface CompiledResources {
  readonly kind: 'config';
  readonly resources: ResourceQuery;
  readonly query: AnalysedQuery;
}

export interface Faulty {
  readonly kind: 'faulty';
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles the text of exactly one query, directives above it included. `faulty`: the diagnostics hold at least one error. */
export function compileSearch(text: string, given?: Given): CompiledEvents | CompiledResources | Faulty {
  const { queries, diagnostics } = analyse(text, given);
  const [query, second] = queries;
  const errors = diagnostics.some(({ severity }) => severity === 'error');
  if (query === undefined)
    return { kind: 'faulty', diagnostics: errors ? diagnostics : [diagnostic('query-expected', { start: 0, end: text.length })] };
  if (second !== undefined) return { kind: 'faulty', diagnostics: [...diagnostics, diagnostic('several-queries', second.range)] };
  const { predicate, shape, resources } = query;
  if (errors) return { kind: 'faulty', diagnostics };
  if (resources !== undefined) return { kind: 'config', resources, query };
  if (predicate !== undefined && shape !== undefined) return { kind: 'ok', predicate, shape, query };
  return { kind: 'faulty', diagnostics: [...diagnostics, diagnostic('not-given', query.range)] };
}

/** The same where only a query about events can stand. */
export function compileQuery(text: string, given?: Given): CompiledEvents | Faulty {
  const compiled = compileSearch(text, given);
  if (compiled.kind !== 'config') return compiled;
  return { kind: 'faulty', diagnostics: [diagnostic('not-supported', compiled.query.range, ['config queries here'])] };
}
