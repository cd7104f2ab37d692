/** Remembers how somebody likes to see Usher. Without script the form posts here and comes back. */
import { type ActionFunctionArgs, data, redirect } from 'react-router';
import { paths, safeNext } from '../paths.ts';
import { isTheme, themeCookie } from './theme.ts';

export const loader = () => redirect(paths.home());

export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const theme = form.get('theme');
  const headers = { 'set-cookie': themeCookie(isTheme(theme) ? theme : 'system') };
  const next = form.get('next');
  return typeof next === 'string' ? redirect(safeNext(next), { headers }) : data(null, { headers });
}
