import { Snapshots } from '../../../src/store/snapshots';

/** `snapshot-process.js DIR`: looks at two thousand tasks, other each time, until it is killed. */
async function main([dir = '']: readonly string[]): Promise<never> {
  const snapshots = new Snapshots(dir);
  console.log('begins');
  for (let at = Date.now(); ; at++) {
    const seen = Array.from({ length: 2_000 }, (_, n) => ({
      resource: `task-${n}`,
      name: `${n}`,
      tags: {},
      record: { look: at, text: 'x'.repeat(500) },
    }));
    await snapshots.add({ account: '111111111111', region: 'us-east-2', api: 'aws-ecs-task', at, seen, found: 'all' });
  }
}

void main(process.argv.slice(2));
