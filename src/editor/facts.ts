import * as vscode from 'vscode';

/** A label, which is ours, and its value, which is Markdown already. */
export type Fact = readonly [label: string, value: string];

/** A title with a list of facts below it; `more` follows the list. Whatever is in it, it is neither link nor command nor icon. */
export function factsMarkdown(title: string, facts: readonly Fact[], more = ''): vscode.MarkdownString {
  const list = facts.map(([label, value]) => `- ${label}: ${value}`).join('\n');
  const text = new vscode.MarkdownString(`${title}\n\n${list}${more === '' ? '' : `\n\n${more}`}`);
  text.isTrusted = false;
  text.supportHtml = false;
  text.supportThemeIcons = false;
  return text;
}
