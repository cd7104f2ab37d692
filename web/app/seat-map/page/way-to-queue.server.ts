/** To the waiting room of an event; its address carries what was chosen, and so does the way back. */
import { paths } from '../../paths.ts';
import { textOf } from './find-wish.ts';

/** The address of the waiting room for somebody whose form said, in `search`, how the seats page stood. */
export function queueOf(slug: string, form: FormData): string {
  const search = new URLSearchParams(textOf(form, 'search')).toString();
  return search === '' ? paths.queue(slug) : `${paths.queue(slug)}?${search}`;
}
