/**
 * Text from log records on its way to people. Attackers choose user agents, names and tags: none of it may become markup, a link, an icon,
 * another line, or text that reads in another order than it is stored.
 */

/** Longer values tell people nothing more in a label or a tooltip. */
const LONGEST = 300;
// C0 and C1 controls, line and paragraph separators, zero-width and bidirectional signs, the byte order mark.
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The text on one line with its invisible characters spelled out (`\u{202e}`), cut to 300 characters. */
export function visible(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return cut.replace(INVISIBLE, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`);
}

/** For running text in Markdown: every sign that could mean something is escaped, so that bare addresses don't become links either. */
export function escapeMarkdown(text: string): string {
  return visible(text).replace(/[!-/:-@[-`{-~]/g, (sign) => `\\${sign}`);
}

/** For ids in Markdown: a code span, whose fence is longer than any run of backticks within. */
export function codeSpan(text: string): string {
  const shown = visible(text);
  if (shown.trim() === '') return '—';
  const longest = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** For quick picks and the status bar, where `$(name)` is an icon. */
export function withoutIcons(text: string): string {
  return visible(text).replaceAll('$(', '$\u2060('); // a word joiner: seen by the parser, not by people
}

/** For notifications, where `[text](address)` is a link, command links included. */
export function withoutLinks(text: string): string {
  return visible(text).replaceAll('](', '] (');
}
