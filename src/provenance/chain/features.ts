import { textAt } from '../../domain/json';
import { isReference, resourceType, shortName } from '../../domain/resource';
import { tagsOf } from './tags';
import { leavesOf, type Traced } from './traced';

/** What two records may share, and how much it says: groups and roles are chosen for a purpose, a VPC is everybody's. */
export const KINDS = { subnet: 1, group: 1, role: 1, image: 0.8, template: 1.2, vpc: 0.4, name: 1.2, tag: 1, call: 3 } as const;
export type Kind = keyof typeof KINDS;
/** Kinds that name the network and the code: where both records say one and share none, they are not about the same. */
export const DECISIVE: readonly Kind[] = ['subnet', 'group', 'role', 'image'];

const TYPES: Readonly<Record<string, Kind>> = {
  'AWS::EC2::Subnet': 'subnet',
  'AWS::EC2::SecurityGroup': 'group',
  'AWS::EC2::VPC': 'vpc',
  'AWS::EC2::Image': 'image',
  'AWS::EC2::LaunchTemplate': 'template',
  'AWS::IAM::Role': 'role',
};
/** A part of a description or a name that says as little as these is no name. */
const COMMON = new Set(['arn', 'aws', 'default', 'attachment', 'interface', 'network', 'created', 'for', 'true', 'false', 'null', 'none']);

/** Of each kind what a record says. */
export type Features = Readonly<Record<Kind, ReadonlySet<string>>>;

export function featuresOf(traced: Traced): Features {
  const found: Record<Kind, Set<string>> = {
    subnet: new Set(),
    group: new Set(),
    role: new Set(),
    image: new Set(),
    template: new Set(),
    vpc: new Set(),
    name: new Set(),
    tag: new Set(),
    call: new Set(),
  };
  for (const { key, text } of [...leavesOf(traced.request), ...leavesOf(traced.response)]) {
    const kind = isReference(text) ? TYPES[resourceType(text)] : text.startsWith('ami-') ? 'image' : undefined;
    if (kind !== undefined) found[kind].add(text);
    else if (/^image$/i.test(key)) found.image.add(text);
    else if (/^clientToken$/i.test(key)) found.call.add(text);
    else for (const name of namesIn(key, text)) found.name.add(name);
  }
  for (const [key, value] of tagsOf(traced)) if (value.length > 2 && !/^(?:true|false|\d+)$/i.test(value)) found.tag.add(`${key}=${value}`);
  const request = textAt(traced.record, 'requestID');
  if (request !== undefined) found.call.add(request);
  return found;
}

const NAMING_KEY = /(?:name|description|startedBy|family|taskDefinition|cluster|service|function|resourceId|identifier)$/i;

/** Names at keys that hold some, and the parts of paths and descriptions. */
function namesIn(key: string, text: string): readonly string[] {
  if (!NAMING_KEY.test(key) || text.length > 512) return [];
  const rest = text.startsWith('arn:') ? text.split(':').slice(5).join(':') : text; // what stands before is no name
  const parts = [shortName(text), ...rest.split(/[\s/:,()]+/)];
  const plain = parts.map((part) => part.replace(/:\d+$/, ''));
  return [...new Set(plain)].filter(
    (part) =>
      part.length > 2 &&
      !COMMON.has(part.toLowerCase()) &&
      !/^(?:[\d.-]+|[a-z]{2}(?:-[a-z]+)+-\d|[0-9a-f-]{36}|arn|.*\.amazonaws\.com)$/.test(part),
  );
}
