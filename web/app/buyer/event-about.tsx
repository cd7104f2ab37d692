/** What the organizer says about the event, where it is, and who is behind it. */
import type { ReactNode } from 'react';
import { saleMoment, type ShownEvent } from './event-sale.ts';

/** A part nobody wrote anything for is not there. */
export function EventAbout({ shown: { event, venue, sale } }: { shown: ShownEvent }) {
  const paragraphs = event.description
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
  return (
    <div className="grid max-w-text gap-10">
      {paragraphs.length > 0 && (
        <Part id="about" title="About this event">
          {paragraphs.map((paragraph, index) => (
            <p key={index} className="whitespace-pre-line first-of-type:text-lead">
              {paragraph}
            </p>
          ))}
        </Part>
      )}
      <Part id="venue" title="The venue">
        <address className="not-italic">
          <span className="font-bold">{event.venue.name}</span>
          {venue && <span className="block">{venue.address}</span>}
          <span className="block">{venue ? `${venue.city}, ${venue.country}` : event.venue.city}</span>
        </address>
      </Part>
      <Part id="good-to-know" title="Good to know">
        <ul className="grid list-disc gap-2 ps-5 marker:text-brand">
          {event.holderNameRequired && (
            <li>Each ticket carries the name of the person who goes. Have something with that name on it with you.</li>
          )}
          {sale === 'on_sale' && Date.parse(event.salesCloseAt) < Date.parse(event.startsAt) && (
            <li>Online sales end on {saleMoment(event.salesCloseAt, event.timeZone)}.</li>
          )}
          <li>Your seats are held for you while you pay, and your tickets come by e-mail right after.</li>
          <li>Presented by {event.organization.name}, who decides about refunds.</li>
        </ul>
      </Part>
    </div>
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <h2 id={id} className="text-h3">
        {title}
      </h2>
      {children}
    </section>
  );
}
