/** What a word of a query is, in the terms that themes of editors colour. */
export const TOKEN_TYPES = [
  'keyword',
  'operator',
  'type',
  'property',
  'variable',
  'string',
  'number',
  'enumMember',
  'function',
  'parameter',
] as const;

export type TokenType = (typeof TOKEN_TYPES)[number];
