// C0 and C1 controls, line and paragraph separators, zero-width and bidirectional signs, the byte order mark; not the line feed.
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const INVISIBLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text of a record with its invisible signs spelled out (`\u{202e}`): so it reads in the order in which it is stored. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`);
}
