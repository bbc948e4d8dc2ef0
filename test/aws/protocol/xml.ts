import { checkMembers, toText, type Shape } from './schema';

export function element(name: string, content: string, attributes = ''): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

export function escapeXml(text: string): string {
  const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
  return text.replaceAll(/[&<>"\r]/g, (sign) => ESCAPES[sign] ?? sign);
}

/** The children that a structure's members make. Times are ISO 8601 where the shape doesn't say. */
export function membersXml(shape: Shape, value: object): string {
  checkMembers(shape, value, shape.getName() ?? '');
  return [...shape.structIterator()]
    .filter(([, member]) => !isBound(member) && member.getMergedTraits().xmlAttribute === undefined)
    .map(([name, member]) =>
      memberXml(member.getMemberTraits().xmlName ?? name, member, (value as Readonly<Record<string, unknown>>)[name]),
    )
    .join('');
}

/** Whether a member stands in a header or is the whole body. */
function isBound(member: Shape): boolean {
  const { httpHeader, httpPayload, httpPrefixHeaders, httpResponseCode } = member.getMergedTraits();
  return [httpHeader, httpPayload, httpPrefixHeaders, httpResponseCode].some((trait) => trait !== undefined);
}

export function memberXml(name: string, shape: Shape, value: unknown): string {
  if (value === null || value === undefined) return '';
  const flattened = shape.getMergedTraits().xmlFlattened !== undefined;
  if (shape.isListSchema()) {
    const item = shape.getValueSchema();
    const itemName = flattened ? name : (item.getMergedTraits().xmlName ?? 'member');
    const items = (value as readonly unknown[]).map((one) => memberXml(itemName, item, one)).join('');
    return flattened ? items : element(name, items);
  }
  if (shape.isMapSchema()) {
    const [key, item] = [shape.getKeySchema(), shape.getValueSchema()];
    const entries = Object.entries(value).map(([at, one]) =>
      element(
        flattened ? name : 'entry',
        memberXml(key.getMergedTraits().xmlName ?? 'key', key, at) + memberXml(item.getMergedTraits().xmlName ?? 'value', item, one),
      ),
    );
    return flattened ? entries.join('') : element(name, entries.join(''));
  }
  if (shape.isStructSchema()) return element(name, membersXml(shape, value), attributesOf(shape, value));
  return element(name, escapeXml(toText(shape, value, 'date-time')));
}

/** Namespace and attributes, such as `xsi:type` of S3's grantees. */
function attributesOf(shape: Shape, value: object): string {
  const [prefix, uri] = shape.getMergedTraits().xmlNamespace ?? [];
  const declared = uri === undefined ? '' : ` xmlns${prefix === undefined || prefix === '' ? '' : `:${prefix}`}="${uri}"`;
  const attributes = [...shape.structIterator()]
    .filter(([name, member]) => member.getMergedTraits().xmlAttribute !== undefined && name in value)
    .map(([name, member]) => {
      const text = toText(member, (value as Readonly<Record<string, unknown>>)[name], 'date-time');
      return ` ${member.getMergedTraits().xmlName ?? name}="${escapeXml(text)}"`;
    });
  return declared + attributes.join('');
}
