/** Every address of the site, made in one place. */
type Query = Readonly<Record<string, string | number | null | undefined>>;

/** A path with its query; empty values are left out. */
export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

export const paths = {
  home: () => '/',
  events: (query: Query = {}) => withQuery('/events', query),
  event: (slug: string) => `/events/${slug}`,
  seats: (slug: string, query: Query = {}) => withQuery(`/events/${slug}/seats`, query),
  queue: (slug: string) => `/events/${slug}/queue`,
  queueState: (eventId: string) => `/api/events/${eventId}/queue`,
  queueDraw: (eventId: string) => `/api/events/${eventId}/queue/draw`,
  holdDetails: (holdId: string) => `/checkout/holds/${holdId}`,
  payment: (orderId: string) => `/checkout/${orderId}`,
  paymentReturn: (orderId: string) => `/checkout/${orderId}/return`,
  orders: (query: Query = {}) => withQuery('/orders', query),
  order: (orderId: string) => `/orders/${orderId}`,
  findOrder: () => '/orders/find',
  orderTicketsPdf: (orderId: string) => `/orders/${orderId}/tickets.pdf`,
  orderCalendar: (orderId: string) => `/orders/${orderId}/calendar.ics`,
  tickets: () => '/tickets',
  ticket: (ticketId: string) => `/tickets/${ticketId}`,
  ticketPdf: (ticketId: string) => `/tickets/${ticketId}/ticket.pdf`,
  login: (query: Query = {}) => withQuery('/login', query),
  register: (query: Query = {}) => withQuery('/register', query),
  logout: () => '/logout',
  passwordReset: () => '/password-reset',
  account: () => '/account',
  session: () => '/session',
  theme: () => '/theme',
  help: () => '/help',
  organizer: (query: Query = {}) => withQuery('/organizer', query),
  organizerEvent: (eventId: string) => `/organizer/events/${eventId}`,
  organizerEventEdit: (eventId: string) => `/organizer/events/${eventId}/edit`,
  organizerEventNew: (query: Query = {}) => withQuery('/organizer/events/new', query),
  organizerOrders: (query: Query = {}) => withQuery('/organizer/orders', query),
  organizerVenues: (query: Query = {}) => withQuery('/organizer/venues', query),
  organizerVenueNew: (query: Query = {}) => withQuery('/organizer/venues/new', query),
  organizerVenue: (venueId: string) => `/organizer/venues/${venueId}`,
  door: () => '/door',
  doorEvent: (eventId: string) => `/door/${eventId}`,
  admin: () => '/admin',
  adminPeople: (query: Query = {}) => withQuery('/admin/people', query),
  adminOrganizations: (query: Query = {}) => withQuery('/admin/organizations', query),
  adminOrganization: (organizationId: string) => `/admin/organizations/${organizationId}`,
  adminMail: (query: Query = {}) => withQuery('/admin/mail', query),
  api: () => '/api/documentation',
} as const;

/** Where to go after signing in: a path of ours, else home. A full address from a link is never followed. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])[\w\-./?=&%:,+~]*$/.test(next) ? next : paths.home();
}
