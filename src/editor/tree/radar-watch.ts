import type { AlertRequest, Engine } from '../../engine/api';
import { radarOf, type Radar } from './account-rows';

/** While data arrives each answer is out of date at once: between two questions this many times the time that one takes goes by. */
const REST = 10;
const LONGEST_REST_MS = 3_000;

/** What is known of all regions, which takes longer to find out than the rest of the tree: the rows don't wait for it. */
export class RadarWatch {
  private known: Radar | undefined;
  private text = '';
  private asking = false;
  private again: (() => void) | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** @param onChange something else is known than before */
  constructor(
    private readonly engine: () => Pick<Engine, 'radar'>,
    private readonly onChange: () => void,
  ) {}

  /** As of the last answer; `undefined`: there was none yet. */
  get radar(): Radar | undefined {
    return this.known;
  }

  /** Asks anew, as soon as it is time. */
  ask(request: Pick<AlertRequest, 'regionsInUse'>): void {
    if (this.asking) this.again = () => this.ask(request);
    else void this.question(request);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.asking = true; // nothing is asked any more
  }

  private async question(request: Pick<AlertRequest, 'regionsInUse'>): Promise<void> {
    this.asking = true;
    const start = performance.now();
    try {
      const regions = await this.engine().radar(request);
      const text = JSON.stringify(regions);
      if (text !== this.text) {
        this.text = text;
        this.known = radarOf(regions);
        this.onChange();
      }
    } catch {
      // Overtaken by a change, or the store can't be read, which the rows themselves tell: what was known stays.
    }
    this.timer = setTimeout(() => this.rested(), Math.min(REST * (performance.now() - start), LONGEST_REST_MS));
  }

  private rested(): void {
    this.asking = false;
    const { again } = this;
    this.again = undefined;
    again?.();
  }
}
