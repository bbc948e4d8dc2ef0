import type { Translate } from '../hover';
import { analyse } from '../query';
import { rowOf, type DiagnosticCode } from './table';

export const DOCUMENT_TEXTS = {
  error: 'Error: the query is not run.',
  warning: 'Warning: the query is run as it is understood.',
  hint: 'Hint: the query is run.',
  bad: 'For example:',
  good: 'Without it:',
} as const;

/** All that is known about one kind of fault, as Markdown: what it says, why, an example with it and one without. */
export function diagnosticDocument(code: DiagnosticCode, translate: Translate): string {
  const { severity, message, doc, bad, good } = rowOf(code);
  const args = analyse(bad).diagnostics.find((diagnostic) => diagnostic.code === code)?.args ?? [];
  const paragraphs = [
    `# ${code}`,
    translate(message, ...args),
    translate(doc),
    translate(DOCUMENT_TEXTS[severity]),
    translate(DOCUMENT_TEXTS.bad),
    fenced(bad),
    translate(DOCUMENT_TEXTS.good),
    fenced(good),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function fenced(query: string): string {
  return `\`\`\`rql\n${query}\n\`\`\``;
}
