/** How a stack came up, as text and as one HTML page, for stacks and for the errors of `up`. */
export { timelineHtml, type TimelineHtmlOptions } from './timeline-html.ts';
export type { TimelineSubject } from './timeline-subject.ts';
export { timelineText } from './timeline-text.ts';
