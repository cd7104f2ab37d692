/** What the forms about oneself ask for: the contract's own fields, put together as people fill them in. */
import { GivenPassword, Password } from '@usher/contracts/accounts-shapes';
import { EmailAddress } from '@usher/contracts/ids';
import { Locale, nameInput } from '@usher/contracts/people';
import { z } from 'zod';
import type { FieldNames } from '../words/field-errors.ts';

export const LoginForm = z.object({ email: EmailAddress, password: GivenPassword });
export const RegisterForm = z.object({ ...nameInput, email: EmailAddress, password: Password });
export const ResetRequestForm = z.object({ email: EmailAddress });
export const NewPasswordForm = z.object({ token: z.string().min(1).max(500), password: Password });
export const ProfileForm = z.object({ ...nameInput, locale: Locale, marketingConsent: z.boolean().default(false) });
export const ChangePasswordForm = z.object({ current: GivenPassword, new: Password });

export const loginNames: FieldNames = { password: 'your password' };
export const newPasswordNames: FieldNames = { password: 'a new password' };
export const profileNames: FieldNames = { locale: 'a language' };
