import type { Action } from '../../src/protocol/common';
import type { DashboardData, DashboardFilter, Story } from '../../src/protocol/dashboard';
import { iconButton, toggle } from '../controls';
import { el, redraw, svg } from '../dom';
import { alertCount, longSpan, rootName, severityName } from '../format';
import { severityIcon } from '../icons';
import { count, t } from '../localise';
import { visible } from '../visible';

/** How many are shown until somebody asks for all. */
const SHOWN = 5;
const SPARK = { width: 96, height: 18 };

/** What alerts tell together: one row a story, each a switch that narrows everything to it. What stands alone is in the list below. */
export class StoryList {
  readonly element = el('section', { class: 'stories', 'aria-label': t('Stories') });
  private all = false;
  private stories: readonly Story[] = [];
  private filter: DashboardFilter | undefined;

  constructor(
    private readonly onStory: (story: Story) => void,
    private readonly act: (action: Action) => void,
  ) {}

  /** Until the causes are traced, the stories from before stay. */
  show({ stories, matching }: DashboardData, filter: DashboardFilter): void {
    this.filter = filter;
    if (stories !== undefined) this.stories = stories;
    else if (matching === 0) this.stories = [];
    this.element.classList.toggle('tracing', stories === undefined);
    this.element.setAttribute('aria-busy', String(stories === undefined));
    this.draw();
  }

  private draw(): void {
    const chosen = this.filter?.story?.id;
    const told = this.stories.filter(({ id, alerts }) => alerts.length > 1 || id === chosen);
    const alone = this.stories.length - told.length;
    const shown = this.all ? told : told.slice(0, SHOWN);
    this.element.hidden = told.length === 0;
    redraw(
      this.element,
      el(
        'div',
        { class: 'section-head' },
        el('h2', {}, t('Stories')),
        el(
          'span',
          { class: 'muted', role: 'status' },
          alone === 0 ? count(told.length) : t('{0}, and {1} alerts on their own', told.length, alone),
        ),
      ),
      el('ul', {}, ...shown.map((story) => el('li', {}, this.row(story, story.id === chosen), this.trace(story)))),
      told.length > SHOWN && this.more(told.length),
    );
  }

  private row(story: Story, pressed: boolean): HTMLElement {
    const title = visible(t(story.title.text, ...story.title.args)); // its words must not be put in another order by a name
    const [amount, period, root] = [alertCount(story.alerts.length), longSpan(story.firstSeen, story.lastSeen), rootName(story.root)];
    const label = t('{0}: {1}, {2}', severityName(story.severity), title, [amount, period, root].join(', '));
    return toggle(
      { class: 'story', key: `story:${story.id}`, pressed, label, title },
      () => this.onStory(story),
      severityIcon(story.severity),
      el('span', { class: 'story-title' }, title),
      el('span', { class: 'story-count' }, amount),
      sparkline(story.sparkline),
      el('span', { class: 'story-about' }, el('span', { class: 'story-root' }, root), el('span', { class: 'muted' }, period)),
    );
  }

  private trace({ eventId }: Story): HTMLElement {
    return iconButton('cause', t('Trace cause'), () => this.act({ kind: 'traceCause', subject: eventId }));
  }

  private more(total: number): HTMLElement {
    const made = el(
      'button',
      { type: 'button', class: 'linklike', 'data-key': 'more', 'aria-expanded': String(this.all) },
      this.all ? t('Show fewer') : t('Show all {0}', total),
    );
    made.addEventListener('click', () => {
      this.all = !this.all;
      this.draw();
    });
    return made;
  }
}

/** Bars of equal width; what was counted is at least a line, so that a lone event is seen. */
function sparkline(counts: readonly number[]): SVGSVGElement {
  const most = Math.max(1, ...counts);
  const step = SPARK.width / counts.length;
  const bars = counts.map((amount, index) => {
    const height = amount === 0 ? 0 : Math.max(1.5, (amount / most) * SPARK.height);
    return svg('rect', { x: index * step, y: SPARK.height - height, width: Math.min(step * 0.8, 8), height });
  });
  return svg(
    'svg',
    { class: 'sparkline', viewBox: `0 0 ${SPARK.width} ${SPARK.height}`, 'aria-hidden': 'true', focusable: 'false' },
    ...bars,
  );
}
