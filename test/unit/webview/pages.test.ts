import { describe, expect, it } from 'vitest';
import { Pages } from '../../../webview-ui/results/pages';

/** A list of 1,000 numbers, got ten at a time; each answer waits until it is let through. */
function list() {
  const asked: { readonly offset: number; readonly signal: AbortSignal; answer(): void; fail(error: Error): void }[] = [];
  const errors: unknown[] = [];
  let told = 0;
  const pages = new Pages<number>(
    (offset, limit, signal) =>
      new Promise((resolve, reject) => {
        const rows = Array.from({ length: limit }, (_, index) => offset + index);
        asked.push({ offset, signal, answer: () => resolve({ rows, total: 1000 }), fail: reject });
      }),
    { onRows: () => (told += 1), onError: (error) => errors.push(error) },
    10,
    3,
  );
  return { pages, asked, errors, told: () => told };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

async function opened() {
  const opened = list();
  opened.pages.want(0, 1);
  opened.asked[0]?.answer();
  await settled();
  return opened;
}

describe('a list got page by page', () => {
  it('learns its length from the first page and asks for a page once', async () => {
    const { pages, asked, told } = await opened();
    expect([pages.total, pages.row(7), pages.row(10), told()]).toEqual([1000, 7, undefined, 1]);
    pages.want(5, 25);
    pages.want(5, 25);
    expect(asked.map(({ offset }) => offset)).toEqual([0, 10, 20]);
  });

  it('cancels what was scrolled past, and takes no late answer', async () => {
    const { pages, asked } = await opened();
    pages.want(10, 20);
    pages.want(500, 510);
    expect(asked[1]?.signal.aborted).toBe(true);
    asked[1]?.answer();
    await settled();
    expect(pages.row(15)).toBeUndefined();
  });

  it('tells of a failure, but not of one nobody waits for', async () => {
    const { pages, asked, errors } = await opened();
    pages.want(10, 20);
    pages.cancel();
    asked[1]?.fail(new Error('cancelled'));
    pages.want(10, 20);
    asked[2]?.fail(new Error('the store is gone'));
    await settled();
    expect(errors.map(String)).toEqual(['Error: the store is gone']);
    expect(pages.busy).toBe(false);
  });

  it('forgets the oldest pages, so that a long walk through a list stays small', async () => {
    const { pages, asked } = await opened();
    for (const page of [1, 2, 3]) {
      pages.want(page * 10, page * 10 + 10);
      asked[page]?.answer();
      await settled();
    }
    expect([pages.row(0), pages.row(10), pages.row(30)]).toEqual([undefined, 10, 30]);
  });
});
