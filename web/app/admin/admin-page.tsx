/** What all pages about the installation share. */
import { type LoaderFunctionArgs, Outlet } from 'react-router';
import { paths } from '../paths.ts';
import { requireViewer } from '../session/session.ts';
import { mayAdminister } from '../session/viewer.ts';
import { TabLinks } from '../ui/tabs.tsx';

export function loader({ request, context }: LoaderFunctionArgs) {
  requireViewer(context, request, mayAdminister);
  return null;
}

const tabs = [
  { to: paths.admin(), label: 'Health', end: true },
  { to: paths.adminPeople(), label: 'People' },
  { to: paths.adminOrganizations(), label: 'Organizations' },
  { to: paths.adminMail(), label: 'Mail' },
];

export default function AdminPage() {
  return (
    <>
      <div className="border-line border-b bg-surface">
        <div className="page-column [&>nav]:border-b-0">
          <TabLinks label="Admin" tabs={tabs} />
        </div>
      </div>
      <Outlet />
    </>
  );
}
