import type { Predicate } from '../../src/rql/predicate';

/** Said of what a predicate can't express. */
export class Refused extends Error {}

/** `a and not 1 of filter_*`: binds as Sigma does, `not` before `and` before `or`. @throws Refused where it is something else */
export function parseCondition(text: string, selections: ReadonlyMap<string, Predicate>): Predicate {
  const parser = new ConditionParser(text.match(/[()]|[^\s()]+/g) ?? [], selections);
  return parser.all();
}

class ConditionParser {
  private next = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly selections: ReadonlyMap<string, Predicate>,
  ) {}

  all(): Predicate {
    const predicate = this.either();
    if (this.next < this.tokens.length) throw new Refused(`condition: ${this.tokens.join(' ')}`);
    return predicate;
  }

  private either(): Predicate {
    const first = this.both();
    const terms = [first];
    while (this.take('or')) terms.push(this.both());
    return terms.length > 1 ? { kind: 'or', terms } : first;
  }

  private both(): Predicate {
    const first = this.single();
    const terms = [first];
    while (this.take('and')) terms.push(this.single());
    return terms.length > 1 ? { kind: 'and', terms } : first;
  }

  private single(): Predicate {
    if (this.take('not')) return { kind: 'not', term: this.single() };
    if (this.take('(')) {
      const inner = this.either();
      if (!this.take(')')) throw new Refused('a bracket is not closed');
      return inner;
    }
    const token = this.tokens[this.next++] ?? '';
    if (this.take('of')) return this.several(token, this.tokens[this.next++] ?? '');
    const selection = this.selections.get(token);
    if (selection === undefined) throw new Refused(`condition: "${token}" names no selection`);
    return selection;
  }

  /** `1 of them`, `all of selection_*`. */
  private several(how: string, which: string): Predicate {
    const prefix = which === 'them' ? '' : which.replace(/\*$/, '');
    const exact = which !== 'them' && !which.endsWith('*');
    const terms = [...this.selections].flatMap(([name, term]) => ((exact ? name === which : name.startsWith(prefix)) ? [term] : []));
    if (terms.length === 0 || (how !== '1' && how !== 'any' && how !== 'all')) throw new Refused(`condition: ${how} of ${which}`);
    return { kind: how === 'all' ? 'and' : 'or', terms };
  }

  private take(word: string): boolean {
    if (this.tokens[this.next]?.toLowerCase() !== word) return false;
    this.next += 1;
    return true;
  }
}
