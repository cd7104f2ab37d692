/** Any address that is no page of ours. */
import { data, type MetaFunction } from 'react-router';
import { PageFault } from './page-fault.tsx';

const NOT_FOUND = 404;

export const loader = () => data(null, { status: NOT_FOUND });
export const meta: MetaFunction = () => [{ title: 'Page not found · Usher' }, { name: 'robots', content: 'noindex' }];

export default function NotFoundPage() {
  return <PageFault status={NOT_FOUND} />;
}
