import { envExample, readConfig, variable, wholeNumber } from '@usher/kit/config';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const variables = {
  HOLD_SECONDS: variable(wholeNumber(10, 3_600, 600), 'How long a hold lasts'),
  MAIL_FROM: variable(z.email(), 'Who mails come from', 'box-office@example.com'),
  PROVIDER_SECRET: variable(z.string().min(16), 'Secret of the card provider', ''),
};
const good = { MAIL_FROM: 'hall@example.com', PROVIDER_SECRET: 'sixteen letters!' };

describe('a configuration', () => {
  it('is read with its defaults, and an empty value counts as none', () => {
    expect(readConfig(variables, { ...good, HOLD_SECONDS: '' })).toEqual({ ...good, HOLD_SECONDS: 600 });
    expect(readConfig(variables, { ...good, HOLD_SECONDS: '30' }).HOLD_SECONDS).toBe(30);
  });

  it.each(['9', '3601', '1.5', 'ten', 'Infinity'])('refuses HOLD_SECONDS=%s by its name', (value) => {
    expect(() => readConfig(variables, { ...good, HOLD_SECONDS: value })).toThrow(
      /HOLD_SECONDS \(How long a hold lasts\)/,
    );
  });

  it('names every variable that is missing or wrong at once, and tells no value', () => {
    let message = '';
    try {
      readConfig(variables, { PROVIDER_SECRET: 'hunter2' });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/MAIL_FROM[^]*PROVIDER_SECRET/);
    expect(message).not.toContain('hunter2');
  });

  it('is shown as an example with each sentence and default', () => {
    const text = envExample(variables);
    expect(text).toContain('# How long a hold lasts\n#HOLD_SECONDS=600\n');
    expect(text).toContain('#MAIL_FROM=box-office@example.com\n');
  });
});
