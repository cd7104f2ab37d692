/** What the forms about members carry. */
import { MemberRole } from '@usher/contracts/accounts-shapes';
import { EmailAddress } from '@usher/contracts/ids';
import { z } from 'zod';
import { fieldErrors } from '../words/field-errors.ts';

export const AddMember = z.object({ form: z.literal('add'), email: EmailAddress, role: MemberRole });

export const memberFormErrors = fieldErrors({ role: 'a role' });
