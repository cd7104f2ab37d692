/** Who a page is rendered for. The API verifies the token itself; here it is only read, to know what to show. */

export interface Viewer {
  readonly id: string;
  readonly role: 'admin' | 'organizer' | 'operator' | 'customer' | 'guest';
  readonly organizations: Readonly<Record<string, 'organizer' | 'operator'>>;
}

/** Works at the office of some organization, or runs the installation. */
export const mayOrganize = (viewer: Viewer | null): boolean =>
  viewer !== null && (viewer.role === 'admin' || Object.values(viewer.organizations).includes('organizer'));

/** Works at a door of some organization. */
export const mayScan = (viewer: Viewer | null): boolean =>
  viewer !== null && (viewer.role === 'admin' || Object.keys(viewer.organizations).length > 0);

export const mayAdminister = (viewer: Viewer | null): boolean => viewer?.role === 'admin';
