import { jsonFunction, signature, type JsonFunction } from './functions';
import { EVENT_OPERATORS, JSON_OPERATORS } from './operators';
import { phrasePattern } from './phrases';

/** What may stand in the brackets where somebody types. */
export interface SignatureHelp {
  readonly label: string;
  /** English, whole; one of the texts of the tables. */
  readonly doc: string;
  /** Where in the label each parameter stands. */
  readonly parameters: readonly (readonly [start: number, end: number])[];
  /** Which of them is being typed, counted from 0. */
  readonly active: number;
}

/** Further back nobody opened brackets that are still in mind. */
const FARTHEST = 4000;
const LONGEST_NAME = 60;

const LIST_OPERATORS = [
  ...EVENT_OPERATORS.flatMap(({ text, takes, doc }) => (takes === 'list' ? { text, doc } : [])),
  ...JSON_OPERATORS.flatMap(({ texts, takes, doc }) => (takes.includes('list') ? texts.map((text) => ({ text, doc })) : [])),
]
  .sort((a, b) => b.text.length - a.text.length)
  .map((operator) => ({ ...operator, pattern: phrasePattern(operator.text) }));

/** Help for the innermost brackets that are open at an offset: those of a function, or of an operator that takes a list. */
export function signatureHelp(text: string, offset: number): SignatureHelp | undefined {
  const open = openBracket(text, offset);
  if (open === undefined) return undefined;
  const before = text.slice(Math.max(0, open - LONGEST_NAME), open).trimEnd();
  const called = jsonFunction(/[\w.]+$/.exec(before)?.[0] ?? '');
  if (called !== undefined) return helpOf(called, commas(text.slice(open + 1, offset)));
  const operator = LIST_OPERATORS.find((candidate) => endsWith(before, candidate.text, candidate.pattern));
  if (operator === undefined) return undefined;
  const label = `${operator.text} (value, …)`;
  return { label, doc: operator.doc, parameters: [[label.indexOf('value'), label.length - 1]], active: 0 };
}

function openBracket(text: string, offset: number): number | undefined {
  let closed = 0;
  for (let at = offset - 1; at >= Math.max(0, offset - FARTHEST); at--) {
    const sign = text[at];
    if (sign === ';') return undefined;
    if (sign === ')') closed++;
    if (sign === '(' && closed-- === 0) return at;
  }
  return undefined;
}

/** Whether a text ends with a phrase, as a word of its own. */
function endsWith(text: string, phrase: string, pattern: RegExp): boolean {
  const start = text.toLowerCase().lastIndexOf(phrase.toLowerCase().split(' ')[0] ?? phrase);
  if (start < 0 || /[\w.$]/.test(text[start - 1] ?? '')) return false;
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0].length === text.length - start;
}

/** Commas outside of quotes and inner brackets. */
function commas(args: string): number {
  let count = 0;
  let depth = 0;
  let quote = '';
  for (const sign of args) {
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '(' || sign === '[') depth++;
    else if (sign === ')' || sign === ']') depth--;
    else if (sign === ',' && depth === 0) count++;
  }
  return count;
}

function helpOf(called: JsonFunction, typed: number): SignatureHelp {
  const label = signature(called);
  let from = label.indexOf('(') + 1;
  const parameters = called.parameters.map(({ name }) => {
    const start = label.indexOf(name, from);
    from = start + name.length;
    return [start, from] as const;
  });
  const last = called.parameters.at(-1);
  const active = last?.times === 'repeated' ? Math.min(typed, parameters.length - 1) : typed;
  return { label, doc: called.doc, parameters, active };
}
