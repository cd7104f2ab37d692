/** The site map: every page of Usher, who it is for, and the file it lives in. */
import { index, layout, prefix, type RouteConfig, route } from '@react-router/dev/routes';

export default [
  // Buyers
  index('buyer/home-page.tsx'),
  route('events', 'buyer/search-page.tsx'),
  route('events/:slug', 'buyer/event-page.tsx'),
  route('events/:slug/seats', 'seat-map/page/seats-page.tsx'),
  route('events/:slug/queue', 'waiting-room/queue-page.tsx'),
  route('help', 'buyer/help-page.tsx'),

  // The buy path
  route('checkout/holds/:holdId', 'checkout/details-page.tsx'),
  route('checkout/:orderId', 'checkout/payment-page.tsx'),
  route('checkout/:orderId/return', 'checkout/return-page.tsx'),

  // What one has bought
  route('orders', 'orders/orders-page.tsx'),
  route('orders/find', 'orders/find-order-page.tsx'),
  route('orders/:orderId', 'orders/order-page.tsx'),
  route('orders/:orderId/tickets.pdf', 'orders/order-pdf-route.ts'),
  route('orders/:orderId/calendar.ics', 'orders/calendar-route.ts'),
  route('tickets', 'tickets/tickets-page.tsx'),
  route('tickets/:ticketId', 'tickets/ticket-page.tsx'),
  route('tickets/:ticketId/ticket.pdf', 'tickets/ticket-pdf-route.ts'),

  // Who one is
  route('login', 'account/login-page.tsx'),
  route('register', 'account/register-page.tsx'),
  route('password-reset', 'account/password-reset-page.tsx'),
  route('account', 'account/account-page.tsx'),
  route('logout', 'account/logout-route.ts'),
  route('session', 'session/session-route.ts'),
  route('theme', 'frame/theme-route.ts'),

  // Organisers
  layout('organizer/organizer-page.tsx', [
    ...prefix('organizer', [
      index('organizer/events-page.tsx'),
      route('events/new', 'organizer/event-new-page.tsx'),
      route('events/:eventId', 'organizer/event-page.tsx'),
      route('events/:eventId/edit', 'organizer/event-edit-page.tsx'),
      route('orders', 'organizer/orders-page.tsx'),
      route('venues', 'organizer/venues-page.tsx'),
      route('venues/new', 'organizer/venue-new-page.tsx'),
      route('venues/:venueId', 'organizer/venue-page.tsx'),
    ]),
  ]),

  // Door staff
  route('door', 'door/door-page.tsx'),
  route('door/:eventId', 'door/scan-page.tsx'),

  // Admins
  layout('admin/admin-page.tsx', [
    ...prefix('admin', [
      index('admin/health-page.tsx'),
      route('people', 'admin/people-page.tsx'),
      route('organizations', 'admin/organizations-page.tsx'),
      route('organizations/:organizationId', 'admin/organization-page.tsx'),
      route('mail', 'admin/mail-page.tsx'),
    ]),
  ]),

  route('*', 'frame/not-found-page.tsx'),
] satisfies RouteConfig;
