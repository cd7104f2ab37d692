/** What of the tickets service can be set. */
import { variable, wholeNumber } from '@usher/kit/config';

export const config = {
  DOWNLOAD_LINK_SECONDS: variable(wholeNumber(10, 86_400, 300), 'How long a link to one ticket works, in seconds'),
  ORDER_LINK_HOURS: variable(wholeNumber(1, 2_160, 168), 'How long a mailed link to all tickets works, in hours'),
  PDFS_AT_ONCE: variable(wholeNumber(1, 16, 1), 'PDF files rendered at the same time, in a thread each'),
  PDFS_WAITING_MAX: variable(wholeNumber(0, 1_000, 50), 'PDF files that may wait to be rendered; one more is refused'),
  PDF_CACHE_MEGABYTES: variable(wholeNumber(0, 1_024, 32), 'Memory for PDF files asked for again, in megabytes'),
};
