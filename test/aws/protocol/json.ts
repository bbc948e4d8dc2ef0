import { checkMembers, timeFormat, timeText, type Shape } from './schema';

type Bag = Readonly<Record<string, unknown>>;

/** A value of the SDK's shape as JSON. `jsonName`: REST services have other names on the wire. */
export function toJson(shape: Shape, value: unknown, names: 'members' | 'jsonName'): unknown {
  if (value === null || value === undefined) return undefined;
  if (shape.isStructSchema()) {
    checkMembers(shape, value, shape.getName() ?? '');
    return Object.fromEntries(
      [...shape.structIterator()].map(([name, member]) => [wireName(name, member, names), toJson(member, (value as Bag)[name], names)]),
    );
  }
  if (shape.isListSchema()) return (value as readonly unknown[]).map((item) => toJson(shape.getValueSchema(), item, names) ?? null);
  if (shape.isMapSchema())
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(shape.getValueSchema(), item, names)]));
  if (value instanceof Date) {
    const format = timeFormat(shape, 'epoch-seconds');
    return format === 'epoch-seconds' ? value.getTime() / 1000 : timeText(value, format);
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return value;
}

/** JSON of a request as the SDK's shape. Members that the shape doesn't have are left out. */
export function fromJson(shape: Shape, value: unknown, names: 'members' | 'jsonName'): unknown {
  if (value === null || value === undefined) return undefined;
  if (shape.isStructSchema()) {
    const bag: Record<string, unknown> = {};
    for (const [name, member] of shape.structIterator()) {
      const given = fromJson(member, (value as Bag)[wireName(name, member, names)], names);
      if (given !== undefined) bag[name] = given;
    }
    return bag;
  }
  if (shape.isListSchema()) return (value as readonly unknown[]).map((item) => fromJson(shape.getValueSchema(), item, names));
  if (shape.isMapSchema())
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromJson(shape.getValueSchema(), item, names)]));
  if (shape.isTimestampSchema()) return new Date(typeof value === 'number' ? value * 1000 : (value as string));
  if (shape.isBlobSchema()) return Buffer.from(value as string, 'base64');
  return value;
}

function wireName(name: string, member: Shape, names: 'members' | 'jsonName'): string {
  return names === 'jsonName' ? (member.getMergedTraits().jsonName ?? name) : name;
}
