import type { OpenOptions } from './launch';
import type { Workbench } from './workbench';

/** One walk through the real workbench, in a VS Code of its own with nothing kept from others. */
export interface Scenario {
  readonly name: string;
  readonly options: ScenarioOptions;
  readonly walk: (workbench: Workbench) => Promise<void>;
}

export interface ScenarioOptions extends OpenOptions {
  /** Why the scenario cannot run on this machine; `undefined` where it can. */
  readonly skip?: () => string | undefined;
  readonly timeoutMs?: number;
}

/** Each `*.ui.ts` exports a list of these as its default; `test/ui/run.ts` finds them by the file's name. */
export function scenario(name: string, walk: Scenario['walk'], options: ScenarioOptions = {}): Scenario {
  return { name, walk, options };
}
