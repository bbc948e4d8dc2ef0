import type { JsonPath } from '../rql/predicate';

/** A query that can't mean in Athena what it means elsewhere. The message says why, and what to do. */
export class AthenaRefusal extends Error {
  override readonly name = 'AthenaRefusal';
  static is(error: unknown): error is AthenaRefusal {
    return error instanceof AthenaRefusal;
  }
}

/** The table doesn't keep what the path asks for. */
export function notKept(path: JsonPath): AthenaRefusal {
  return new AthenaRefusal(
    `Athena's table of CloudTrail logs has no column for ${pathText(path)}. Leave the condition out, or load the logs and search here.`,
  );
}

/** The table keeps some members of an object, so nothing can be said of the whole. */
export function notWhole(path: JsonPath): AthenaRefusal {
  return new AthenaRefusal(
    `Athena's table of CloudTrail logs keeps ${pathText(path)} in part only. Ask for a member of it, or load the logs and search here.`,
  );
}

/** What the language has and no Trino SQL is written for. */
export function notWritten(what: string): AthenaRefusal {
  return new AthenaRefusal(`A search in Athena can't ask about ${what} yet. Leave the condition out, or load the logs and search here.`);
}

export function pathText(path: JsonPath): string {
  const steps = path.map((step) => {
    if (step.kind === 'key') return /^[\w-]+$/.test(step.name) ? `.${step.name}` : `['${step.name}']`;
    if (step.kind === 'index') return `[${step.index}]`;
    if (step.kind === 'where') return `[?${step.quantifier}(…)]`;
    if (step.kind === 'members') return '.*';
    return step.kind === 'each' ? '[*]' : '';
  });
  return `${path[0]?.kind === 'element' ? '@' : '$'}${steps.join('')}`;
}
