import { arithmetic, functions, jsonOf, type Context, type Lambda, type Value } from './trino-functions';
import { rowsOf, type Expression, type Item, type Row } from './trino-select';
import { tokensOf, type Token } from './trino-tokens';

/**
 * A small Trino for tests, written after its documentation and apart from what it tests: reads the part of its SQL that statements here use, with
 * its three-valued logic, and runs it over rows in memory. What it doesn't know it refuses.
 */
export type { Row };
type Scope = Row;
/** Runs a SELECT. `parameters` are literals, as Athena takes them. */
export function run(
  sql: string,
  parameters: readonly string[],
  tables: Readonly<Record<string, readonly Row[]>>,
  context: Context,
): readonly Row[] {
  const parser = new Parser(tokensOf(sql), parameters, context);
  const rows = parser.select(tables);
  parser.end();
  return rows(undefined);
}

/** A condition over rows. */
export function condition(sql: string, parameters: readonly string[], context: Context): (row: Row) => Value {
  const parser = new Parser(tokensOf(sql), parameters, context);
  const expression = parser.expression();
  parser.end();
  return expression;
}

class Parser {
  private at = 0;
  private parameter = 0;
  private readonly parameters: readonly string[];

  constructor(
    private readonly tokens: readonly Token[],
    literals: readonly string[],
    private readonly context: Context,
  ) {
    this.parameters = literals.map((literal) => {
      const [token, more] = tokensOf(literal);
      if (token?.kind !== 'text' || more !== undefined) throw new Error(`no text literal: ${literal}`);
      return token.text;
    });
  }

  end(): void {
    if (this.at < this.tokens.length) throw new Error(`not read: ${this.rest()}`);
    if (this.parameter !== this.parameters.length) throw new Error('parameters left over');
  }

  select(tables: Readonly<Record<string, readonly Row[]>>): (_: undefined) => readonly Row[] {
    this.need('SELECT');
    const distinct = this.take('DISTINCT');
    const items = this.list(() => this.item());
    this.need('FROM');
    const source = this.take('(') ? this.closed(this.select(tables)) : this.table(tables);
    const alias = this.take('AS') ? this.name() : undefined;
    const where = this.take('WHERE') ? this.expression() : undefined;
    const groups = this.takeAll('GROUP', 'BY') ? this.list(() => this.expression()) : undefined;
    const having = this.take('HAVING') ? this.expression() : undefined;
    const order = this.takeAll('ORDER', 'BY') ? this.list(() => ({ by: this.expression(), descending: this.take('DESC') })) : undefined;
    const offset = this.take('OFFSET') ? Number(this.next().text) : 0;
    const limit = this.take('LIMIT') ? Number(this.next().text) : Infinity;
    const plan = { distinct, items, alias, where, groups, having, order, offset, limit };
    return () => rowsOf(plan, source(undefined), this.context);
  }

  private item(): Item {
    if (this.take('*')) return { name: '*' };
    const value = this.expression();
    const last = this.tokens[this.at - 1];
    return { name: this.take('AS') ? this.name() : (last?.text ?? ''), value };
  }

  private table(tables: Readonly<Record<string, readonly Row[]>>): () => readonly Row[] {
    const name = this.name();
    const rows = tables[name];
    if (rows === undefined) throw new Error(`no table ${name}`);
    return () => rows;
  }

  expression(): Expression {
    return this.binary(
      () => this.and(),
      ['OR'],
      (a, b) => (a === true || b === true ? true : a === null || b === null ? null : false),
    );
  }

  private and(): Expression {
    return this.binary(
      () => this.not(),
      ['AND'],
      (a, b) => (a === false || b === false ? false : a === null || b === null ? null : true),
    );
  }

  private not(): Expression {
    if (!this.take('NOT')) return this.predicate();
    const term = this.not();
    return (scope) => negated(term(scope));
  }

  private predicate(): Expression {
    const left = this.sum();
    const sign = this.tokens[this.at]?.text ?? '';
    if (['=', '<>', '<', '>', '<=', '>='].includes(sign)) {
      this.at++;
      const right = this.sum();
      return (scope) => this.compare(left(scope), sign, right(scope));
    }
    if (this.take('IS')) {
      const not = this.take('NOT');
      this.need('NULL');
      return (scope) => (left(scope) === null) !== not;
    }
    if (this.take('IN')) {
      this.need('(');
      const items = this.closed(this.list(() => this.expression()));
      return (scope) => {
        const value = left(scope);
        if (value === null) return null;
        return items.some((item) => this.compare(value, '=', item(scope)) === true);
      };
    }
    if (this.take('BETWEEN')) {
      const low = this.sum();
      this.need('AND');
      const high = this.sum();
      return (scope) => {
        const both = [this.compare(left(scope), '>=', low(scope)), this.compare(left(scope), '<=', high(scope))];
        return both.includes(false) ? false : both.includes(null) ? null : true;
      };
    }
    if (this.take('LIKE')) {
      const pattern = this.sum();
      this.need('ESCAPE');
      const escape = this.sum();
      return (scope) => this.context.like(left(scope), pattern(scope), escape(scope));
    }
    return left;
  }

  private compare(a: Value, sign: string, b: Value): Value {
    if (a === null || b === null) return null;
    if (typeof a === 'number' && typeof b === 'number' && (Number.isNaN(a) || Number.isNaN(b))) return sign === '<>';
    const order = this.context.order(a, b);
    return { '=': order === 0, '<>': order !== 0, '<': order < 0, '>': order > 0, '<=': order <= 0, '>=': order >= 0 }[sign] ?? null;
  }

  private sum(): Expression {
    return this.binary(
      () => this.product(),
      ['+', '-', '||'],
      (a, b, sign) => {
        if (sign !== '||') return arithmetic(a, sign, b);
        if (a === null || b === null) return null;
        if (typeof a !== 'string' || typeof b !== 'string') throw new Error('|| takes texts');
        return a + b;
      },
    );
  }

  private product(): Expression {
    return this.binary(
      () => this.unary(),
      ['*', '/'],
      (a, b, sign) => arithmetic(a, sign, b),
    );
  }

  private unary(): Expression {
    if (!this.take('-')) return this.member();
    const value = this.unary();
    return (scope) => arithmetic(0n, '-', value(scope));
  }

  private member(): Expression {
    let value = this.primary();
    while (this.take('.')) {
      const [of, name] = [value, this.name()];
      value = (scope) => {
        const struct = of(scope);
        if (struct === null) return null;
        const found = (struct as Row)[name];
        if (found === undefined) throw new Error(`no member ${name}`);
        return found;
      };
    }
    return value;
  }

  private primary(): Expression {
    const token = this.next();
    if (token.kind === 'text') return () => token.text;
    if (token.kind === 'number') return literal(token.text);
    if (token.kind === 'name') return column(token.text);
    if (token.text === '?') {
      const value = this.parameters[this.parameter++];
      if (value === undefined) throw new Error('a parameter is missing');
      return () => value;
    }
    if (token.text === '(') return this.closed(this.expression());
    switch (token.text) {
      case 'NULL':
        return () => null;
      case 'TRUE':
        return () => true;
      case 'FALSE':
        return () => false;
      case 'DOUBLE': {
        const number = Number(this.next().text);
        return () => number;
      }
      case 'CASE':
        return this.cases();
      case 'CAST':
      case 'try_cast':
        return this.cast(token.text === 'try_cast');
      case 'ARRAY': {
        this.need('[');
        const items = this.list(() => this.expression());
        this.need(']');
        return (scope) => items.map((item) => item(scope));
      }
    }
    return this.take('(') ? this.call(token.text) : column(token.text);
  }

  private cases(): Expression {
    const branches: { readonly when: Expression; readonly then: Expression }[] = [];
    while (this.take('WHEN')) {
      const when = this.expression();
      this.need('THEN');
      branches.push({ when, then: this.expression() });
    }
    const otherwise = this.take('ELSE') ? this.expression() : (): Value => null;
    this.need('END');
    return (scope) => (branches.find(({ when }) => when(scope) === true)?.then ?? otherwise)(scope);
  }

  private cast(isTry: boolean): Expression {
    this.need('(');
    const value = this.expression();
    this.need('AS');
    let type = '';
    for (let open = 0; open > 0 || this.tokens[this.at]?.text !== ')';) {
      const { text } = this.next();
      if (text === '(') open++;
      if (text === ')') open--;
      type += text;
    }
    this.need(')');
    return (scope) => {
      const given = value(scope);
      if (given === null) return null;
      const made = type === 'JSON' ? jsonOf(given) : this.context.cast(given, type);
      if (made === undefined && !isTry) throw new Error(`can't cast to ${type}`);
      return made ?? null;
    };
  }

  private call(name: string): Expression {
    if (name === 'count') {
      this.need('*');
      this.need(')');
      return column('count(*)');
    }
    const args: (Expression | ((scope: Scope) => Lambda))[] = [];
    if (!this.take(')')) args.push(...this.closed(this.list(() => this.argument())));
    if (name === 'coalesce')
      return (scope) => {
        for (const arg of args) {
          const value = (arg as Expression)(scope);
          if (value !== null) return value;
        }
        return null;
      };
    if (name === 'try')
      return (scope) => {
        try {
          return (args[0] as Expression)(scope);
        } catch {
          return null;
        }
      };
    const make = functions[name];
    if (make === undefined) throw new Error(`no function ${name}`);
    return (scope) => {
      const values = args.map((arg) => arg(scope));
      return values.includes(null) ? null : make(this.context, values);
    };
  }

  private argument(): Expression | ((scope: Scope) => Lambda) {
    const names = this.lambdaNames();
    if (names === undefined) return this.expression();
    const body = this.expression();
    return (scope) =>
      (...values: readonly Value[]) => {
        const inner = Object.create(scope) as Record<string, Value>; // a copy of a row would cost more than all else
        names.forEach((name, place) => (inner[name] = values[place] ?? null));
        return body(inner);
      };
  }

  /** `j ->` or `(d, n) ->`, passed. */
  private lambdaNames(): readonly string[] | undefined {
    let end = this.at;
    if (this.tokens[end]?.text === '(') while (/^(?:[(,]|\w+)$/.test(this.tokens[end]?.text ?? '')) end++;
    if (this.tokens[end + 1]?.text !== '->') return undefined;
    const names = this.tokens.slice(this.at, end + 1).flatMap(({ kind, text }) => (kind === 'word' ? [text] : []));
    this.at = end + 2;
    return names;
  }

  private binary(operand: () => Expression, signs: readonly string[], apply: (a: Value, b: Value, sign: string) => Value): Expression {
    let left = operand();
    for (
      let sign = this.tokens[this.at];
      sign !== undefined && sign.kind !== 'text' && signs.includes(sign.text);
      sign = this.tokens[this.at]
    ) {
      this.at++;
      const [a, b, { text }] = [left, operand(), sign];
      left = (scope) => apply(a(scope), b(scope), text);
    }
    return left;
  }

  private list<T>(one: () => T): readonly T[] {
    const items = [one()];
    while (this.take(',')) items.push(one());
    return items;
  }

  private closed<T>(value: T): T {
    this.need(')');
    return value;
  }

  private name(): string {
    const token = this.next();
    if (token.kind !== 'word' && token.kind !== 'name') throw new Error(`no name: ${token.text}`);
    return token.text;
  }

  private next(): Token {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new Error('the end');
    return token;
  }

  private take(text: string): boolean {
    const token = this.tokens[this.at];
    const found = token !== undefined && (token.kind === 'word' || token.kind === 'sign') && token.text === text;
    if (found) this.at++;
    return found;
  }

  private takeAll(...texts: readonly string[]): boolean {
    const [first = '', ...more] = texts;
    if (!this.take(first)) return false;
    for (const text of more) this.need(text);
    return true;
  }

  private need(text: string): void {
    if (!this.take(text)) throw new Error(`${text} is missing before ${this.rest()}`);
  }

  private rest(): string {
    return this.tokens
      .slice(this.at, this.at + 8)
      .map(({ text }) => text)
      .join(' ');
  }
}

function column(name: string): Expression {
  return (scope) => {
    const value = scope[name];
    if (value === undefined) throw new Error(`no column ${name}`);
    return value;
  };
}

function literal(text: string): Expression {
  const number = text.includes('.') ? Number(text) : BigInt(text);
  return () => number;
}

function negated(value: Value): Value {
  return value === null ? null : value !== true;
}
