import type { Edge, Reading, RecordFact, Root, Strength } from '../../src/protocol/chain';
import { t } from '../localise';

/** Why one record leads to the next: in a few words, and so that somebody who doubts it can judge. */
export interface EdgeWords {
  readonly short: string;
  readonly long: string;
}

export function edgeWords(edge: Edge): EdgeWords {
  const words: Readonly<Record<Edge, EdgeWords>> = {
    asked: { short: t('asked about'), long: t('This is the record you asked about. The chain begins here.') },
    K1: {
      short: t('gave it its id'),
      long: t('The answer to this call gave out an id, and the record above names it. AWS gives such an id only once.'),
    },
    K2: {
      short: t('made what has this name'),
      long: t(
        'This is the last call before the record above that made something of this name, in the same account, region and service, and nothing deleted it in between.',
      ),
    },
    K3: { short: t('names the same resource'), long: t('Both records name the same resource by an ARN or an id.') },
    K4: { short: t('issued its key'), long: t('This call issued the temporary access key that the record above was signed with.') },
    K5: {
      short: t('began its session'),
      long: t('This call began the role session of the record above: it has the same session id, and began at the same time.'),
    },
    K6: {
      short: t('signed in to the console'),
      long: t('This sign-in began the console session of the record above: the same principal, and the same time.'),
    },
    K7: {
      short: t('took the role from another'),
      long: t('The caller of the record above had itself taken on its role in this session: a chain of roles.'),
    },
    K8: {
      short: t('the workload with this role'),
      long: t('The role of the record above belongs to a workload, an instance or a function, and this call made the workload.'),
    },
    K9: { short: t('the person at Identity Center'), long: t('IAM Identity Center names the person on whose behalf the call was made.') },
    K10: { short: t('the person at the identity provider'), long: t('An identity provider vouched for the one who made the call.') },
    K11: {
      short: t('a service acts for it'),
      long: t(
        'A service made the call above of its own accord. Of all earlier calls that told this service to do something, this one shares most with it.',
      ),
    },
    K12: {
      short: t('set its stack going'),
      long: t('CloudFormation made the call above for a stack, and this call created or changed that stack.'),
    },
    K13: { short: t('the same event elsewhere'), long: t('Both records are of one event, written down in two accounts.') },
    K14: { short: t('the same request'), long: t('Both records carry the same request id or client token.') },
    K15: { short: t('named in its tags'), long: t('Tags that AWS put into the record above name what this call made.') },
  };
  return words[edge];
}

export function strengthName(strength: Strength): string {
  const names: Readonly<Record<Strength, string>> = { exact: t('exact'), strong: t('strong'), scored: t('scored') };
  return names[strength];
}

export function strengthWords(strength: Strength): string {
  const words: Readonly<Record<Strength, string>> = {
    exact: t('Exact: an id or key that can mean nothing else.'),
    strong: t('Strong: names and times fit together, and nothing contradicts.'),
    scored: t('Scored: a ranked guess. Compare it with the others before you name anybody.'),
  };
  return words[strength];
}

/** `0.87`: always two digits, so that scores compare by eye. */
export function scoreText(score: number): string {
  return score.toFixed(2);
}

/** What a root is, above its name. */
export function rootKind(kind: Root['kind']): string {
  const kinds: Readonly<Record<Root['kind'], string>> = {
    human: t('Root: a person'),
    service: t('Root: a service'),
    unknown: t('Unknown from here'),
    'before-log': t('Before the log begins'),
  };
  return kinds[kind];
}

/** The answer in one sentence. No link, no name: whom the records don't name isn't named here either. */
export function answerText({ kind, name, strength }: Root): string {
  if (kind === 'unknown') return t('The records don’t say who is behind this.');
  if (kind === 'before-log') return t('It began before the log does; who began it is not recorded.');
  if (name === undefined) return kind === 'human' ? t('It goes back to a person.') : t('It goes back to a service.');
  return strength === 'scored' ? t('It probably goes back to {0}.', name) : t('It goes back to {0}.', name);
}

/** What the end of the chain means, and what to do next. */
export function rootWords(kind: Root['kind']): string {
  const words: Readonly<Record<Root['kind'], string>> = {
    human: t('A person made the first call of this chain. Ask them: the message to the owner has all that they need.'),
    service: t('The chain ends at a service that acts by a role of its own. No record says on whose behalf.'),
    unknown: t(
      'From here on the records would allow several answers, or none. More logs may help: of the management account, of earlier days, of other regions.',
    ),
    'before-log': t('What this goes back to is older than the oldest record. Load older logs to look further.'),
  };
  return words[kind];
}

export function factName(fact: RecordFact): string {
  const names: Readonly<Record<RecordFact, string>> = {
    caller: t('Caller'),
    userAgent: t('User agent'),
    sourceIPAddress: t('Source address'),
    errorCode: t('Error'),
  };
  return names[fact];
}

export function readingName(id: Reading['id']): string {
  const names: Readonly<Record<Reading['id'], string>> = {
    forgotten: t('A forgotten test'),
    mining: t('Somebody mining at your expense'),
    broken: t('A broken deployment'),
  };
  return names[id];
}
