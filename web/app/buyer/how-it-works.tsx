/** For who is here for the first time: how buying goes, in three sentences. */
import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { SectionHeading } from './section-heading.tsx';

/** Three steps and the way to more answers. */
export function HowItWorks() {
  return (
    <section aria-labelledby="how" className="grid gap-6 rounded-sheet bg-brand-soft px-4 py-8 md:px-10 md:py-10">
      <SectionHeading id="how" title="How it goes" />
      <ol className="grid gap-6 md:grid-cols-3 md:gap-10">
        {steps.map(({ title, text }, index) => (
          <li key={title} className="grid content-start gap-1">
            <span aria-hidden className="tabular font-bold text-brand text-h2">
              {index + 1}
            </span>
            <h3 className="text-h4">{title}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <p>
        More in{' '}
        <Link to={paths.help()} className="link">
          questions and answers
        </Link>
        .
      </p>
    </section>
  );
}

const steps = [
  { title: 'Choose your seats', text: 'Tap them on the map or in a list, or let us find the best ones together.' },
  { title: 'Pay in peace', text: 'Your seats are held for you. Nobody else can take them until the time shown is up.' },
  { title: 'Show your ticket', text: 'It comes to your phone and your inbox. One look at its code opens the door.' },
] as const;
