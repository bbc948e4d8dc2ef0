/**
 * A path as a text literal, for the few places where SQL takes no bound parameter (ATTACH, SET). Paths of our own store only.
 * With forward slashes on every system, so that what is attached is told to lie in the folder that is allowed.
 */
export function quotePath(path: string): string {
  const slashed = process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
  return `'${slashed.replaceAll("'", "''")}'`;
}
