import { describe, expect, it } from 'vitest';
import { interpolate, InterpolationError } from '../../../../src/engine/compose/interpolate.ts';

const variables: Readonly<Record<string, string>> = { SET: 'value', EMPTY: '', DOLLAR: '$SET' };
const lookup = (name: string): string | undefined => variables[name];

describe('interpolate', () => {
  it.each([
    ['$SET ${SET}', 'value value'],
    ['$UNSET|${UNSET}|$EMPTY', '||'],
    ['$$SET $$$SET $${SET}', '$SET $value ${SET}'],
    ['$1 $( $? $@ $-x $. $} $', '$1 $( $? $@ $-x $. $} $'],
    ['$DOLLAR', '$SET'],
    ['$SET:-y $SET-y', 'value:-y value-y'],
    ['${UNSET:-d} ${EMPTY:-d} ${SET:-d}', 'd d value'],
    ['${UNSET-d} ${EMPTY-d} ${SET-d}', 'd  value'],
    ['${UNSET:+a}|${EMPTY:+a}|${SET:+a}', '||a'],
    ['${UNSET+a}|${EMPTY+a}|${SET+a}', '|a|a'],
    ['${A:-a} ${B:-b}', 'a b'],
    ['${A:-{"a":{"b":1}}}', '{"a":{"b":1}}'],
    ['${A:-${B:-${SET}}}', 'value'],
    ['${A-a:?b} ${A:- a }', 'a:?b  a '],
    ['${SET:-${UNSET:?needed}}', 'value'],
    ['${SET:+${SET},}', 'value,'],
    ['\\$SET', '\\value'],
  ])('reads %j as %j', (template, expected) => {
    expect(interpolate(template, lookup)).toBe(expected);
  });

  it.each(['${}', '${ X}', '${X }', '${1}', '${X', '${X!}', '${X:=d}', '${X/a/b}', '${#X}', '${X[0]}', '${$X}', '${é}'])('refuses %j', (template) => {
    expect(() => interpolate(template, lookup)).toThrow(InterpolationError);
  });

  it.each([
    ['${UNSET:?}', 'required variable UNSET is missing a value'],
    ['${EMPTY:?say $SET}', 'required variable EMPTY is missing a value: say value'],
    ['${UNSET?a-b}', 'required variable UNSET is missing a value: a-b'],
  ])('says of %j: %s', (template, message) => {
    expect(() => interpolate(template, lookup)).toThrow(message);
  });

  it('tells of unset variables that nothing stands in for, and of no others', () => {
    const unset: string[] = [];
    interpolate('$A ${B} ${C:-$D} ${SET:-$E} ${F:+$G} ${H-}', lookup, (name) => unset.push(name));
    expect(unset).toEqual(['A', 'B', 'D']);
  });
});
