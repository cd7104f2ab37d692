/** Giving somebody with an account a role in an organization. */
import { useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form, useNavigation } from 'react-router';
import { Button } from '../ui/button.tsx';
import { CardSection } from '../ui/card.tsx';
import { RadioCards } from '../ui/choice-fields.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { fieldProps, listErrors } from '../ui/form-fields.ts';
import { Problem } from '../ui/problem.tsx';
import { TextField } from '../ui/text-fields.tsx';
import type { MembersAnswer } from './change-members.server.ts';
import { AddMember, memberFormErrors } from './member-forms.ts';
import { memberRoles } from './people-words.ts';

/** By e-mail address: whoever it is must have registered before. */
export function AddMemberForm({ answer }: { answer: MembersAnswer | undefined }) {
  const mine = answer?.form === 'add' ? answer : undefined;
  const isBusy = useNavigation().formData?.get('form') === 'add';
  const [form, fields] = useForm({
    id: 'add-member',
    lastResult: mine?.result,
    defaultValue: { email: '', role: 'operator' },
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: AddMember, formatError: memberFormErrors }),
  });
  const isUnknown = mine?.refusal?.code === 'not_found';
  return (
    <CardSection title="Add a member">
      <Problem
        refusal={mine?.refusal}
        fact={isUnknown ? 'Nobody has an account with this e-mail address.' : undefined}
        remedy={isUnknown ? 'Ask them to create one, then add them here.' : undefined}
      />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <ErrorSummary errors={listErrors(form)} />
        <input type="hidden" name="form" value="add" />
        <TextField
          {...fieldProps(fields.email)}
          label="E-mail"
          type="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <RadioCards
          {...fieldProps(fields.role)}
          label="Role"
          options={Object.entries(memberRoles).map(([value, words]) => ({ value, ...words }))}
        />
        <Button type="submit" variant="primary" busy={isBusy} busyLabel="Adding…" className="justify-self-start">
          Add member
        </Button>
      </Form>
    </CardSection>
  );
}
