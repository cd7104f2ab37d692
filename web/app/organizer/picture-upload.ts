/** Sends an event's picture from the browser, and tells a picture that cannot be used before it travels. */
import type { Refusal } from '../api/ask.ts';
import { sendFile } from '../api/browser.ts';

/** Kinds of picture the API reads. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'];
const BYTES_MAX = 5 * 1024 * 1024;

type PictureFault = Pick<Refusal, 'code'>;

/** What is wrong with a file before it is sent. */
export function pictureFault(file: File): PictureFault | null {
  if (!PICTURE_TYPES.includes(file.type)) return { code: 'unsupported_media_type' };
  return file.size > BYTES_MAX ? { code: 'payload_too_large' } : null;
}

/** Sets the picture of an event; null when it is set. */
export async function uploadPicture(eventId: string, file: File): Promise<PictureFault | null> {
  const fault = pictureFault(file);
  if (fault) return fault;
  try {
    const answer = await sendFile(`/events/${eventId}/image`, file);
    if (answer.ok) return null;
    const problem = (await answer.json().catch(() => ({}))) as { code?: PictureFault['code'] };
    return { code: problem.code ?? 'internal_error' };
  } catch {
    return { code: 'unreachable' };
  }
}
