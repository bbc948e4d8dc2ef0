import { aliasOf } from './check';
import { insertFix, replaceFix, type Span } from './diagnostic';
import type { Reader } from './reader';
import { ALIASES, type Alias, type ConfigTree, type PathTree } from './syntax';
import { comparisonsOf, operandsOf } from './walk';

/** A place that names a clause, or should. */
interface Use extends Span {
  readonly alias?: Alias;
  /** Where the alias stands, or should. */
  readonly letter: Span;
}

/** Says which clauses have no name, one that another has, or one nobody uses, and which names belong to no clause. */
export function reportAliases(reader: Reader, tree: ConfigTree, most: number): void {
  const { clauses, posts } = tree;
  for (const clause of clauses.slice(most)) reader.report('clauses-too-many', clause);
  const taken = new Set<Alias>();
  const free = (): Alias | undefined =>
    ALIASES.find((alias) => clauses.every((clause) => clause.alias?.alias !== alias) && !taken.has(alias));
  const mustBeNamed = clauses.length > 1 || posts.some(({ kind }) => kind !== 'tail');
  for (const { alias, end, ...clause } of clauses.slice(0, most)) {
    if (alias === undefined) {
      if (!mustBeNamed) continue;
      const name = free();
      const span = { start: clause.start, end };
      reader.report('alias-missing', span, [], name === undefined ? [] : [insertFix(end, ` as ${name}`)]);
      if (name !== undefined) taken.add(name);
    } else if (taken.has(alias.alias)) {
      const name = free();
      reader.report('alias-twice', alias, [alias.alias], name === undefined ? [] : [replaceFix(alias, name)]);
      if (name !== undefined) taken.add(name);
    } else taken.add(alias.alias);
  }
  const uses = usesIn(reader, tree);
  const [known, second] = [...taken];
  const only = second === undefined ? known : undefined;
  for (const { alias, letter, ...span } of uses) {
    if (alias !== undefined && taken.has(alias)) continue;
    if (alias !== undefined) reader.report('alias-unknown', span, [alias], only === undefined ? [] : [replaceFix(letter, only)]);
    else reader.report('filter-path', span, [], only === undefined ? [] : [insertFix(letter.start, `${only}.`)]);
  }
  if (clauses.length < 2 || clauses.length > most) return;
  for (const { alias } of clauses)
    if (alias !== undefined && taken.has(alias.alias) && !uses.some((use) => use.alias === alias.alias))
      reader.report('alias-unused', alias, [alias.alias]);
}

function usesIn(reader: Reader, { posts }: ConfigTree): readonly Use[] {
  return posts.flatMap((post): readonly Use[] => {
    switch (post.kind) {
      case 'show':
      case 'count':
        return [{ ...post.alias, letter: post.alias }];
      case 'filter':
        return [...comparisonsOf(post.expression)]
          .flatMap(operandsOf)
          .flatMap((operand) => (operand.kind === 'path' ? useIn(reader, operand.path, operand) : []));
      case 'tail':
        return [];
    }
  });
}

/** The alias a path of a filter begins with; inside a quantifier it begins with the element instead. */
function useIn(reader: Reader, path: PathTree, { start, end }: Span): readonly Use[] {
  if (path[0]?.kind === 'element') return [];
  const alias = aliasOf(path);
  const root = reader.text.startsWith('$.', start - reader.origin(0)) ? 2 : 0;
  const letter = { start: start + root, end: start + root + (alias === undefined ? 0 : 1) };
  return [{ start, end, ...(alias !== undefined && { alias }), letter }];
}
