import { CRUDS } from '../domain/event';
import { NAMED_REGIONS, regionCode, regionName } from '../domain/regions';
import { parseNetwork } from './address';
import type { EventAttribute } from './attributes';
import { diagnostic, replaceFix, type Diagnostic, type DiagnosticCode } from './diagnostic';
import { nearest } from './nearest';
import { quoteText } from './reader';
import type { EventTerm, JsonComparison, Logic, ValueNode } from './syntax';
import { numberOf } from './text';

/** What is understood and still wrong or doubtful in a query: values that can't be, regions that aren't. */
export function check(condition: Logic<EventTerm>): readonly Diagnostic[] {
  return [...termsOf(condition)].flatMap((term) => {
    if (term.kind === 'rule') return [...termsOf(term.expression)].flatMap(checkComparison);
    return term.values.flatMap((value) => checkValue(term.attribute, value));
  });
}

/** All terms of a condition, in the order of the text. */
export function* termsOf<T>(logic: Logic<T>): Generator<T> {
  if (logic.kind === 'term') yield logic.term;
  else if (logic.kind === 'not') yield* termsOf(logic.term);
  else for (const term of logic.terms) yield* termsOf(term);
}

function checkValue(attribute: EventAttribute, value: ValueNode): readonly Diagnostic[] {
  switch (attribute.values) {
    case 'crud':
      return oneOf(value, CRUDS, 'crud-unknown');
    case 'cloud':
      return value.text.toLowerCase() === 'aws' ? [] : [diagnostic('cloud-unknown', value, [value.text])];
    case 'region':
      return isRegion(value.text) ? [] : oneOf(value, regionSpellings(), 'region-unknown');
    case 'address':
      return parseNetwork(value.text) === undefined ? [diagnostic('address-invalid', value, [value.text])] : [];
    case 'text':
    case 'service':
    case 'account':
    case 'rule':
      return [];
  }
}

/** A value out of a few, in any case; the nearest of them is the repair. */
function oneOf(value: ValueNode, known: readonly string[], code: DiagnosticCode): readonly Diagnostic[] {
  if (known.some((candidate) => candidate.toLowerCase() === value.text.toLowerCase())) return [];
  const meant = nearest(value.text, known);
  return [diagnostic(code, value, [value.text], meant === undefined ? [] : [replaceFix(value, quoteText(meant))])];
}

/** A region with a name, or any other code of the usual form: new regions come without asking us. */
function isRegion(text: string): boolean {
  const code = regionCode(text);
  return regionName(code) !== undefined || (/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/.test(code) && nearest(code, NAMED_REGIONS) === undefined);
}

function regionSpellings(): readonly string[] {
  return [...NAMED_REGIONS, ...NAMED_REGIONS.flatMap((code) => regionName(code) ?? [])];
}

function checkComparison({ operator, values }: JsonComparison): readonly Diagnostic[] {
  if (operator.takes !== 'number') return [];
  return values
    .filter(({ text }) => numberOf(text) === undefined)
    .map((value) => diagnostic('number-expected', value, [operator.texts[0] ?? '', value.text]));
}
