/** How somebody looks at a chain: what a page keeps beside its subject. Never any of its data. */
export interface View {
  /** Keys of the cards whose evidence is open. */
  readonly open: readonly string[];
  /** Key of the card that the keyboard is at. */
  readonly at?: string;
}

/** The key of the last card; those of the others are their event ids. */
export const ROOT = 'root';

/** The view of a kept state; this version or another one may have written it. Another subject's is of no use. */
export function readView(state: unknown, subject: string): View {
  if (typeof state !== 'object' || state === null) return { open: [] };
  const { subject: of, open, at } = state as Readonly<Record<string, unknown>>;
  if (of !== subject) return { open: [] };
  return {
    open: Array.isArray(open) ? open.filter((key) => typeof key === 'string') : [],
    ...(typeof at === 'string' && { at }),
  };
}

/** Where a key leads in a list of `count` cards; `undefined`: not a key that moves. */
export function movedTo(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return Math.max(0, index - 1);
    case 'ArrowDown':
      return Math.min(count - 1, index + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
