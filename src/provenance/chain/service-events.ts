import { at, textAt, type JsonValue } from '../../domain/json';
import { isReference } from '../../domain/resource';
import { exact, NOTHING, type FindEdge } from './edge';
import { birthOf } from './births';
import { leavesOf, type Traced } from './traced';

const MOST_TOUCHES = 50;

/**
 * K3: what a service tells of its own accord has neither request nor response; what it is about stands in other places. The end of a
 * thing goes back to whoever asked for its end (a key's deletion is scheduled), all else to its birth.
 */
export const told: FindEdge = async (child, look, signal) => {
  if (textAt(child.record, 'eventType') !== 'AwsServiceEvent') return NOTHING;
  const { time, service, operation } = child.event;
  for (const token of thingsTold(child)) {
    if (operation.includes('Delet')) {
      const ends = await look.carriers(token, { until: time, cruds: ['delete'], newestFirst: true, limit: MOST_TOUCHES }, signal);
      const asked = ends.find(({ traced }) => traced !== child && traced.event.service === service && !traced.event.serviceDriven);
      if (asked !== undefined) return exact('K3', asked.traced, token);
      continue; // who made it has not thereby ended it
    }
    const birth = await birthOf(look, token, time, signal);
    if (birth !== undefined && birth !== child) return exact('K3', birth, token);
  }
  return NOTHING;
};

function thingsTold({ record }: Traced): readonly string[] {
  const resources = record['resources'];
  const arns = Array.isArray(resources) ? (resources as readonly JsonValue[]).map((item) => at(item, 'ARN')) : [];
  const told = [
    ...arns,
    ...leavesOf(record['serviceEventDetails']).map(({ text }) => text),
    ...leavesOf(record['additionalEventData']).map(({ text }) => text),
  ];
  return [...new Set(told)].filter((text): text is string => typeof text === 'string' && isReference(text)).slice(0, 8);
}
