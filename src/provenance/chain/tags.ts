import { isObject, textAt, type JsonValue } from '../../domain/json';
import { lifeOfName, birthOf, SLACK } from './births';
import { actingService } from './caller';
import { cause } from './causes';
import { NOTHING, pointed, type FindEdge } from './edge';
import type { Traced } from './traced';

/** Tags that a service puts on what it makes, and what of its own they name; the nearest to the thing first. */
const NAMING_TAGS: readonly { readonly tag: string; readonly service: string; readonly noun: string; readonly cluster?: string }[] = [
  { tag: 'aws:autoscaling:groupName', service: 'autoscaling', noun: 'autoscalinggroup' },
  { tag: 'aws:ecs:serviceName', service: 'ecs', noun: 'service', cluster: 'aws:ecs:clusterName' },
  { tag: 'eks:nodegroup-name', service: 'eks', noun: 'nodegroup' },
  { tag: 'eks:cluster-name', service: 'eks', noun: 'cluster' },
  { tag: 'aws:eks:cluster-name', service: 'eks', noun: 'cluster' },
  { tag: 'cluster.k8s.amazonaws.com/name', service: 'eks', noun: 'cluster' },
  { tag: 'elbv2.k8s.aws/cluster', service: 'eks', noun: 'cluster' },
  { tag: 'elasticbeanstalk:environment-name', service: 'elasticbeanstalk', noun: 'environment' },
  { tag: 'aws:cloudformation:stack-name', service: 'cloudformation', noun: 'stack' },
];
/** Tags whose value is an id: K1 of another kind. */
const ID_TAGS: readonly string[] = ['aws:ec2launchtemplate:id'];
export const CLOUDFORMATION = 'cloudformation.amazonaws.com';
export const STACK_TAG = 'aws:cloudformation:stack-id';

/** The tags that a record gives to what it makes: lists of keys and values, and objects called tags. */
export function tagsOf({ request, response }: Traced): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  const queue: { readonly key: string; readonly value: JsonValue | undefined }[] = [
    { key: '', value: response },
    { key: '', value: request },
  ];
  for (let n = 0; n < queue.length && n < 4_000; n++) {
    const { key = '', value } = queue[n] ?? {};
    if (Array.isArray(value)) for (const item of value as readonly JsonValue[]) queue.push({ key, value: item });
    if (!isObject(value)) continue;
    const [name, text] = [value['key'] ?? value['Key'], value['value'] ?? value['Value']];
    const isPair = typeof name === 'string' && typeof text === 'string';
    if (isPair) tags.set(name, text);
    for (const [inner, item] of Object.entries(value)) {
      if (!isPair && /^tags$/i.test(key) && typeof item === 'string') tags.set(inner, item);
      queue.push({ key: inner, value: item });
    }
  }
  return tags;
}

/** Whether CloudFormation made the call for a stack. */
export function isFormed(traced: Traced): boolean {
  return actingService(traced) === CLOUDFORMATION || textAt(traced.identity, 'arn')?.endsWith('/AWSCloudFormation') === true;
}

/** K15: a service writes on what it makes for what it was made. */
export const tagged: FindEdge = async (child, look, signal) => {
  if (child.event.crud !== 'create' || isFormed(child)) return NOTHING;
  const tags = tagsOf(child);
  const { account, region, time } = child.event;
  for (const { tag, service, noun, cluster } of NAMING_TAGS) {
    const name = tags.get(tag);
    if (name === undefined) continue;
    const within = cluster === undefined ? undefined : tags.get(cluster);
    const place = { account, region, service: `${service}.amazonaws.com`, noun, ...(within !== undefined && { cluster: within }) };
    const life = (await lifeOfName(look, name, place, time, signal)).filter((call) => call !== child);
    if (life.length === 0 && child.event.service === place.service) continue; // it makes the very thing
    return pointed('K15', cause(life, time), name);
  }
  for (const tag of ID_TAGS) {
    const id = tags.get(tag);
    if (id !== undefined) return pointed('K15', await birthOf(look, id, time + SLACK, signal), id);
  }
  return NOTHING;
};
