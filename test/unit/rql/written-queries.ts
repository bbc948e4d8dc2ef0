import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Random } from './random';

const HEAD = 'event from cloud.audit_logs where';
const PACKS = 'src/policies/packs';

/** The queries of the policies that come with the product. */
export function packQueries(): readonly string[] {
  return readdirSync(PACKS)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => (parse(readFileSync(join(PACKS, name), 'utf8')) as { readonly query: string }).query.trim());
}

/** A valid event query as a careless person writes it, and the comments in it. */
export interface Scribble {
  readonly text: string;
  readonly comments: readonly string[];
}

const TESTS: readonly (readonly string[])[] = [
  ['operation', '=', "'CreateService'"],
  ['Cloud.Region', 'not  in', '(', "'AWS Ohio'", ',', '"us-east-2"', ')'],
  ['user', 'does not  MATCH', "'*a // no comment\\' (*'"],
  ['system', '!=', 'ecs.amazonaws.com'],
  ['ip', '=', '203.0.113.0/24'],
  ['IP', 'does not exist'],
  ['crud', 'in', '(', 'read', ',', 'DELETE', ')'],
  ['subject', 'contains', "O'Brien"],
];
const COMPARISONS: readonly (readonly string[])[] = [
  ['$.errorCode', 'EXISTS'],
  ["$.a['b.c'][0]", 'does  not equal ignore case', "'x'"],
  ['$.items[*].port', 'is member of', '(', '22', ',', '80', ')'],
  ['$.share', '>=', '0.5'],
  ['$.a', 'Size greater than', '3'],
  ['$.left', '==', '$.right'],
  ['$.items', '[?any', '(', 'port', '=', '22', 'and', '@.cidr', 'starts with', '0.0.0.0/0', ')', '].name', 'exists'],
];
const TAILS: readonly (readonly string[])[] = [
  ['addcolumn', '$.errorCode', 'user'],
  ['limit search records to', '10,000'],
  ['|', 'count by', 'user', ',', 'operation'],
  ['|', 'timechart', '3h', 'by', 'user'],
];
/** Between these a blank would be something else. */
const GLUED = /^\[\?any$|^\]\.name$/;

/** Writes queries with odd blanks, line breaks, cases and comments. The same seed gives the same queries. */
export class Scribbler {
  private readonly random: Random;
  private comments: string[] = [];

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  next(): Scribble {
    this.comments = [];
    const words = [HEAD, ...this.condition(2)];
    if (this.random.chance(0.4)) words.push(...this.random.pick(TAILS));
    const joined = words.reduce((text, word) => text + (GLUED.test(word) ? '' : this.blank(text, word)) + word);
    return { text: joined, comments: this.comments };
  }

  private condition(depth: number): readonly string[] {
    const terms = Array.from({ length: 1 + this.random.below(4) }, () => this.term(depth));
    return terms.flatMap((term, index) => (index === 0 ? term : [this.random.pick(['and', 'OR', '&&', 'And']), ...term]));
  }

  private term(depth: number): readonly string[] {
    if (depth > 0 && this.random.chance(0.2)) return ['not', '(', ...this.condition(depth - 1), ')'];
    if (!this.random.chance(0.3)) return this.random.pick(TESTS);
    const [quote] = this.random.pick([['"'], [undefined]]);
    // A bare json.rule goes on as long as it can; brackets end it.
    return quote === undefined
      ? ['(', 'json.rule', '=', ...this.rule(), ')']
      : ['json.rule', '=', quote, ...this.rule().map((word) => word.replaceAll('"', '')), quote];
  }

  private rule(): readonly string[] {
    const terms = Array.from({ length: 1 + this.random.below(3) }, () => this.random.pick(COMPARISONS));
    return terms.flatMap((term, index) => [...(index === 0 ? [] : [this.random.pick(['AND', 'or', '||'])]), ...this.negated(term)]);
  }

  private negated(comparison: readonly string[]): readonly string[] {
    return this.random.chance(0.2) ? [this.random.pick(['not', '!']), '(', ...comparison, ')'] : comparison;
  }

  /** Some white space, at times with a comment in it; between signs none may do. */
  private blank(text: string, word: string): string {
    const mayBeNone = /[()'",]$/.test(text) || /^[(),]/.test(word);
    const blank = this.random.pick([' ', ' ', ' ', '  ', '\n', '\n\n  ', '\t', ' \u200b', ...(mayBeNone ? ['', ''] : [])]);
    if (/(?:\[\?any|\|)$/.test(text)) return ' ';
    if (!this.random.chance(0.04)) return blank;
    const comment = `// ${this.comments.length} (' and`;
    this.comments.push(comment);
    return `${this.random.pick([' ', '\n'])}${comment}\n${blank}`;
  }
}
