import { textAt } from '../../../../src/domain/json';
import { createService, STORY_SERVICE } from '../../../../src/sample/story-service';
import {
  deleteService,
  ecsSession,
  lastOf,
  makeService,
  networkOf,
  OTHER_GROUP,
  OTHER_SUBNETS,
  runTask,
  serviceLike,
  tries,
  updateService,
  type Try,
} from './ecs-parts';
import { START, WorldBuilder, type SignedIn, type Truth, type World } from './world';

const TAGGED = { managedTags: true } as const;

/** The truth of one try: from its end over its beginning to the call that set the service up, and to the person behind that. */
function truthOf(says: string, { deleted, created }: Try, made: string, by: SignedIn, more: Partial<Truth> = {}): Truth {
  const base = { subject: deleted, says, ends: ['human'] as const, who: [by.name], path: [deleted, created, made] };
  return { ...base, causes: [...base.path, ...by.ids], strongest: 'scored', ...more };
}

/** The person who may be named, or nobody. */
const UNTOLD = { ends: ['unknown', 'before-log'], who: [], path: [], strongest: 'exact' } as const;

export const ECS_WORLDS: readonly (() => World)[] = [
  function asInTheSample() {
    const w = new WorldBuilder('one service, no tags');
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const made = makeService(w, STORY_SERVICE, dana.caller, 0);
    const all = tries(w, STORY_SERVICE, ecsSession(w, 0.1), 2, 12);
    const last = lastOf(all);
    return w.world(truthOf('the last of many tries', last, made.service, dana), {
      ...truthOf('an interface, by its id', last, made.service, dana),
      subject: last.eni,
      path: [last.created, made.service],
    });
  },

  function managedTags() {
    const w = new WorldBuilder('managed tags tell the service');
    const service = serviceLike('worker', TAGGED);
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const made = makeService(w, service, dana.caller, 0);
    const all = tries(w, service, ecsSession(w, 0.1), 2);
    return w.world(truthOf('the tags are as good as an id', lastOf(all), made.service, dana, { strongest: 'exact' }));
  },

  function twoServicesTagged() {
    const w = new WorldBuilder('two services in the same subnets, told apart by tags');
    const [first, second] = [serviceLike('worker', TAGGED), serviceLike('crawler', TAGGED)];
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const noah = w.person(20, 'noah.berg', 'sandbox');
    const danas = makeService(w, first, dana.caller, 0);
    const noahs = makeService(w, second, noah.caller, 30);
    const ecs = ecsSession(w, 0.1);
    const own = lastOf(tries(w, first, ecs, 32));
    const other = lastOf(tries(w, second, ecs, 33));
    const exact = { strongest: 'exact' } as const;
    return w.world(
      truthOf("the first's, though the second is nearer in time", own, danas.service, dana, { ...exact, never: [noahs.service] }),
      truthOf("the second's", other, noahs.service, noah, { ...exact, never: [danas.service] }),
    );
  },

  function twoServicesAlike() {
    const w = new WorldBuilder('two services in the same subnets, and nothing tells them apart');
    const [first, second] = [serviceLike('worker'), serviceLike('crawler')];
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const noah = w.person(20, 'noah.berg', 'sandbox');
    const danas = makeService(w, first, dana.caller, 0);
    const noahs = makeService(w, second, noah.caller, 30);
    const ecs = ecsSession(w, 0.1);
    const alone = tries(w, first, ecs, 2, 4);
    const own = lastOf(tries(w, first, ecs, 32));
    const other = lastOf(tries(w, second, ecs, 33));
    const either = { ends: ['human', 'unknown'], who: [dana.name, noah.name], undecided: [danas.service, noahs.service] } as const;
    const causes = [danas.service, noahs.service, ...dana.ids, ...noah.ids];
    return w.world(
      truthOf('before the second was made, there was only one', lastOf(alone), danas.service, dana, { never: [noahs.service] }),
      truthOf("the first's", own, danas.service, dana, { ...either, path: [own.deleted, own.created], causes: [own.created, ...causes] }),
      truthOf("the second's", other, noahs.service, noah, {
        ...either,
        path: [other.deleted, other.created],
        causes: [other.created, ...causes],
      }),
    );
  },

  function otherSubnets() {
    const w = new WorldBuilder('services in two clusters with other subnets');
    const first = serviceLike('worker');
    const second = serviceLike('worker', { cluster: 'batch', subnets: OTHER_SUBNETS });
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const noah = w.person(20, 'noah.berg', 'sandbox');
    const danas = makeService(w, first, dana.caller, 0);
    const noahs = makeService(w, second, noah.caller, 30);
    const ecs = ecsSession(w, 0.1);
    const own = lastOf(tries(w, first, ecs, 32));
    const other = lastOf(tries(w, second, ecs, 33));
    return w.world(
      truthOf('the subnet tells: the first', own, danas.service, dana),
      truthOf('the subnet tells: the second', other, noahs.service, noah),
    );
  },

  function otherGroup() {
    const w = new WorldBuilder('two services in the same subnets with groups of their own');
    const [first, second] = [serviceLike('worker'), serviceLike('crawler', { group: OTHER_GROUP })];
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const noah = w.person(20, 'noah.berg', 'sandbox');
    const danas = makeService(w, first, dana.caller, 0);
    const noahs = makeService(w, second, noah.caller, 30);
    const ecs = ecsSession(w, 0.1);
    const own = lastOf(tries(w, first, ecs, 32));
    const other = lastOf(tries(w, second, ecs, 33));
    return w.world(
      truthOf('the security group tells: the first', own, danas.service, dana),
      truthOf('the security group tells: the second', other, noahs.service, noah),
    );
  },

  function taskByHand() {
    const w = new WorldBuilder('a task run by hand beside a service');
    const service = serviceLike('worker');
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const noah = w.person(20, 'noah.berg', 'sandbox');
    makeService(w, service, dana.caller, 0);
    const ecs = ecsSession(w, 0.1);
    tries(w, service, ecs, 2);
    const own = lastOf(tries(w, service, ecs, 40, 1));
    const attachment = textAt(recordNamed(w, own.created), 'requestParameters', 'description')?.split('attachment/')[1] ?? '';
    const run = w.call(39.95, noah.caller, service, runTask(w, service, attachment, 39.95));
    return w.world(truthOf('the attachment is in the answer of RunTask', own, run, noah, { strongest: 'exact' }));
  },

  function updatedByAnother() {
    const w = new WorldBuilder('made by one, changed by another');
    const service = serviceLike('worker', TAGGED);
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const noah = w.person(50, 'noah.berg', 'sandbox');
    const made = makeService(w, service, dana.caller, 0);
    const ecs = ecsSession(w, 0.1);
    const before = lastOf(tries(w, service, ecs, 2));
    const changed = w.call(60, noah.caller, service, updateService(service, { desiredCount: 12, forceNewDeployment: true }));
    const after = lastOf(tries(w, service, ecsSession(w, 60.1), 62));
    return w.world(
      truthOf('before the change', before, made.service, dana, { strongest: 'exact', never: [changed] }),
      truthOf('after it: whoever is named, both calls are told', after, made.service, dana, {
        strongest: 'exact',
        who: [dana.name, noah.name],
        path: [after.deleted, after.created],
        causes: [after.created, made.service, changed, ...dana.ids, ...noah.ids],
        undecided: [changed],
      }),
    );
  },

  function movedByAnother() {
    const w = new WorldBuilder('made by one, moved to other subnets by another');
    const service = serviceLike('worker');
    const moved = serviceLike('worker', { subnets: OTHER_SUBNETS });
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const noah = w.person(50, 'noah.berg', 'sandbox');
    const made = makeService(w, service, dana.caller, 0);
    const before = lastOf(tries(w, service, ecsSession(w, 0.1), 2));
    const changed = w.call(60, noah.caller, moved, updateService(moved, { networkConfiguration: networkOf(moved) }));
    const after = lastOf(tries(w, moved, ecsSession(w, 60.1), 62));
    return w.world(
      truthOf('in the old subnets', before, made.service, dana, { never: [changed] }),
      truthOf('in the new ones, which only the change names', after, changed, noah, {
        causes: [after.created, changed, made.service, ...noah.ids],
      }),
    );
  },

  function logBeginsLater() {
    const w = new WorldBuilder('the log begins after the service was made');
    const service = serviceLike('worker', TAGGED);
    const untagged = serviceLike('crawler');
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    makeService(w, service, dana.caller, 0);
    makeService(w, untagged, dana.caller, 1);
    const noah = w.person(100, 'noah.berg', 'sandbox');
    const elsewhere = serviceLike('thumbnails', { subnets: OTHER_SUBNETS });
    makeService(w, elsewhere, noah.caller, 110);
    const ecs = ecsSession(w, 60);
    const tagged = lastOf(tries(w, service, ecs, 120));
    const plain = lastOf(tries(w, untagged, ecs, 121));
    w.beginAt(30);
    const untold = (says: string, { deleted, created }: Try): Truth => ({ ...UNTOLD, subject: deleted, says, causes: [created] });
    return w.world(untold('its tags name a service that no record made', tagged), untold('no record made a service in its subnets', plain));
  },

  function nameUsedAgain() {
    const w = new WorldBuilder('deleted, and made again by another under the same name');
    const [first, second] = [serviceLike('worker', TAGGED), serviceLike('worker', TAGGED)];
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const noah = w.person(70, 'noah.berg', 'sandbox');
    const danas = makeService(w, first, dana.caller, 0);
    const ecs = ecsSession(w, 0.1);
    const early = lastOf(tries(w, first, ecs, 2));
    w.call(50, dana.caller, first, deleteService(first));
    const noahs = makeService(w, second, noah.caller, 80);
    const late = lastOf(tries(w, second, ecsSession(w, 80.1), 82));
    const exact = { strongest: 'exact' } as const;
    return w.world(
      truthOf('of the first life', early, danas.service, dana, { ...exact, never: [noahs.service] }),
      truthOf('of the second', late, noahs.service, noah, { ...exact, never: [danas.service] }),
    );
  },

  function nameUsedAgainUntagged() {
    const w = new WorldBuilder('deleted, and made again by another, without tags');
    const service = serviceLike('worker');
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const noah = w.person(70, 'noah.berg', 'sandbox');
    const danas = makeService(w, service, dana.caller, 0);
    const ecs = ecsSession(w, 0.1);
    const early = lastOf(tries(w, service, ecs, 2));
    w.call(50, dana.caller, service, deleteService(service));
    const noahs = makeService(w, service, noah.caller, 80);
    const late = lastOf(tries(w, service, ecsSession(w, 80.1), 82));
    return w.world(
      truthOf('of the first life', early, danas.service, dana, { never: [noahs.service] }),
      truthOf('of the second', late, noahs.service, noah),
    );
  },

  function failedAttempts() {
    const w = new WorldBuilder('others tried to make it, and failed');
    const service = serviceLike('worker');
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const noah = w.person(-30, 'noah.berg', 'sandbox');
    const refused = (minute: number, code: string, message: string) =>
      w.call(minute, noah.caller, service, { ...createService(service, START, '', w.random), error: { code, message } });
    const before = refused(-20, 'InvalidParameterException', 'Creation of service was not idempotent.');
    const made = makeService(w, service, dana.caller, 0);
    const after = refused(3, 'ClientException', 'TaskDefinition not found.');
    const all = tries(w, service, ecsSession(w, 0.1), 2);
    return w.world(truthOf('only what came about is a cause', lastOf(all), made.service, dana, { never: [before, after] }));
  },

  function linkedRoleWithKey() {
    const w = new WorldBuilder("the service's own session shows an access key");
    const service = serviceLike('worker', TAGGED);
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const made = makeService(w, service, dana.caller, 0);
    const all = tries(w, service, ecsSession(w, 0.1, service, `ASIA${w.random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`), 2);
    return w.world(truthOf('the service is not the end of it', lastOf(all), made.service, dana, { strongest: 'exact' }));
  },

  function sameNameElsewhere() {
    const w = new WorldBuilder('the same names in another region');
    const here = serviceLike('worker', TAGGED);
    const there = serviceLike('worker', {
      ...TAGGED,
      region: 'eu-west-1',
      subnets: OTHER_SUBNETS.map(({ id }) => ({ id, zone: 'eu-west-1a' })),
    });
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const noah = w.person(-9, 'noah.berg', 'sandbox');
    const danas = makeService(w, here, dana.caller, 0);
    const noahs = makeService(w, there, noah.caller, 1);
    const own = lastOf(tries(w, here, ecsSession(w, 0.1), 3));
    const other = lastOf(tries(w, there, ecsSession(w, 0.1, there), 3));
    const exact = { strongest: 'exact' } as const;
    return w.world(
      truthOf('here', own, danas.service, dana, { ...exact, never: [noahs.service] }),
      truthOf('there', other, noahs.service, noah, { ...exact, never: [danas.service] }),
    );
  },

  function sameNameInTwoClusters() {
    const w = new WorldBuilder('the same name in two clusters of one network, told apart by tags');
    const [first, second] = [serviceLike('worker', TAGGED), serviceLike('worker', { ...TAGGED, cluster: 'batch' })];
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const noah = w.person(-9, 'noah.berg', 'sandbox');
    const danas = makeService(w, first, dana.caller, 0);
    const noahs = makeService(w, second, noah.caller, 1);
    // Calls may name cluster and service by their ARNs.
    const arn = `arn:aws:ecs:${first.region}:${first.account}`;
    const request = { cluster: `${arn}:cluster/batch`, service: `${arn}:service/batch/worker`, desiredCount: 3 };
    const changed = w.call(10, noah.caller, second, { ...updateService(second, { desiredCount: 3 }), request });
    const ecs = ecsSession(w, 0.1);
    const own = lastOf(tries(w, first, ecs, 12));
    const other = lastOf(tries(w, second, ecs, 13));
    const exact = { strongest: 'exact' } as const;
    return w.world(
      truthOf('the one', own, danas.service, dana, { ...exact, never: [noahs.service, changed] }),
      truthOf('the other, changed by its ARN', other, changed, noah, {
        ...exact,
        causes: [other.created, noahs.service, changed, ...noah.ids],
        never: [danas.service],
      }),
    );
  },

  function twoSignIns() {
    const w = new WorldBuilder('one person, two sessions of the same name');
    const service = serviceLike('worker', TAGGED);
    const earlier = w.person(-120, 'dana.lee', 'sandbox');
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const later = w.person(30, 'dana.lee', 'sandbox', true);
    const made = makeService(w, service, dana.caller, 0);
    const all = tries(w, service, ecsSession(w, 0.1), 2);
    return w.world(
      truthOf('the sign-in of that session, by its time', lastOf(all), made.service, dana, {
        strongest: 'exact',
        never: [...earlier.ids, ...later.ids],
      }),
    );
  },

  function manyCopies() {
    const w = new WorldBuilder('a flood of ten hours among everything else');
    w.background();
    const dana = w.person(-9, 'dana.lee', 'sandbox');
    const made = makeService(w, STORY_SERVICE, dana.caller, 0);
    const all = Array.from({ length: 10 }, (_, hour) => tries(w, STORY_SERVICE, ecsSession(w, hour * 60 + 0.1), hour * 60 + 2, 14)).flat();
    const first = all[0];
    if (first === undefined) throw new Error('there is none');
    return w.world(truthOf('the first', first, made.service, dana), truthOf('the last, ten hours later', lastOf(all), made.service, dana));
  },
];

function recordNamed(w: WorldBuilder, id: string) {
  const record = w.world().records.find(({ eventID }) => eventID === id);
  if (record === undefined) throw new Error(`there is no ${id}`);
  return record;
}
