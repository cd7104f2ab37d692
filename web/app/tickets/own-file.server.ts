/** A file of one's own, opened like a page: with a way to log in, and words when it is not there. */
import { type LoaderFunctionArgs, redirect } from 'react-router';
import { fileFromApi } from '../api/server.ts';
import { paths } from '../paths.ts';
import { sessionOf } from '../session/session.ts';

/** The file at that path of the API. Nobody looks at a file's address twice, so a "no" is one plain sentence. */
export async function ownFile({ url, context }: LoaderFunctionArgs, path: string): Promise<Response> {
  if (sessionOf(context).viewer === null) throw redirect(paths.login({ next: url.pathname }));
  try {
    return await fileFromApi(context, path);
  } catch (error) {
    if (!(error instanceof Response)) throw error;
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    return new Response(sentences[error.status] ?? ours, { status: error.status, headers });
  }
}

const ours = 'We couldn’t make this file just now. Please try again in a moment.';
const sentences: Readonly<Record<number, string>> = {
  404: 'We can’t find this file. It may belong to another account: log in with the one you bought with.',
};
