import { describe, expect, it } from 'vitest';
import { JSON_FUNCTIONS, signature } from '../../../src/rql/functions';
import { signatureHelp } from '../../../src/rql/signature-help';

const HEAD = 'event from cloud.audit_logs where ';

/** The label at the place of `|`, the parameter being typed in «these». */
function help(condition: string): string | undefined {
  const text = HEAD + condition;
  const found = signatureHelp(text.replace('|', ''), text.indexOf('|'));
  const [start, end] = found?.parameters[found.active] ?? [];
  if (found === undefined || start === undefined || end === undefined) return found?.label;
  return `${found.label.slice(0, start)}«${found.label.slice(start, end)}»${found.label.slice(end)}`;
}

describe('signature help', () => {
  it.each([
    ['json.rule = _DateTime.ageInDays(|', '_DateTime.ageInDays(«time»)'],
    ["json.rule = '_datetime.daysbetween ( today(), $.a|) > 3'", '_DateTime.daysBetween(from, «to»)'],
    ['json.rule = $.port contains _Port.inRange(22, 80, |', '_Port.inRange(from, to[, «step»])'],
    ["json.rule = _IPAddress.inCIDRRange($.a, '10.0.0.0/8, ::/0', 1|", '_IPAddress.inCIDRRange(path, «network», …)'],
    ["json.rule = _Set.isSubset($.a[?any(b in ('x', 'y'))], ('a', 'b'), |", '_Set.isSubset(path, set)'],
    ["operation IN ('a', |", 'IN («value, …»)'],
    ['user not  in (|', 'NOT IN («value, …»)'],
    ["json.rule = $.a is not member of ('x|", 'is not member of («value, …»)'],
    ['json.rule = $.login(|', undefined],
    ["(user = 'x' AND |", undefined],
    ["operation IN ('a') AND |", undefined],
    ['|', undefined],
  ])('%s', (condition, expected) => expect(help(condition)).toBe(expected));

  it('knows every function by the label that hover shows', () => {
    for (const called of JSON_FUNCTIONS) {
      const [name = ''] = called.names;
      const found = signatureHelp(`${HEAD}json.rule = ${name}(`, HEAD.length + 'json.rule = '.length + name.length + 1);
      expect(found?.label).toBe(signature(called));
      expect(found?.parameters.map(([start, end]) => found.label.slice(start, end))).toEqual(
        called.parameters.map((parameter) => parameter.name),
      );
    }
  });
});
