import { expect, it } from 'vitest';
import { DisposableStore } from '../../../src/editor/disposables';

it('lets go last first, of latecomers at once, and of all although one throws', () => {
  const gone: string[] = [];
  const part = (name: string) => ({ dispose: () => gone.push(name) });
  const broken = {
    dispose: () => {
      throw new Error('broken');
    },
  };
  const store = new DisposableStore();
  store.add(part('first'));
  store.add(broken);
  store.add(part('last'));
  expect(() => store.dispose()).toThrow(AggregateError);
  store.add(part('late'));
  expect(gone).toEqual(['last', 'first', 'late']);
});
