import { at, isObject, textAt, type JsonObject, type JsonValue } from '../domain/json';
import { itemsOf, sdkForm } from './sdk-form';

/** One rule of a security group: one protocol, one range of ports, one peer. */
export interface GroupRule {
  /** As later calls may name it; absent where the answer to the call that made it doesn't say. */
  readonly id?: string;
  readonly outgoing: boolean;
  readonly protocol: string;
  readonly from: JsonValue;
  readonly to: JsonValue;
  readonly peer: { readonly kind: 'ipv4' | 'ipv6' | 'group' | 'prefix'; readonly value: string };
  /** What else the account says of the peer: a description, an owner. */
  readonly more?: JsonObject;
}

/** What a new group of a VPC may do: everything, outwards. No record says so; AWS gives it this rule. */
export const NEW_GROUP_RULES: readonly GroupRule[] = [
  { outgoing: true, protocol: '-1', from: null, to: null, peer: { kind: 'ipv4', value: '0.0.0.0/0' } },
];

/** The rules of a group after a call. */
export function groupRulesAfter(
  rules: readonly GroupRule[],
  operation: string,
  request: JsonObject,
  response: JsonObject,
): readonly GroupRule[] {
  if (operation.startsWith('Revoke')) return rulesLeft(rules, operation, request);
  if (operation.startsWith('Modify')) return rulesModified(rules, request);
  const added = rulesAdded(operation, request, response);
  const keys = new Set(added.map(keyOf)); // a copy of the call that another account's log has says the same again
  return [...rules.filter((rule) => !keys.has(keyOf(rule))), ...added];
}

/** A call that says what rules are from now on, by their ids. */
function rulesModified(rules: readonly GroupRule[], request: JsonObject): readonly GroupRule[] {
  const asked = at(request, 'ModifySecurityGroupRulesRequest', 'SecurityGroupRule');
  const updates = (Array.isArray(asked) ? (asked as readonly JsonValue[]) : [asked]).flatMap((update) => {
    const [id, rule] = [textAt(update, 'SecurityGroupRuleId'), at(update, 'SecurityGroupRule')];
    return id !== undefined && isObject(rule) ? [[id, sdkForm(rule)] as const] : [];
  });
  return updates.reduce<readonly GroupRule[]>((left, [id, rule]) => {
    const place = left.findIndex((there) => there.id === id);
    const outgoing = left[place]?.outgoing ?? false;
    const [now] = answeredRule({ ...rule, isEgress: outgoing, securityGroupRuleId: id });
    if (now === undefined) return left;
    return place < 0 ? [...left, now] : left.map((there, n) => (n === place ? now : there));
  }, rules);
}

/** The rules that a call gave a group: with their ids where the answer says them. */
function rulesAdded(operation: string, request: JsonObject, response: JsonObject): readonly GroupRule[] {
  const answered = (itemsOf(response['securityGroupRuleSet']) ?? []).flatMap((item) => answeredRule(item));
  return answered.length > 0 ? answered : rulesAsked(operation, request);
}

/** Those of a group that are left after a call took some away. */
function rulesLeft(rules: readonly GroupRule[], operation: string, request: JsonObject): readonly GroupRule[] {
  const ids = new Set(
    (itemsOf(request['securityGroupRuleIds']) ?? []).map((item) => (isObject(item) ? (Object.values(item)[0] ?? '') : item)),
  );
  const gone = new Set(rulesAsked(operation, request).map(keyOf));
  return rules.filter((rule) => !gone.has(keyOf(rule)) && (rule.id === undefined || !ids.has(rule.id)));
}

function keyOf({ outgoing, protocol, from, to, peer }: GroupRule): string {
  return JSON.stringify([outgoing, protocol, from, to, peer]);
}

function answeredRule(item: JsonValue): readonly GroupRule[] {
  if (!isObject(item)) return [];
  const peers = [
    ['ipv4', textAt(item, 'cidrIpv4')],
    ['ipv6', textAt(item, 'cidrIpv6')],
    ['group', textAt(item, 'referencedGroupInfo', 'groupId')],
    ['prefix', textAt(item, 'prefixListId')],
  ] as const;
  const id = textAt(item, 'securityGroupRuleId');
  return peers.flatMap(([kind, value]) =>
    value === undefined
      ? []
      : [{ ...(id !== undefined && { id }), outgoing: item['isEgress'] === true, ...portsOf(item), peer: { kind, value } }],
  );
}

function rulesAsked(operation: string, request: JsonObject): readonly GroupRule[] {
  const outgoing = operation.endsWith('Egress');
  // Older calls have one permission at the top of the request.
  const old = typeof request['cidrIp'] === 'string' ? [{ ...request, ipRanges: { items: [{ cidrIp: request['cidrIp'] }] } }] : [];
  const permissions: readonly JsonValue[] = [...(itemsOf(request['ipPermissions']) ?? []), ...old];
  return permissions.filter(isObject).flatMap((permission) =>
    PEERS.flatMap(([kind, list, key]) =>
      (itemsOf(permission[list]) ?? []).flatMap((item) => {
        const value = textAt(item, key);
        return value === undefined ? [] : [{ outgoing, ...portsOf(permission), peer: { kind, value } }];
      }),
    ),
  );
}

/** Where the request of a call has the peers of each kind. */
const PEERS = [
  ['ipv4', 'ipRanges', 'cidrIp'],
  ['ipv6', 'ipv6Ranges', 'cidrIpv6'],
  ['group', 'groups', 'groupId'],
  ['prefix', 'prefixListIds', 'prefixListId'],
] as const;

/** The rules that a group's record has, as it was seen. Their ids are not told. */
export function rulesIn(record: JsonObject): readonly GroupRule[] {
  return [false, true].flatMap((outgoing) => {
    const permissions = record[outgoing ? 'ipPermissionsEgress' : 'ipPermissions'];
    return (Array.isArray(permissions) ? (permissions as readonly JsonValue[]) : []).filter(isObject).flatMap((permission) =>
      SHOWN.flatMap(([kind, list, key]) => {
        const peers = permission[list];
        return (Array.isArray(peers) ? (peers as readonly JsonValue[]) : [])
          .filter(isObject)
          .flatMap(({ [key]: value, ...more }) =>
            typeof value === 'string' ? [{ outgoing, ...portsOf(permission), peer: { kind, value }, more }] : [],
          );
      }),
    );
  });
}

/** Where a record has the peers of each kind. */
const SHOWN = [
  ['ipv4', 'ipv4Ranges', 'cidrIp'],
  ['ipv6', 'ipv6Ranges', 'cidrIpv6'],
  ['group', 'userIdGroupPairs', 'groupId'],
  ['prefix', 'prefixListIds', 'prefixListId'],
] as const;

/** Without ports, calls leave them out and answers say -1. All protocols have all ports, whatever a call says: Terraform says 0. */
function portsOf(value: JsonObject): Pick<GroupRule, 'protocol' | 'from' | 'to'> {
  const protocol = textAt(value, 'ipProtocol') ?? '-1';
  const port = (name: string): JsonValue => (protocol === '-1' || value[name] === -1 ? null : (value[name] ?? null));
  return { protocol, from: port('fromPort'), to: port('toPort') };
}

/**
 * `ipPermissions` and `ipPermissionsEgress` of a group's record: networks stand in `ipRanges` as plain texts, too.
 * @param isWhole all its rules are known, so that none is none
 */
export function permissionsOf(rules: readonly GroupRule[], isWhole: boolean): JsonObject {
  const [incoming, outgoing] = [grouped(rules, false), grouped(rules, true)];
  return {
    ...((isWhole || incoming.length > 0) && { ipPermissions: incoming }),
    ...((isWhole || outgoing.length > 0) && { ipPermissionsEgress: outgoing }),
  };
}

function grouped(rules: readonly GroupRule[], outgoing: boolean): readonly JsonObject[] {
  const groups = new Map<string, GroupRule[]>();
  for (const rule of rules) {
    if (rule.outgoing !== outgoing) continue;
    const key = JSON.stringify([rule.protocol, rule.from, rule.to]);
    const there = groups.get(key);
    if (there === undefined) groups.set(key, [rule]);
    else there.push(rule);
  }
  return [...groups.values()].map((members) => {
    const peers = (wanted: GroupRule['peer']['kind'], key: string): readonly JsonObject[] =>
      members.flatMap(({ peer: { kind, value }, more }) => (kind === wanted ? [{ [key]: value, ...more }] : []));
    const [{ protocol, from, to } = { protocol: '-1', from: null, to: null }] = members;
    return {
      ipProtocol: protocol,
      ...(from !== null && { fromPort: from }),
      ...(to !== null && { toPort: to }),
      ipRanges: peers('ipv4', 'cidrIp').map(({ cidrIp = null }) => cidrIp),
      ...Object.fromEntries(SHOWN.map(([kind, list, key]) => [list, peers(kind, key)])),
    };
  });
}
