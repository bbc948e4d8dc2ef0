import { regionCode } from '../domain/regions';
import { aliasOf, shownClause } from './check';
import type { Given } from './given';
import type { Attribute } from './attributes';
import { lowerPath, lowerRule, negatedIf } from './lower';
import type { JsonPath, PathTest, Predicate } from './predicate';
import { MEMBERS } from './resource-document';
import type { Shape, ShownColumn } from './shape';
import type { Alias, AttributeTest, ColumnNode, ConfigTree, EventTerm, Logic, TagNode, Tail } from './syntax';
import { termsOf } from './walk';

/**
 * What a config query asks. Its predicates test paths alone: those of a clause begin at the document of one resource
 * (`resource-document.ts`), those of the filter at an object that has the document of each clause under its name.
 */
export interface ResourceQuery {
  /** One to three, each with a name of its own. */
  readonly clauses: readonly { readonly alias: Alias; readonly predicate: Predicate }[];
  /** Which resources of the clauses belong together; absent: all with all. */
  readonly filter?: Predicate;
  /** The answer is empty unless the number of different resources of a clause, among those that belong together, is such. */
  readonly counts: readonly CountTest[];
  /** Whose resources are the rows, each once. */
  readonly show: Alias;
  readonly shape: Exclude<Shape, { readonly kind: 'timechart' }>;
  /** Alerts are asked about. */
  readonly findings: boolean;
}

export interface CountTest {
  readonly alias: Alias;
  readonly order: 'greater' | 'less' | 'equals' | 'atLeast' | 'atMost';
  readonly negated: boolean;
  readonly value: number;
}

/** The meaning of a query without errors; `undefined` where a clause has no condition. */
export function lowerConfig(config: ConfigTree, accounts: readonly string[] | undefined, given: Given): ResourceQuery | undefined {
  const clauses = config.clauses.flatMap(({ condition, alias }) =>
    condition === undefined
      ? []
      : [{ alias: alias?.alias ?? 'X', predicate: inAccounts(lowerCondition(condition, given), accounts) } as const],
  );
  if (clauses.length < config.clauses.length) return undefined;
  const filters = config.posts.flatMap((post) => (post.kind === 'filter' ? [lowerRule(post.expression, given)] : []));
  const [filter] = filters;
  const shown = shownClause(config);
  return {
    clauses,
    ...(filter !== undefined && { filter: filters.length === 1 ? filter : { kind: 'and', terms: filters } }),
    counts: config.posts.flatMap((post) =>
      post.kind === 'count'
        ? [{ alias: post.alias.alias, order: post.operator.id, negated: post.operator.negated, value: post.value }]
        : [],
    ),
    show: shown?.alias?.alias ?? 'X',
    shape: shapeOf(config, shown?.tails ?? [], given),
    findings: config.clauses.some(({ condition }) => condition !== undefined && asksFindings(condition)),
  };
}

function asksFindings(condition: Logic<EventTerm>): boolean {
  return [...termsOf(condition)].some(({ attribute }) => attribute.name.startsWith('finding.'));
}

function inAccounts(predicate: Predicate, accounts: readonly string[] | undefined): Predicate {
  return accounts === undefined ? predicate : { kind: 'and', terms: [ofAccounts(accounts), predicate] };
}

/** The resource is of one of some accounts. */
export function ofAccounts(accounts: readonly string[]): Predicate {
  return { kind: 'path', path: [key(MEMBERS.account)], test: { kind: 'equals', values: accounts, fold: false } };
}

function shapeOf({ clauses, posts }: ConfigTree, shown: readonly Tail[], given: Given): ResourceQuery['shape'] {
  const after = posts.flatMap((post) => (post.kind === 'tail' ? [post.tail] : []));
  const group = [...clauses.flatMap(({ tails }) => tails), ...after].find((tail) => tail.kind === 'group');
  if (group !== undefined) return { kind: 'count', by: columnsOf(group.by, given) };
  const nodes = [...shown, ...after].flatMap((tail) => (tail.kind === 'columns' ? tail.columns : []));
  const alias = shownClause({ clauses, posts })?.alias?.alias;
  const visible = nodes.filter(({ path }) => path === undefined || alias === undefined || [undefined, alias].includes(aliasOf(path)));
  return { kind: 'events', columns: columnsOf(visible, given, alias) };
}

/** Each once. Of a path that begins with the name of the clause that is shown, the rest is the path. */
function columnsOf(nodes: readonly ColumnNode[], given: Given, alias?: Alias): readonly ShownColumn[] {
  return [...new Map(nodes.map((node) => [node.text, node])).values()].map(({ text: title, attribute, path }) => {
    if (attribute !== undefined) return { title, kind: 'path', path: memberPath(attribute) };
    const lowered = lowerPath(path, given);
    return { title, kind: 'path', path: alias !== undefined && aliasOf(path) === alias ? lowered.slice(1) : lowered };
  });
}

function key(name: string): { readonly kind: 'key'; readonly name: string } {
  return { kind: 'key', name };
}

/** A condition of a clause. Conditions on alerts that one AND joins are about one alert. */
export function lowerCondition(condition: Logic<EventTerm>, given: Given): Predicate {
  if (condition.kind === 'not') return negatedIf(true, lowerCondition(condition.term, given));
  if (condition.kind === 'or') return { kind: 'or', terms: condition.terms.map((term) => lowerCondition(term, given)) };
  if (condition.kind === 'term') return lowerTerm(condition.term, given);
  const findings = condition.terms.flatMap((logic) => (logic.kind === 'term' && isFinding(logic.term) ? [logic.term] : []));
  const others = condition.terms.filter((logic) => !(logic.kind === 'term' && isFinding(logic.term)));
  const about = findings.length === 0 ? [] : [someFinding({ kind: 'and', terms: findings.map(findingTest) })];
  return { kind: 'and', terms: [...others.map((other) => lowerCondition(other, given)), ...about] };
}

/** A condition that some alert meets, not one that none does. */
export function isFinding(term: EventTerm): term is AttributeTest {
  return term.kind === 'attribute' && !term.operator.negated && term.attribute.name.startsWith('finding.');
}

function lowerTerm(term: EventTerm, given: Given): Predicate {
  if (term.kind === 'rule') return negatedIf(term.negated, lowerRule(term.expression, given));
  return negatedIf(term.operator.negated, positive(term));
}

function positive(term: AttributeTest): Predicate {
  const { attribute, tag, values } = term;
  if (attribute.values === 'cloud') return { kind: values.some(({ text }) => text.toLowerCase() === 'aws') ? 'always' : 'never' };
  if (attribute.name.startsWith('finding.')) return someFinding(findingTest(term));
  return tag === undefined ? { kind: 'path', path: memberPath(attribute), test: testOf(term) } : tagTest(tag, testOf(term));
}

function testOf({ attribute, operator, values }: AttributeTest): PathTest {
  const texts = values.map(({ text }) => text);
  switch (operator.id) {
    case 'exists':
      return { kind: 'exists' };
    case 'matches':
      return { kind: 'matches', pattern: texts[0] ?? '' };
    case 'contains':
      return { kind: 'contains', values: texts };
    case 'equals':
    case 'in':
      return { kind: 'equals', values: texts.flatMap((text) => spellings(attribute, text)), fold: attribute.fold };
  }
}

/** How a value stands in the records: regions by code, services by label. */
function spellings({ values }: Attribute, text: string): readonly string[] {
  if (values === 'region') return [regionCode(text)];
  if (values === 'label') return [text, text.replace(/\.amazonaws\.com$/i, '')];
  return [text];
}

const MEMBER_OF: Readonly<Record<string, string>> = {
  'api.name': MEMBERS.api,
  'cloud.account': MEMBERS.account,
  'cloud.region': MEMBERS.region,
  'cloud.service': MEMBERS.service,
  'resource.status': MEMBERS.status,
  'resource.type': MEMBERS.type,
};

function memberPath({ name }: Attribute): JsonPath {
  return [key(MEMBER_OF[name] ?? name)];
}

function tagTest(tag: TagNode, test: PathTest): Predicate {
  const tags = key(MEMBERS.tags);
  const some = (part: 'key' | 'value'): Predicate => ({ kind: 'path', path: [tags, { kind: 'each' }, key(part)], test });
  if (tag.kind === 'name') {
    const condition = onElement('key', { kind: 'equals', values: [tag.name], fold: false });
    return { kind: 'path', path: [tags, { kind: 'where', quantifier: 'any', condition }, key('value')], test };
  }
  switch (tag.word) {
    case 'KEY':
      return some('key');
    case 'VALUE':
      return some('value');
    case 'ANY':
      return { kind: 'or', terms: [some('key'), some('value')] };
    case 'ALL': {
      const condition = onElement('value', test);
      return { kind: 'path', path: [tags, { kind: 'where', quantifier: 'all', condition }], test: { kind: 'exists' } };
    }
  }
}

function onElement(name: string, test: PathTest): Predicate {
  return { kind: 'path', path: [{ kind: 'element' }, key(name)], test };
}

function someFinding(condition: Predicate): Predicate {
  return { kind: 'path', path: [key(MEMBERS.findings), { kind: 'where', quantifier: 'any', condition }], test: { kind: 'exists' } };
}

/** Of one alert: a policy is called by its title or its id. */
function findingTest(term: AttributeTest): Predicate {
  const name = term.attribute.name.slice('finding.'.length);
  const test = testOf(term);
  return name === 'name' ? { kind: 'or', terms: [onElement('name', test), onElement('id', test)] } : onElement(name, test);
}
