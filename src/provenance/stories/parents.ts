import { isObject, textAt, type JsonValue } from '../../domain/json';
import { shortName } from '../../domain/resource';
import type { Traced } from '../chain/traced';

/** What a service works for: the thing that somebody made or changed. */
export interface Parent {
  readonly kind: 'ecs' | 'auto-scaling' | 'other';
  /** Unlike any other in its account and region. */
  readonly key: string;
  readonly name: string;
  readonly operation: string;
  /** The call changed the thing and did not make it. */
  readonly changed: boolean;
}

interface Kind {
  readonly kind: Parent['kind'];
  /** `eventSource` and calls. */
  readonly service: string;
  readonly operations: RegExp;
  nameOf(request: JsonValue | undefined, response: JsonValue | undefined): readonly string[] | undefined;
}

/** One kind of parent a row; the last of its names is shown. */
const KINDS: readonly Kind[] = [
  {
    kind: 'ecs',
    service: 'ecs.amazonaws.com',
    operations: /^(?:Create|Update)Service$/,
    nameOf: (request, response) => {
      const cluster = textAt(request, 'cluster') ?? textAt(response, 'service', 'clusterArn') ?? 'default';
      const name = textAt(request, 'serviceName') ?? textAt(request, 'service') ?? textAt(response, 'service', 'serviceName');
      return name === undefined ? undefined : [shortName(cluster), shortName(name)];
    },
  },
  {
    kind: 'auto-scaling',
    service: 'autoscaling.amazonaws.com',
    operations: /^(?:CreateAutoScalingGroup|UpdateAutoScalingGroup|SetDesiredCapacity)$/,
    nameOf: (request) => namesOf(textAt(request, 'autoScalingGroupName')),
  },
];

/** What an event that stands behind a service's work made or changed. */
export function parentIn({ event: { service, operation, eventId }, request, response }: Traced): Parent {
  const changed = !/^(?:Create|Run|Register|Allocate|Start|Restore)/.test(operation);
  for (const kind of KINDS) {
    if (kind.service !== service || !kind.operations.test(operation)) continue;
    const names = kind.nameOf(request, response);
    if (names !== undefined) return { kind: kind.kind, key: JSON.stringify(names), name: names.at(-1) ?? '', operation, changed };
  }
  return { kind: 'other', key: eventId, name: nameIn(request), operation, changed };
}

/** Of a call that the table doesn't know: the first of its parameters that is called a name or an id. */
function nameIn(request: JsonValue | undefined): string {
  if (!isObject(request)) return '';
  const key = Object.keys(request).find((member) => /(?:Name|Identifier|Id)$/.test(member) && textAt(request, member) !== undefined);
  return key === undefined ? '' : shortName(textAt(request, key) ?? '');
}

function namesOf(name: string | undefined): readonly string[] | undefined {
  return name === undefined ? undefined : [name];
}
