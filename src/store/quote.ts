/** A text literal for the few places where SQL takes no bound parameter (ATTACH, SET). Paths of our own store only. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
