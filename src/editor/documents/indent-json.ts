const INDENT = '  ';
/** The tokens of JSON; what stands between them is white space. */
const TOKEN = /"(?:[^"\\]|\\[^])*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * JSON text with two spaces of indentation and every token as it was: numbers keep all their digits and repeated keys stay, which a trip
 * through `JSON.parse` would lose. Text that is no JSON comes back with the same tokens in the same order.
 */
export function indentJson(text: string): string {
  const tokens = text.match(TOKEN) ?? [];
  let out = '';
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    const opened = before === '{' || before === '[';
    if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      out += opened ? token : line(depth) + token;
    } else {
      if (opened || before === ',') out += line(depth);
      out += token === ':' ? ': ' : token;
    }
    if (token === '{' || token === '[') depth += 1;
  }
  return out;
}

function line(depth: number): string {
  return `\n${INDENT.repeat(depth)}`;
}
