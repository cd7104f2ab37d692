/** Asking from the browser: the session cookie says who, and is renewed once when it has run out. */
import { paths } from '../paths.ts';
import { type Asked, createAsk } from './ask.ts';

/** The API as the person at this browser. */
export const ask = createAsk(async (asked) => {
  const response = await sendAsked(asked);
  if (response.status !== 401) return response;
  return (await renewSession()) ? sendAsked(asked) : response;
});

/** Sends what is not JSON (an image, say) to the API as the person at this browser. */
export async function sendFile(path: string, file: File): Promise<Response> {
  const send = () =>
    fetch(`/api${path}`, {
      method: 'PUT',
      headers: { 'content-type': file.type },
      body: file,
      credentials: 'same-origin',
    });
  const response = await send();
  if (response.status !== 401) return response;
  return (await renewSession()) ? send() : response;
}

function sendAsked({ method, path, headers, body, signal }: Asked): Promise<Response> {
  return fetch(`/api${path}`, {
    method,
    headers,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  });
}

let renewing: Promise<boolean> | undefined;

/** One renewal at a time in this tab; the server sees to it that tabs do not spend one refresh token twice. */
function renewSession(): Promise<boolean> {
  renewing ??= fetch(paths.session(), { method: 'POST', credentials: 'same-origin' })
    .then((response) => response.ok)
    .finally(() => {
      renewing = undefined;
    });
  return renewing;
}
