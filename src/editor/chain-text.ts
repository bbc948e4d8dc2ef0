import type { Strength } from '../domain/chain';
import type { Translate } from './documents/configuration-text';

/** `exact`, or `scored 0.87`: how sure a link is. */
export function strengthText(strength: Strength, score: number | undefined, t: Translate): string {
  const names: Readonly<Record<Strength, string>> = { exact: t('exact'), strong: t('strong'), scored: t('scored') };
  return score === undefined ? names[strength] : `${names[strength]} ${score.toFixed(2)}`;
}
