import type { Root, Sentence } from '../../domain/chain';
import { DAY, HOUR } from '../../domain/time';
import type { Cause } from './causes';

/** What a title is made of. */
export interface Telling {
  readonly cause: Cause;
  readonly root: Root;
  readonly account: string;
  readonly region: string;
  /** Titles of the policies of its alerts, each once, those of the worst alerts first. */
  readonly policies: readonly string[];
  /** Of the newest alert. */
  readonly resource: string;
  readonly actor: string;
  readonly alerts: number;
  readonly events: number;
  /** From the first event to the last, in milliseconds. */
  readonly period: number;
  /** The things that were made were ended soon after, again and again. */
  readonly retried: boolean;
}

interface Title {
  /** English, `{0}` being the first of the arguments. */
  readonly text: string;
  /** Whether it says how long it took. */
  readonly period?: true;
  /** What is said of who stands behind it. */
  readonly by?: keyof typeof BY;
}

/** Every way in which a title may begin, one a row. */
const TITLES = {
  ecsRetry: { text: 'ECS service {0} in {1} fails to start and is retried: {2} interface pairs', period: true, by: 'setUp' },
  ecs: { text: 'ECS service {0} in {1} makes and removes what its tasks need: {2} events', by: 'setUp' },
  autoScaling: { text: 'Auto Scaling group {0} in {1} launches and ends instances: {2} events', by: 'setUp' },
  parent: { text: '{0} in {1} set a service to work: {2} events', by: 'setUp' },
  run: { text: '{0} run in {1}: {2}', by: 'done' },
  session: { text: 'A session of {0} in {1}: {2}', by: 'done' },
  refused: { text: '{0} is refused what it asks for in {1}: {2} calls', by: 'done' },
  principal: { text: '{0} in {1}: {2}', by: 'done' },
  root: { text: 'The root user of account {0} is used in {1}: {2}' },
  alike: { text: '{0} in {1}, by {2}: cause unknown' },
  single: { text: '{0}: {1}', by: 'done' },
} as const satisfies Readonly<Record<string, Title>>;

/** Said of the time it took; the number is the argument after those of the beginning. */
const PERIODS = { days: ' in {#} days', hours: ' in {#} hours' } as const;

/** Said of who stands behind it, as strong as the chain says it: where nobody is known, nothing. */
const BY = {
  setUp: { sure: ', set up by {#}', scored: ', probably set up by {#}' },
  changed: { sure: ', last changed by {#}', scored: ', probably last changed by {#}' },
  done: { sure: ', by {#}', scored: ', probably by {#}' },
} as const;

/** Policies that a title names. */
const NAMED = 3;

/** All sentences that a title can be: what translations are for. */
export function titleTexts(): readonly string[] {
  return Object.values<Title>(TITLES).flatMap(({ text, period, by }) => {
    const beginnings = [text, ...(period === true ? Object.values(PERIODS).map((span) => extended(text, span)) : [])];
    const acts = by === undefined ? [] : by === 'setUp' ? [BY.setUp, BY.changed] : [BY[by]];
    return beginnings.flatMap((begun) => [begun, ...acts.flatMap(({ sure, scored }) => [extended(begun, sure), extended(begun, scored)])]);
  });
}

/** What is going on, and where. */
export function titleOf(telling: Telling): Sentence {
  const { cause, region, alerts, events, actor } = telling;
  const policies = listed(telling.policies);
  if (alerts === 1 && events < 2) return sentence(TITLES.single, [policies, telling.resource], telling);
  switch (cause.kind) {
    case 'parent': {
      const { kind, name, operation } = cause.parent;
      if (kind === 'ecs') return sentence(telling.retried ? TITLES.ecsRetry : TITLES.ecs, [name, region, events], telling);
      if (kind === 'auto-scaling') return sentence(TITLES.autoScaling, [name, region, events], telling);
      return sentence(TITLES.parent, [name === '' ? operation : `${operation} ${name}`, region, events], telling);
    }
    case 'root':
      return sentence(TITLES.root, [telling.account, region, policies], telling);
    case 'run':
      return sentence(TITLES.run, [cause.tool, region, policies], telling);
    case 'refused':
      return sentence(TITLES.refused, [actor, region, events], telling);
    case 'session':
    case 'principal':
      return sentence(TITLES[cause.kind], [actor, region, policies], telling);
    case 'unknown':
      return sentence(TITLES.alike, [policies, region, actor], telling);
  }
}

function sentence(title: Title, beginning: Sentence['args'], { cause, root, period }: Telling): Sentence {
  let { text } = title;
  const args = [...beginning];
  const span = title.period === true ? spanOf(period) : undefined;
  if (span !== undefined) {
    text = extended(text, PERIODS[span.unit]);
    args.push(span.amount);
  }
  const name = nameOf(root);
  // Whom the beginning names already is not named again.
  if (title.by !== undefined && name !== undefined && !beginning.includes(name)) {
    const by = title.by === 'setUp' && cause.kind === 'parent' && cause.parent.changed ? 'changed' : title.by;
    text = extended(text, BY[by][root.strength === 'scored' ? 'scored' : 'sure']);
    args.push(name);
  }
  return { text, args };
}

/** Names in a row; of many the first. */
function listed(names: readonly string[]): string {
  return `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ', …' : ''}`;
}

/** Only a person or a service that is known has a name worth saying. */
function nameOf({ kind, name }: Root): string | undefined {
  return kind === 'human' || kind === 'service' ? name : undefined;
}

/** The text with one argument more, after all that it has. */
function extended(text: string, more: string): string {
  const places = Array.from(text.matchAll(/\{(\d)\}/g), ([, place]) => Number(place));
  return text + more.replace('#', String(Math.max(...places) + 1));
}

/** In days or hours, whole ones and two at least: what is shorter is told by the row's times. */
function spanOf(period: number): { readonly unit: keyof typeof PERIODS; readonly amount: number } | undefined {
  if (period >= 1.75 * DAY) return { unit: 'days', amount: Math.round(period / DAY) };
  return period >= 1.5 * HOUR ? { unit: 'hours', amount: Math.round(period / HOUR) } : undefined;
}
