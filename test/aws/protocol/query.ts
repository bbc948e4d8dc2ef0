import { fromText, type Shape } from './schema';

/** The form of a query request as a tree: `Filter.1.Value.1=x` is Filter → 1 → Value → 1. */
interface Node {
  text?: string;
  readonly children: Map<string, Node>;
}

export type QueryDialect = 'query' | 'ec2';

/** Parameters of a query request as the SDK's shape. */
export function fromQuery(shape: Shape, form: URLSearchParams, dialect: QueryDialect): unknown {
  const root: Node = { children: new Map() };
  for (const [key, text] of form) {
    let node = root;
    for (const part of key.split('.')) {
      const child: Node = node.children.get(part) ?? { children: new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.text = text;
  }
  return read(shape, root, dialect);
}

function read(shape: Shape, node: Node, dialect: QueryDialect): unknown {
  if (shape.isStructSchema()) {
    const bag: Record<string, unknown> = {};
    for (const [name, member] of shape.structIterator()) {
      const child = node.children.get(nameOf(name, member, dialect));
      if (child !== undefined) bag[name] = read(member, child, dialect);
    }
    return bag;
  }
  const flat = dialect === 'ec2' || shape.getMergedTraits().xmlFlattened !== undefined;
  if (shape.isListSchema()) {
    const item = shape.getValueSchema();
    const items = flat ? node : (node.children.get(item.getMergedTraits().xmlName ?? 'member') ?? { children: new Map<string, Node>() });
    return inOrder(items).map((child) => read(item, child, dialect));
  }
  if (shape.isMapSchema()) {
    const entries = flat ? node : (node.children.get('entry') ?? { children: new Map<string, Node>() });
    return Object.fromEntries(
      inOrder(entries).map(({ children }) => [
        children.get(shape.getKeySchema().getMergedTraits().xmlName ?? 'key')?.text ?? '',
        read(
          shape.getValueSchema(),
          children.get(shape.getValueSchema().getMergedTraits().xmlName ?? 'value') ?? { children: new Map() },
          dialect,
        ),
      ]),
    );
  }
  return fromText(shape, node.text ?? '');
}

function inOrder({ children }: Node): Node[] {
  return [...children].sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child);
}

/** EC2 has names of its own for queries, and capitalises the others. */
function nameOf(name: string, member: Shape, dialect: QueryDialect): string {
  const { xmlName = name, ec2QueryName } = member.getMergedTraits();
  if (dialect === 'query') return xmlName;
  return typeof ec2QueryName === 'string' ? ec2QueryName : xmlName.charAt(0).toUpperCase() + xmlName.slice(1);
}
