/** One's account: who one is, the password, how Usher looks, and the mail it sent. */
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { ThemeSwitch } from '../frame/theme-switch.tsx';
import { paths } from '../paths.ts';
import { Button } from '../ui/button.tsx';
import { CardSection } from '../ui/card.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { formatList } from '../words/format.ts';
import { changeAccount, loadAccount } from './account-data.server.ts';
import { MailSection } from './mail-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { ProfileSection } from './profile-section.tsx';

export const meta: MetaFunction = () => [{ title: 'Account · Usher' }];

export const loader = (args: LoaderFunctionArgs) => loadAccount(args);
export const action = (args: ActionFunctionArgs) => changeAccount(args);

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
