import { Float, Timestamp, type Scalar } from './tree.ts';

/** A float as Go's `%v` prints it: shortest digits, with an exponent below 1e-04 and from 1e+06 on. */
const floatText = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return value.toString();
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
};

/** A scalar as Go prints it, which is how Compose turns numbers and booleans into text. `null` is the empty string. */
export const goText = (value: Scalar): string => {
  if (value === null) return '';
  if (value instanceof Timestamp) return value.text;
  if (value instanceof Float) return floatText(value.value);
  if (typeof value === 'number' && !Number.isInteger(value)) return floatText(value);
  return String(value);
};
