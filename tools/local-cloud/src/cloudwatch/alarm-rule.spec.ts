import { type AlarmState, readAlarmRule } from './alarm-rule';

const states: Readonly<Record<string, AlarmState>> = { a: 'ALARM', b: 'OK', 'x AND y': 'INSUFFICIENT_DATA' };
const holds = (rule: string) => readAlarmRule(rule)((alarm) => states[alarm]);

describe('the rule of a composite alarm', () => {
  it.each([
    ['ALARM("a")', true],
    ['ALARM(a)', true],
    ['ALARM("arn:aws:cloudwatch:us-east-1:000000000000:alarm:a")', true],
    ['ALARM("b")', false],
    ['OK("b") AND INSUFFICIENT_DATA("x AND y")', true],
    ['NOT ALARM("a") OR FALSE', false],
    ['(ALARM("b") OR ALARM("a")) AND NOT OK("a")', true],
    ['ALARM("nobody")', false],
    ['TRUE', true],
  ])('%s is %p', (rule, expected) => {
    expect(holds(rule)).toBe(expected);
  });

  it.each(['ALARM("a") XOR OK("b")', 'ALARM("a", "b")', 'a', 'ALARM(('])('%s is refused', (rule) => {
    expect(() => readAlarmRule(rule)).toThrow(rule);
  });
});
