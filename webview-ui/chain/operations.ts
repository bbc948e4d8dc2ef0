import { t } from '../localise';

/** The verb an operation's name begins with, the noun after it, and what AWS puts behind some: a date as a version. */
const NAME = /^([A-Z][a-z]+)([A-Z][A-Za-z0-9]{0,80}?)?(?:\d{8}(?:v\d+)?)?$/;

/** What a call did, in plain words: `Deleted network interface`. `undefined`: its name says more than we could. */
export function plainWords(operation: string): string | undefined {
  const own = ownWords();
  if (Object.hasOwn(own, operation)) return own[operation];
  const [, verb = '', noun = ''] = NAME.exec(operation) ?? [];
  const verbs = verbWords(nounWords(noun));
  return noun !== '' && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
}

/** `DBInstance` → `DB instance`: the words of a name, as they stand within a sentence. */
function nounWords(noun: string): string {
  const words = noun.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');
  return words.replace(/\b[A-Z][a-z]+/g, (word) => word.toLowerCase());
}

/** Calls whose names mislead, or say too little. */
function ownWords(): Readonly<Record<string, string>> {
  const assumed = t('Took on a role');
  return {
    AssumeRole: assumed,
    AssumeRoleWithSAML: t('Signed in through an identity provider and took on a role'),
    AssumeRoleWithWebIdentity: t('Showed a token of an identity provider and took on a role'),
    AssumeRoot: t('Took on the rights of a root user'),
    SwitchRole: assumed,
    ConsoleLogin: t('Signed in to the console'),
    GetSessionToken: t('Got temporary keys'),
    GetFederationToken: t('Got temporary keys for somebody else'),
    GetRoleCredentials: t('Got temporary keys of a role'),
    RunInstances: t('Started new instances'),
    RunTask: t('Started a task'),
    SetDesiredCapacity: t('Set how many instances there are to be'),
    ExecuteChangeSet: t('Carried out the planned changes of a stack'),
    CreateServiceLinkedRole: t('Let a service act by a role of its own'),
    PassRole: t('Handed a role to a service'),
  };
}

function verbWords(noun: string): Readonly<Record<string, string>> {
  const [created, deleted, started, stopped, changed] = [
    t('Created {0}', noun),
    t('Deleted {0}', noun),
    t('Started {0}', noun),
    t('Stopped {0}', noun),
    t('Changed {0}', noun),
  ];
  const [attached, detached, turnedOn, turnedOff, set] = [
    t('Attached {0}', noun),
    t('Detached {0}', noun),
    t('Turned on {0}', noun),
    t('Turned off {0}', noun),
    t('Set {0}', noun),
  ];
  return {
    Create: created,
    Delete: deleted,
    Terminate: t('Ended {0}', noun),
    Run: started,
    Start: started,
    Stop: stopped,
    Reboot: t('Rebooted {0}', noun),
    Update: changed,
    Modify: changed,
    Change: changed,
    Put: set,
    Set: set,
    Attach: attached,
    Associate: attached,
    Detach: detached,
    Disassociate: detached,
    Register: t('Registered {0}', noun),
    Deregister: t('Deregistered {0}', noun),
    Authorize: t('Allowed {0}', noun),
    Revoke: t('Withdrew {0}', noun),
    Allocate: t('Reserved {0}', noun),
    Release: t('Gave back {0}', noun),
    Enable: turnedOn,
    Disable: turnedOff,
    Add: t('Added {0}', noun),
    Remove: t('Removed {0}', noun),
    Replace: t('Replaced {0}', noun),
    Import: t('Imported {0}', noun),
    Copy: t('Copied {0}', noun),
    Restore: t('Restored {0}', noun),
    Accept: t('Accepted {0}', noun),
    Invoke: t('Invoked {0}', noun),
    Describe: t('Looked at {0}', noun),
    List: t('Listed {0}', noun),
    Get: t('Read {0}', noun),
  };
}
