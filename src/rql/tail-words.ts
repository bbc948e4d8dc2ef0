/** How the tails of an event query begin, as completion writes them. */
export const TAIL_WORDS = ['addcolumn', 'limit search records to', '| count by', '| timechart'] as const;
