/** Why a password did not open anything: it was not right, or there were too many tries. */
import type { Refusal } from '../api/ask.ts';
import { paths, withQuery } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Problem } from '../ui/problem.tsx';
import { formatCount } from '../words/format.ts';

interface CredentialsProblemProps {
  readonly refusal: Refusal | null | undefined;
  /** The address that was tried, for the mail with a link. */
  readonly email: string | undefined;
  /** What is said of a wrong password; the catalogue's sentence unless the page knows more. */
  readonly wrong?: { readonly fact: string; readonly remedy: string };
}

/** Always offers the other way in, a mail; which of address and password was wrong is never said. */
export function CredentialsProblem({ refusal, email, wrong }: CredentialsProblemProps) {
  if (refusal?.code !== 'invalid_credentials' && refusal?.code !== 'rate_limited') return <Problem refusal={refusal} />;
  const words = refusal.code === 'rate_limited' ? tooManyTries(refusal.retryAfterSeconds) : wrong;
  return (
    <Problem
      refusal={refusal}
      {...words}
      action={
        <ButtonLink size="small" to={withQuery(paths.passwordReset(), { email })}>
          Set a new password
        </ButtonLink>
      }
    />
  );
}

const MINUTE = 60;

function tooManyTries(seconds: number | undefined) {
  const fact = 'There were too many tries.';
  if (seconds === undefined) return { fact, remedy: 'Please wait a little, or set a new password.' };
  const wait = seconds < MINUTE ? formatCount(seconds, 'second') : formatCount(Math.ceil(seconds / MINUTE), 'minute');
  return { fact, remedy: `Please try again in ${wait}, or set a new password.` };
}
