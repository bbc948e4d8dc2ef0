import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EngineService } from '../../../src/engine/service';
import { Database } from '../../../src/store/database';
import { event, logFile, temporaryFolder } from '../support/folders';

const open: EngineService[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const service of open.splice(0)) await service.dispose();
});

async function service(): Promise<EngineService> {
  const made = new EngineService({ storeDir: join(await temporaryFolder(), 'store'), policiesDir: 'src/policies/packs' });
  open.push(made);
  return made;
}

describe('alerts after a load', () => {
  it('are those of everything, and only the new segment is evaluated', async () => {
    const [logs, more] = [await temporaryFolder(), await temporaryFolder()];
    const change = (id: string, groupId: string) => event(id, { eventName: 'DeleteSecurityGroup', requestParameters: { groupId } });
    await logFile(logs, 'a.json', [change('1', 'sg-1'), change('2', 'sg-2')]);
    await logFile(more, 'b.json', [change('3', 'sg-2'), change('4', 'sg-3')]);
    const request = { window: {} };

    const grown = await service();
    await grown.load([logs]);
    expect(await grown.alerts(request)).toHaveLength(2);
    await grown.load([more]);
    const rows = vi.spyOn(Database.prototype, 'rows');
    const alerts = await grown.alerts(request);
    const tables = rows.mock.calls.flatMap(([sql]) => sql.match(/\bevents_\d+\b/g) ?? []);
    expect(new Set(tables)).toEqual(new Set(['events_1']));

    const whole = await service();
    await whole.load([logs, more]);
    expect(alerts).toEqual(await whole.alerts(request));
    expect(alerts.map(({ resource, events }) => [resource, events]).sort()).toEqual([
      ['sg-1', 1],
      ['sg-2', 2],
      ['sg-3', 1],
    ]);
  });
});
