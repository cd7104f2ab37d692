/** What the account page shows, and what its forms change. */
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from 'react-router';
import type { Refusal } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { requireViewer, sessionOf } from '../session/session.ts';
import { changePassword } from './change-password.ts';
import { languageChoices } from './languages.ts';
import { updateProfile } from './update-profile.ts';

const MAILS_SHOWN = 10;

/** Profile and mail of who is logged in; everybody else is sent to log in. */
export async function loadAccount({ request, url, context }: LoaderFunctionArgs) {
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

/** Profile or password, as the form says. */
export async function changeAccount({ request, context }: ActionFunctionArgs) {
  requireViewer(context, request);
  const form = await request.formData();
  return form.get('form') === 'password' ? changePassword(form, context) : updateProfile(form, context);
}
