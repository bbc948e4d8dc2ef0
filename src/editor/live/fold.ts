import type { Problem } from '../../domain/live';
import type { LiveState, PlacedProblem, SyncSource } from '../../engine/api';

/** Problems of one account that are one to a person: the same went wrong with the same source, in one place or in all. */
export interface Fold {
  readonly account: string;
  readonly source: SyncSource;
  /** The newest of them. */
  readonly problem: Problem;
  /** What was called, each once. */
  readonly operations: readonly string[];
  /** Codes, each once, in their order; the empty one is the account as a whole. */
  readonly regions: readonly string[];
  /** Kinds of resources that are unknown there. */
  readonly apis: readonly string[];
}

/** What people miss most comes first. */
const ORDER: readonly SyncSource[] = ['events', 'trails', 'inventory'];

/** Folds them: of the events first, then the one of most places. */
export function fold(problems: readonly PlacedProblem[]): readonly Fold[] {
  const groups = new Map<string, PlacedProblem[]>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.account, problem.source, problem.problem.reason]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [problem]);
    else group.push(problem);
  }
  const rank = ({ source }: Fold): number => ORDER.indexOf(source);
  return [...groups.values()].flatMap(folded).sort((a, b) => rank(a) - rank(b) || b.regions.length - a.regions.length);
}

function folded(group: readonly PlacedProblem[]): readonly Fold[] {
  const [first] = group;
  if (first === undefined) return [];
  const { account, source } = first;
  const each = (values: readonly (string | undefined)[]): readonly string[] =>
    [...new Set(values.flatMap((value) => value ?? []))].sort((a, b) => (a < b ? -1 : 1));
  const { problem } = group.reduce((newest, one) => (one.problem.at > newest.problem.at ? one : newest), first);
  return [
    {
      account,
      source,
      problem,
      operations: each(group.map((one) => one.problem.operation)),
      regions: each(group.map(({ region }) => region)),
      apis: each(group.map(({ api }) => api)),
    },
  ];
}

const SOURCES = { lookup: 'events', trail: 'trails' } as const;

/** What of the connected accounts is UNKNOWN at present. A problem of an account as a whole stands for those of its parts. */
export function problemsOf({ connections, coverage, collected }: LiveState): readonly PlacedProblem[] {
  const whole = connections.flatMap(({ account, problem }): PlacedProblem[] =>
    problem === undefined ? [] : [{ account, region: '', source: 'events', problem }],
  );
  const asked = new Set(connections.filter(({ problem }) => problem === undefined).map(({ account }) => account));
  const parts = [
    ...coverage.map((part) => ({ ...part, source: SOURCES[part.source], api: undefined })),
    ...collected.map((part) => ({ ...part, source: 'inventory' as const })),
  ];
  return [
    ...whole,
    ...parts.flatMap(({ account, region, source, api, problem }): PlacedProblem[] =>
      problem === undefined || !asked.has(account) ? [] : [{ account, region, source, ...(api !== undefined && { api }), problem }],
    ),
  ];
}
