import type { Chain } from '../domain/chain';
import { Tracer } from '../provenance/chain/tracer';
import { withReadings } from '../provenance/stories/readings/weigh';
import type { Store } from '../store/store';

/** Cause chains over a store: what was learned of one state of it is kept until the next. */
export class Provenance {
  private kept: { readonly generation: number; readonly tracer: Tracer } | undefined;

  /** From an event or a resource to who brought it about; `undefined`: no record names it. */
  async trace(store: Store, subject: string, signal?: AbortSignal): Promise<Chain | undefined> {
    const tracer = await this.tracer(store);
    const chain = await tracer.trace(subject, signal);
    return chain && withReadings(chain, tracer.look, signal);
  }

  /** One that knows the store as it is now. */
  async tracer(store: Store): Promise<Tracer> {
    const generation = await store.refresh();
    if (this.kept?.generation !== generation) this.kept = { generation, tracer: new Tracer(store) };
    return this.kept.tracer;
  }
}
