import { Password } from '@usher/contracts/accounts-shapes';
import { BuyerInput } from '@usher/contracts/people';
import { parseWithZod } from '@conform-to/zod/v4';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fieldErrors, fromProblem } from '../../app/words/field-errors.ts';

const Form = z.strictObject({
  ...BuyerInput.shape,
  password: Password,
  capacity: z.number().int().min(1).max(50),
});

function errorsOf(entries: Record<string, string>) {
  const formData = new FormData();
  for (const [name, value] of Object.entries(entries)) formData.set(name, value);
  const submission = parseWithZod(formData, { schema: Form, formatError: fieldErrors({ capacity: 'the places' }) });
  return submission.status === 'success' ? {} : submission.error;
}

describe('what is wrong with a field', () => {
  it('is said as what to enter when it is empty', () => {
    expect(errorsOf({})).toEqual({
      email: ['Enter an e-mail address like name@example.com'],
      firstName: ['Enter your first name'],
      lastName: ['Enter your last name'],
      password: ['Enter a password'],
      capacity: ['Enter the places'],
    });
  });

  it('is said as what to choose only where there is a list to choose from', () => {
    const issue = (path: string) => ({ code: 'invalid_type', message: 'Required', path: [path] });
    expect(fieldErrors()([issue('country'), issue('timeZone')])).toEqual(['Enter a country', 'Choose a time zone']);
  });

  it('names the bound that was crossed', () => {
    const errors = errorsOf({
      email: 'ada@',
      firstName: 'a'.repeat(101),
      lastName: '  ',
      password: 'short',
      capacity: '51',
    });
    expect(errors).toEqual({
      email: ['Enter an e-mail address like name@example.com'],
      firstName: ['Your first name can have up to 100 characters'],
      lastName: ['Enter your last name'],
      password: ['The password must have 8 to 256 characters'],
      capacity: ['The places can be 50 at most'],
    });
  });

  it('reads the same when the API found it', () => {
    expect(
      fromProblem([
        { path: 'password', message: 'is on a list of passwords that are tried first' },
        { path: 'email', message: 'must be an e-mail address like name@example.com' },
        { path: 'priceTiers.0.price', message: 'Invalid input' },
      ]),
    ).toEqual({
      password: ['The password is on a list of passwords that are tried first'],
      email: ['Enter an e-mail address like name@example.com'],
      'priceTiers[0].price': ['Check the price'],
    });
  });
});
