import { StoreError } from './error';
import type { Reader } from './reader';

/** Another window's merges end; a store that changes under every one of this many attempts is not waited for any longer. */
const ATTEMPTS = 5;

/**
 * Asks a question of one or more statements anew where a segment that it reads was merged or dropped meanwhile: half an answer, or an
 * error about a table that is gone, is none.
 * @throws what the question throws while nothing changed
 */
export async function steady<T>(reader: Pick<Reader, 'segments'>, ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const before = reader.segments();
    try {
      return await ask();
    } catch (error) {
      if (attempt === ATTEMPTS || StoreError.is(error, 'cancelled') || reader.segments() === before) throw error;
    }
  }
}
