import { at } from '../../domain/json';
import { nounOf } from './births';
import type { Traced } from './traced';

/**
 * What a change must say to make a service run, launch or connect more, or other, things than before. A change of anything else
 * leaves the cause with whoever made the thing.
 */
const MATERIAL: Readonly<Record<string, readonly string[]>> = {
  service: ['desiredCount', 'taskDefinition', 'networkConfiguration', 'forceNewDeployment', 'launchType', 'capacityProviderStrategy'],
  autoscalinggroup: [
    'minSize',
    'desiredCapacity',
    'launchTemplate',
    'launchConfigurationName',
    'mixedInstancesPolicy',
    'vPCZoneIdentifier',
  ],
  function: ['vpcConfig'],
  nodegroup: ['scalingConfig', 'launchTemplate', 'version', 'releaseVersion'],
  cluster: ['resourcesVpcConfig'],
};
const SIZES = ['desiredCount', 'desiredCapacity'];

/** Of the calls that made and changed one thing, oldest first: the last that accounts for what a service did for it at a moment. */
export function cause(life: readonly Traced[], until: number): Traced | undefined {
  return life.findLast((call) => call.event.time <= until && (call.event.crud === 'create' || isMaterial(call)));
}

/** Whether a call makes something act, or act otherwise; what a service changes by itself is not a cause. */
export function isMaterial(call: Traced): boolean {
  const keys = MATERIAL[nounOf(call)];
  if (call.event.crud !== 'update' || keys === undefined || call.event.serviceDriven) return false;
  return keys.some((key) => at(call.request, key) !== undefined) && SIZES.every((key) => at(call.request, key) !== 0);
}
