import { shortName } from '../../domain/resource';
import { nounOf } from './births';
import { DECISIVE, featuresOf, KINDS, type Features, type Kind } from './features';
import { leavesOf, type Traced } from './traced';

/** One thing that somebody asked a service for, with the calls that made and changed it, oldest first. */
export interface Thing {
  readonly key: string;
  readonly life: readonly Traced[];
  /** When it was deleted, in epoch milliseconds. */
  readonly end?: number;
}

/** What makes nothing run by itself: parts that other things are made of. */
const INERT =
  /(?:subnet|parameter|option|target|security|log)group|taskdefinition|listener|rule|snapshot|policy|layer|permission|alias|tag|image|resource|attribute/;

/** Sorts calls of one service, oldest first, by the things that they are about. A thing of the same name after its end is another. */
export function thingsAmong(calls: readonly Traced[], withParts: boolean): readonly Thing[] {
  const open = new Map<string, Traced[]>();
  const ended: Thing[] = [];
  for (const call of calls) {
    const noun = nounOf(call);
    if (!withParts && INERT.test(noun)) continue;
    const key = `${noun} ${nameOf(call) ?? call.event.eventId}`;
    const life = open.get(key) ?? [];
    if (call.event.crud === 'delete') {
      if (life.length > 0) ended.push({ key, life, end: call.event.time });
      open.delete(key);
    } else open.set(key, [...(call.event.crud === 'create' ? [] : life), call]);
  }
  return [...ended, ...[...open].map(([key, life]) => ({ key, life }))];
}

/** The name of what a call is about; of a service of ECS together with its cluster, as `cluster/service`. */
export function nameOf(call: Traced): string | undefined {
  const { request } = call;
  const noun = nounOf(call);
  const leaves = leavesOf(request);
  const root = (key: string): string => key.toLowerCase().replace(/(?:name|identifier|id|arn)$/, '');
  const own = leaves.find(({ key }) => root(key) === noun) ?? leaves.find(({ key }) => key === 'name');
  if (own === undefined) return undefined;
  const within = leaves.find(({ key }) => key === 'cluster' || key === 'clusterName')?.text ?? 'default';
  return `${shortName(within)}/${shortName(own.text)}`;
}

/** What a thing is said to be by then: of the network and the code what was said last, of names all. */
export function featuresBy(life: readonly Traced[]): Features {
  const all = life.map(featuresOf);
  const kinds = (Object.keys(KINDS) as Kind[]).map((kind) => {
    const latest = all.findLast((features) => features[kind].size > 0)?.[kind] ?? new Set<string>();
    return [kind, DECISIVE.includes(kind) ? latest : new Set(all.flatMap((features) => [...features[kind]]))] as const;
  });
  return Object.fromEntries(kinds) as Record<Kind, ReadonlySet<string>>;
}
