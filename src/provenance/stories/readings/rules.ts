import type { Reading, Sentence } from '../../../domain/chain';
import { DAY, HOUR } from '../../../domain/time';
import type { Definition, Facts } from './facts';

/** What a rule found: the record it rests on, and what its sentence says. */
interface Finding {
  readonly eventId: string;
  readonly args: Sentence['args'];
}

export interface Rule {
  readonly id: string;
  /** Points for a reading, or against it: 1 is a hint, 2 a good reason, 3 seldom means anything else. */
  readonly points: Readonly<Partial<Record<Reading['id'], number>>>;
  /** English with `{0}` for the first argument: a translation's key. */
  readonly says: string;
  readonly find: (facts: Facts) => Finding | undefined;
}

/** Regions in which one principal starts things within a day, this one included. */
const MANY_REGIONS = 3;
const MANY_TASKS = 10;
const FEW_TASKS = 3;
/** Processors and memory of a task, in CPU units and MiB. */
const LARGE = { cpu: 4096, memory: 16_384 };
const SMALL = { cpu: 1024, memory: 4096 };
/** How old a key may be to count as fresh. */
const FRESH = 2 * DAY;
const TEST_NAME = /(?:^|[^a-z])(?:tests?|testing|demo|load|poc|try|trial|tmp|temp|sandbox|spike|experiment|playground|hello)(?:[^a-z]|$)/i;
/** The account's own registry. Whatever has no host, or one of these, anybody can fill: Docker Hub and the others of the public. */
const OWN_REGISTRY = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\//;
const PUBLIC_REGISTRY =
  /^(?:public\.ecr\.aws|docker\.io|index\.docker\.io|registry-1\.docker\.io|ghcr\.io|quay\.io|registry\.hub\.docker\.com)\//;

/** All evidence that is weighed, one rule a row (spec: provenance, end of section 2). */
export const RULES: readonly Rule[] = [
  {
    id: 'many-regions',
    points: { mining: 3, forgotten: -1 },
    says: 'Whoever made it started things in {0} regions within a day',
    find: ({ call, elsewhere }) => {
      const [first] = elsewhere;
      const regions = new Set([call, ...elsewhere].map(({ event }) => event.region)).size;
      return first === undefined || regions < MANY_REGIONS ? undefined : { eventId: first.event.eventId, args: [regions] };
    },
  },
  {
    id: 'one-region',
    points: { mining: -1 },
    says: 'Whoever made it started nothing in other regions on that day',
    find: (facts) => (facts.elsewhere.length === 0 ? onCall(facts) : undefined),
  },
  {
    id: 'many-tasks',
    points: { mining: 2, forgotten: -1 },
    says: 'The number of tasks wanted is {0}',
    find: (facts) => (facts.desiredCount !== undefined && facts.desiredCount >= MANY_TASKS ? onCall(facts, facts.desiredCount) : undefined),
  },
  {
    id: 'few-tasks',
    points: { forgotten: 1, mining: -1 },
    says: 'The number of tasks wanted is {0}',
    find: (facts) => (facts.desiredCount !== undefined && facts.desiredCount <= FEW_TASKS ? onCall(facts, facts.desiredCount) : undefined),
  },
  {
    id: 'large-tasks',
    points: { mining: 2 },
    says: 'Each task has {0} CPU units and {1} MiB of memory',
    find: ({ definition }) => sized(definition, ({ cpu, memory }) => cpu >= LARGE.cpu || memory >= LARGE.memory),
  },
  {
    id: 'small-tasks',
    points: { mining: -1 },
    says: 'Each task has {0} CPU units and {1} MiB of memory',
    find: ({ definition }) => sized(definition, ({ cpu, memory }) => cpu > 0 && cpu <= SMALL.cpu && memory <= SMALL.memory),
  },
  {
    id: 'public-image',
    points: { mining: 2 },
    says: 'The image {0} comes from a public registry',
    find: ({ definition }) => image(definition, isPublic),
  },
  {
    id: 'own-image',
    points: { forgotten: 1, broken: 1, mining: -2 },
    says: 'The image {0} comes from a private registry in AWS',
    find: ({ definition }) =>
      definition?.images.every((name) => OWN_REGISTRY.test(name)) === true ? image(definition, () => true) : undefined,
  },
  {
    id: 'public-address',
    points: { mining: 1 },
    says: 'Its tasks get public addresses',
    find: (facts) => (facts.publicAddress ? onCall(facts) : undefined),
  },
  {
    id: 'fresh-key',
    points: { mining: 3 },
    says: 'The access key it was made with was less than two days old',
    find: ({ call, keyBirth }) =>
      keyBirth !== undefined && call.event.time - keyBirth.event.time < FRESH ? { eventId: keyBirth.event.eventId, args: [] } : undefined,
  },
  {
    id: 'unused-region',
    points: { forgotten: 2, mining: 1, broken: -1 },
    says: 'Nobody else has changed anything in {0}',
    find: (facts) => (facts.byOthers.length === 0 ? onCall(facts, facts.call.event.region) : undefined),
  },
  {
    id: 'used-region',
    points: { broken: 1, forgotten: -1 },
    says: 'Others change things in {0}, too',
    find: ({ byOthers: [other] }) => (other === undefined ? undefined : { eventId: other.event.eventId, args: [other.event.region] }),
  },
  {
    id: 'test-name',
    points: { forgotten: 2 },
    says: 'The name {0} is that of a test or a trial',
    find: (facts) => (TEST_NAME.test(facts.name) ? onCall(facts, facts.name) : undefined),
  },
  {
    id: 'not-looked-at-for-days',
    points: { forgotten: 2, broken: -1 },
    says: 'Nobody has looked at it for {0} days',
    find: (facts) => (unseen(facts) >= 2 * DAY ? seen(facts, Math.floor(unseen(facts) / DAY)) : undefined),
  },
  {
    id: 'not-looked-at-for-hours',
    points: { forgotten: 1 },
    says: 'Nobody has looked at it for {0} hours',
    find: (facts) => (unseen(facts) >= DAY && unseen(facts) < 2 * DAY ? seen(facts, Math.floor(unseen(facts) / HOUR)) : undefined),
  },
  {
    id: 'looked-at',
    points: { broken: 1, forgotten: -2 },
    says: 'Somebody looked at it less than a day ago',
    find: (facts) => (facts.look !== undefined && unseen(facts) < DAY ? seen(facts) : undefined),
  },
  {
    id: 'changed-before',
    points: { broken: 2, forgotten: -1 },
    says: 'The service was changed before this, and not newly made',
    find: (facts) => (isChange(facts) ? onCall(facts) : undefined),
  },
  {
    id: 'as-first-made',
    points: { broken: -2 },
    says: 'The service is as it was first made: no change came before this',
    find: (facts) => (isChange(facts) ? undefined : onCall(facts)),
  },
  {
    id: 'new-image',
    points: { broken: 2 },
    says: 'Its image was changed from {0} to {1}',
    find: ({ call, definition, formerDefinition }) => {
      const [now, before] = [definition?.images[0], formerDefinition?.images[0]];
      if (definition === undefined || now === undefined || before === undefined || now === before) return undefined;
      return call.event.operation === 'UpdateService' ? { eventId: definition.traced.event.eventId, args: [before, now] } : undefined;
    },
  },
  {
    id: 'ran-before',
    points: { broken: 2, forgotten: -1 },
    says: 'The service had been there for days when it was changed',
    find: ({ call, creation }) =>
      creation !== undefined && call.event.time - creation.event.time >= 2 * DAY
        ? { eventId: creation.event.eventId, args: [] }
        : undefined,
  },
];

function onCall({ call }: Facts, ...args: Sentence['args']): Finding {
  return { eventId: call.event.eventId, args };
}

/** What rests on the newest look: where there was none, on the call itself. */
function seen({ call, look }: Facts, ...args: Sentence['args']): Finding {
  return { eventId: (look ?? call).event.eventId, args };
}

/** How long nobody had looked at it, up to the event asked about. */
function unseen({ call, look, end }: Facts): number {
  return end - (look ?? call).event.time;
}

function isChange({ call }: Facts): boolean {
  return call.event.operation === 'UpdateService';
}

function sized(definition: Definition | undefined, holds: (definition: Definition) => boolean): Finding | undefined {
  if (definition === undefined || !holds(definition)) return undefined;
  return { eventId: definition.traced.event.eventId, args: [definition.cpu, definition.memory] };
}

function image(definition: Definition | undefined, holds: (name: string) => boolean): Finding | undefined {
  const name = definition?.images.find(holds);
  return definition === undefined || name === undefined ? undefined : { eventId: definition.traced.event.eventId, args: [name] };
}

/** `nginx`, `library/nginx:1` and what names a public registry; `host.example/name` may be anybody's and is neither. */
function isPublic(name: string): boolean {
  const [first = '', ...rest] = name.split('/');
  const hasHost = rest.length > 0 && /[.:]|^localhost$/.test(first);
  return !hasHost || PUBLIC_REGISTRY.test(name);
}
