import { describe, expect, it } from 'vitest';
import { configurationText, SOURCE_LINE } from '../../../src/editor/documents/configuration-text';
import { visible } from '../../../src/editor/markdown';
import { indentJson } from '../../../src/editor/documents/indent-json';
import type { Configuration } from '../../../src/domain/version';

const t = (message: string) => message;
const CONFIGURATION: Configuration = {
  resource: 'eni-1',
  type: 'AWS::EC2::NetworkInterface',
  account: '111111111111',
  region: 'us-east-2',
  status: 'deleted',
  asOf: '2026-01-02T03:04:05Z',
  configuration: { networkInterfaceId: 'eni-1' },
  unknown: [],
  sources: [{ path: '$.networkInterfaceId', eventId: 'abc-1' }],
};

describe('a configuration as a document', () => {
  it('says what the resource is before what it was like', () => {
    expect(configurationText(CONFIGURATION, t)).toBe(
      `// Resource: eni-1
// Type: AWS::EC2::NetworkInterface
// Account: 111111111111
// Region: us-east-2 (AWS Ohio)
// Status: deleted; this is its last known configuration
// As of: 2026-01-02T03:04:05Z
// Rebuilt from these records:
//   $.networkInterfaceId ← abc-1
{
  "networkInterfaceId": "eni-1"
}
`,
    );
  });

  it('says what can not be known, and has its keys in order', () => {
    const passing = { path: '$.status', reason: { text: 'The result of {0} is not known.', args: ['Run\n{'] } };
    const fill = (text: string, ...values: readonly string[]) => text.replace('{0}', values[0] ?? '');
    const text = configurationText({ ...CONFIGURATION, configuration: { b: [{ d: 1, c: 2 }], a: 3 }, unknown: [passing] }, fill);
    const body = '{\n  "a": 3,\n  "b": [\n    {\n      "c": 2,\n      "d": 1\n    }\n  ]\n}\n';
    expect(text.endsWith(`// What can’t be known:\n//   $.status: The result of Run${visible('\n')}{ is not known.\n${body}`)).toBe(true);
  });

  it('lets no value leave its comment', () => {
    const hostile = 'x\n{"status": "active"}\r\u2028//';
    const text = configurationText(
      { ...CONFIGURATION, resource: hostile, type: hostile, sources: [{ path: hostile, eventId: hostile }] },
      t,
    );
    const [, body = ''] = text.split(/\n(?=\{\n)/);
    expect(
      text
        .slice(0, -body.length - 1)
        .split(/[\n\r\u2028]/)
        .every((line) => line.startsWith('//')),
    ).toBe(true);
    expect(JSON.parse(body)).toEqual({ networkInterfaceId: 'eni-1' });
  });

  it('names the elements of a list together where they come from the same record', () => {
    const paths = ['$', '$.a[0]', '$.a[1]', '$.a[2]', '$.a[4]', '$.b[5]'];
    const sources = [...paths.map((path) => ({ path, eventId: 'abc-1' })), { path: '$.b[6]', eventId: 'abc-2' }, { path: '$.b[7]' }];
    const lines = configurationText({ ...CONFIGURATION, sources }, t).split('\n');
    expect(lines.filter((line) => line.includes(' ← '))).toEqual([
      '//   $ ← abc-1',
      '//   $.a[0…2] ← abc-1',
      '//   $.a[4] ← abc-1',
      '//   $.b[5] ← abc-1',
      '//   $.b[6] ← abc-2',
      '//   $.b[7] ← the account itself',
    ]);
  });

  it('names the records so that they can be found again', () => {
    expect(SOURCE_LINE.exec('//   $.a ← the account itself')).toBeNull();
    expect(SOURCE_LINE.exec('//   $.a ← アカウント自体')).toBeNull();
    expect(SOURCE_LINE.exec('//   $.a.b ← abc-1')?.[1]).toBe('abc-1');
    expect(SOURCE_LINE.exec('// Resource: $.a ← abc-1')).toBeNull();
  });
});

describe('a raw record as a document', () => {
  it('keeps every token as the log held it', () => {
    expect(indentJson('{"a":12345678901234567890,"a":[ ],"b":[1.0,{"c":"x, {\\"y\\"}"}],"d":{}}')).toBe(`{
  "a": 12345678901234567890,
  "a": [],
  "b": [
    1.0,
    {
      "c": "x, {\\"y\\"}"
    }
  ],
  "d": {}
}`);
  });

  it('leaves the tokens of what is no JSON', () => {
    expect(indentJson(']}"open').replace(/\s/g, '')).toBe(']}open');
  });
});
