/** What stands in the place of a secret. */
const REDACTED = '[redacted]';

/** Shorter ones are only taken out where they are words of their own. */
const ANYWHERE = 8;

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** As it is, and as it stands in a URL and in JSON. */
const formsOf = (value: string): readonly string[] => [value, encodeURIComponent(value.replace(/\p{Surrogate}/gu, '')), JSON.stringify(value).slice(1, -1)];

const pattern = (form: string): string => {
  if (form.length >= ANYWHERE) return escaped(form);
  const before = /^[\p{L}\p{N}]/u.test(form) ? '(?<![\\p{L}\\p{N}])' : '';
  const after = /[\p{L}\p{N}]$/u.test(form) ? '(?![\\p{L}\\p{N}])' : '';
  return `${before}${escaped(form)}${after}`;
};

/** Takes these values out of a text, in all the forms in which they are usually written. */
export const redactor = (values: readonly string[]): Redact => {
  if (values.length === 0) return (text) => text;
  const forms = [...new Set(values.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const any = new RegExp(forms.map(pattern).join('|'), 'gu');
  return (text) => text.replace(any, REDACTED);
};
