/** One's account: who one is, the password, how Usher looks, and the mail it sent. */
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useLoaderData,
} from 'react-router';
import type { Refusal } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { ThemeSwitch } from '../frame/theme-switch.tsx';
import { paths } from '../paths.ts';
import { requireViewer, sessionOf } from '../session/session.ts';
import { Button } from '../ui/button.tsx';
import { CardSection } from '../ui/card.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { formatList } from '../words/format.ts';
import { changePassword } from './change-password.ts';
import { languageChoices } from './languages.ts';
import { MailSection } from './mail-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { updateProfile } from './update-profile.ts';

export const meta: MetaFunction = () => [{ title: 'Account · Usher' }];

const MAILS_SHOWN = 10;

export async function loader({ request, url, context }: LoaderFunctionArgs) {
  requireViewer(context, request);
  const ask = apiOf(context);
  const cursor = url.searchParams.get('mail') ?? undefined;
  const [profile, mail] = await Promise.all([
    ask('getProfile'),
    ask('listNotifications', { query: { limit: MAILS_SHOWN, cursor } }),
  ]);
  if (!profile.ok) throw notShown(profile.refusal, context);
  const languages = languageChoices(profile.data.locale);
  if (!mail.ok) return { profile: profile.data, languages, mail: null, next: null, isFirst: true };
  const { items, nextCursor } = mail.data;
  return { profile: profile.data, languages, mail: items, next: nextCursor, isFirst: cursor === undefined };
}

/** An account that was closed meanwhile has no session to go on with. */
function notShown(refusal: Refusal, context: LoaderFunctionArgs['context']): Response {
  if (refusal.status !== 401) return new Response(null, { status: refusal.status === 0 ? 503 : refusal.status });
  sessionOf(context).signOut();
  return redirect(paths.login({ next: paths.account() }));
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireViewer(context, request);
  const form = await request.formData();
  return form.get('form') === 'password' ? changePassword(form, context) : updateProfile(form, context);
}

export default function AccountPage() {
  const { profile } = useLoaderData<typeof loader>();
  const work = profile.organizations.map(({ name, role }) => `${role} of ${name}`);
  return (
    <Page>
      <PageHeader
        title="Account"
        lead={
          <>
            <bdi className="break-words">{profile.email}</bdi>
            {work.length > 0 && `, ${formatList(work)}`}
          </>
        }
        actions={
          <form method="post" action={paths.logout()}>
            <Button type="submit">Log out</Button>
          </form>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid gap-6">
          <ProfileSection />
          <CardSection title="How Usher looks">
            <ThemeSwitch />
          </CardSection>
        </div>
        <div className="grid gap-6">
          <PasswordSection />
          <MailSection />
        </div>
      </div>
    </Page>
  );
}
