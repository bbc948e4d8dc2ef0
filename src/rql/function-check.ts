import { parseNetwork } from './address';
import { diagnostic, replaceFix, type Diagnostic, type Span } from './diagnostic';
import { resultsRightOf, signature, takesLeft, type FunctionResult, type JsonFunction, type ParameterKind } from './functions';
import { JSON_OPERATORS, type JsonOperator } from './operators';
import type { Argument, CallNode, JsonComparison, TextNode, ValueNode } from './syntax';
import { numberOf } from './text';
import { timeIn } from './times';
import { callsOf } from './walk';

/** More numbers in a range of texts than this are no range of addresses. */
const MOST_TEXTS = 1000;

/** What is wrong with the functions of a comparison: their place, their number of arguments and what those are. */
export function checkFunctions(comparison: JsonComparison): readonly Diagnostic[] {
  return [...checkLeft(comparison), ...checkRight(comparison), ...callsOf(comparison).flatMap(checkArguments)];
}

function checkLeft({ left, operator, operatorSpan, values }: JsonComparison): readonly Diagnostic[] {
  if (left.kind !== 'call') return [];
  const { name, function: fn } = left;
  if (takesLeft(operator, fn.result)) return values.flatMap((value) => checkValue(value, operator, fn.result));
  const allowed = operatorsOf((candidate) => takesLeft(candidate, fn.result));
  if (allowed === '') return [misplaced(name, fn, 'function-misplaced')];
  const meant = fn.result === 'truth' && operator.id === 'equals' ? truthMeant(operator, values) : undefined;
  const last = values.at(-1)?.end ?? operatorSpan.end;
  const fixes = meant === undefined ? [] : [replaceFix({ start: operatorSpan.start, end: last }, meant)];
  return [diagnostic('operator-not-allowed', operatorSpan, [nameOf(fn), operator.texts[0] ?? '', allowed], fixes)];
}

/** `equals true` of what is true or false. */
function truthMeant({ negated }: JsonOperator, values: readonly ValueNode[]): string | undefined {
  const text = values[0]?.text.toLowerCase();
  if (text !== 'true' && text !== 'false') return undefined;
  return (text === 'true') === negated ? 'is false' : 'is true';
}

function checkRight({ operator, right }: JsonComparison): readonly Diagnostic[] {
  if (right?.kind !== 'call' || resultsRightOf(operator).includes(right.function.result)) return [];
  const somewhere = JSON_OPERATORS.some((candidate) => resultsRightOf(candidate).includes(right.function.result));
  return [misplaced(right.name, right.function, somewhere ? 'function-misplaced' : 'function-left')];
}

function misplaced(name: Span, fn: JsonFunction, code: 'function-misplaced' | 'function-left'): Diagnostic {
  const takes = (operator: JsonOperator): boolean =>
    code === 'function-left' ? takesLeft(operator, fn.result) : resultsRightOf(operator).includes(fn.result);
  return diagnostic(code, name, [nameOf(fn), operatorsOf(takes)]);
}

function operatorsOf(takes: (operator: JsonOperator) => boolean): string {
  const texts = JSON_OPERATORS.filter((operator) => !operator.negated && takes(operator)).map(({ texts: [text = ''] }) => text);
  return [...new Set(texts)].join(', ');
}

function nameOf({ names }: JsonFunction): string {
  return names[0] ?? '';
}

function checkArguments(call: CallNode): readonly Diagnostic[] {
  const { args, function: fn } = call;
  const last = fn.parameters.at(-1);
  const least = fn.parameters.filter(({ times }) => times !== 'optional').length;
  const most = last?.times === 'repeated' ? Infinity : fn.parameters.length;
  if (args.length < least || args.length > most) return [diagnostic('arguments-wrong', call, [signature(fn)])];
  const wrong = args.flatMap((argument, place) => checkArgument(argument, (fn.parameters[place] ?? last)?.takes ?? 'path'));
  return wrong.length > 0 ? wrong : checkRange(call);
}

function checkArgument(argument: Argument, takes: ParameterKind): readonly Diagnostic[] {
  switch (takes) {
    case 'path':
      return argument.kind === 'path' ? [] : [diagnostic('argument-no-path', argument)];
    case 'set':
      return argument.kind === 'path' || argument.kind === 'list' || gives(argument, 'set')
        ? []
        : [diagnostic('argument-no-set', argument)];
    case 'time':
      if (argument.kind === 'text') return checkTime(argument);
      return argument.kind === 'path' || gives(argument, 'time') ? [] : [diagnostic('argument-no-path', argument)];
    case 'network':
      return checkText(argument, ({ text }) => (parseNetwork(text) === undefined ? [diagnostic('address-invalid', argument, [text])] : []));
    case 'prefix':
      return checkText(argument, ({ text }) => (text.split('%d').length === 2 ? [] : [diagnostic('prefix-invalid', argument, [text])]));
    case 'whole':
      return checkText(argument, ({ text }) => (/^\d{1,9}$/.test(text) ? [] : [diagnostic('whole-expected', argument, [text])]));
  }
}

function checkText(argument: Argument, check: (text: TextNode) => readonly Diagnostic[]): readonly Diagnostic[] {
  return argument.kind === 'text' ? check(argument) : [diagnostic('argument-expected', argument)];
}

function gives(argument: Argument, result: FunctionResult): boolean {
  return argument.kind === 'call' && argument.function.result === result;
}

function checkRange(call: CallNode): readonly Diagnostic[] {
  const { function: fn, args } = call;
  const numbers = args.flatMap((argument, place) =>
    fn.parameters[place]?.takes === 'whole' && argument.kind === 'text' ? [Number(argument.text)] : [],
  );
  const [from, to, step = 1] = numbers;
  if (from === undefined || to === undefined) return [];
  const most = fn.result === 'texts' ? MOST_TEXTS : Infinity;
  if (from <= to && to - from < most && step > 0) return [];
  return [diagnostic('range-invalid', call)];
}

function checkTime(value: ValueNode): readonly Diagnostic[] {
  return timeIn(value.text) === undefined ? [diagnostic('time-invalid', value, [value.text])] : [];
}

/** What is compared with a time or a number must be one; operators that take numbers only are checked with all others. */
function checkValue(value: ValueNode, { texts, takes }: JsonOperator, result: FunctionResult): readonly Diagnostic[] {
  if (result === 'time') return checkTime(value);
  if (result !== 'number' || takes === 'number' || numberOf(value.text) !== undefined) return [];
  return [diagnostic('number-expected', value, [texts[0] ?? '', value.text])];
}
