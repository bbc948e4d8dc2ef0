import { join } from 'node:path';
import { expect, it } from 'vitest';
import { countBySeverity } from '../../../src/domain/severity';
import { PAST_DAY, resolveRange } from '../../../src/domain/time';
import { generate } from '../../../src/sample';
import { temporaryFolder } from '../support/folders';
import { connectedTo, doubleOf } from '../support/live';

const NOW = Date.parse('2025-06-14T22:10:33Z');

it('the sample, fetched live at the real quota, gives its 205 alerts, 172 of them high, and the story of the service', async () => {
  await doubleOf({ now: () => NOW });
  const engine = await connectedTo(['production', 'staging', 'sandbox'], join(await temporaryFolder(), 'store'), () => NOW);
  const report = await engine.live.sync({ sources: ['events'], days: 8 });
  const expected = new Set(
    generate({ now: NOW })
      .flatMap(({ records }) => records)
      .filter(({ eventCategory = 'Management' }) => eventCategory === 'Management')
      .map(({ eventID }) => eventID),
  );
  expect(report).toMatchObject({ new: expected.size, duplicates: 0, problems: [] });

  const window = resolveRange(PAST_DAY, NOW);
  const alerts = await engine.alerts({ window });
  expect(alerts).toHaveLength(205);
  expect(countBySeverity(alerts)).toMatchObject({ critical: 0, high: 172 });
  const [story] = await engine.stories({ window });
  expect(story?.alerts).toHaveLength(172);
  console.log(`${report.new} events in ${report.calls} calls and ${report.seconds} s`);
}, 180_000);
