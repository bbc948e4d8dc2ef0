import { expect, it } from 'vitest';
import { queryAt } from '../../../src/editor/commands/query-at';
import { analyse } from '../../../src/rql/query';

const FILE = `// name: first
// time: past 7 days
event from cloud.audit_logs where operation = 'CreateService'

// accounts: 111111111111
event from cloud.audit_logs where user = 'root'
`;

it('finds the query at a place, with its directives and its name', () => {
  const at = (needle: string) => queryAt(FILE, analyse(FILE), FILE.indexOf(needle));
  expect(at('name: first')).toMatchObject({ title: 'first', query: { timeRange: { kind: 'past', amount: 7, unit: 'days' } } });
  expect(at('CreateService')?.text).toBe(
    "// name: first\n// time: past 7 days\nevent from cloud.audit_logs where operation = 'CreateService'",
  );
  const second = "// accounts: 111111111111\nevent from cloud.audit_logs where user = 'root'";
  expect(at('accounts')?.text).toBe(second);
  expect(queryAt(FILE, analyse(FILE), FILE.length)?.text).toBe(second);
  expect(queryAt(FILE, analyse(FILE), FILE.length)?.title).toBe("event from cloud.audit_logs where user = 'root'");
  expect(queryAt('// nothing', analyse('// nothing'), 0)).toBeUndefined();
});
