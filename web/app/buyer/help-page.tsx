/** Short answers to what people ask when they buy tickets. */
import type { MetaFunction } from 'react-router';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { ChipLink } from '../ui/chip.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { type AnswerGroup, answerGroups } from './help-answers.tsx';

export const meta: MetaFunction = () => [
  { title: 'Help · Usher' },
  {
    name: 'description',
    content: 'How seats are held, what happens when a payment is interrupted, and where your tickets are.',
  },
];

export default function HelpPage() {
  return (
    <Page>
      <PageHeader
        title="How can we help?"
        lead="How seats are held, how paying goes, and where your tickets are."
        actions={<ButtonLink to={paths.findOrder()}>Find my order</ButtonLink>}
      />
      <nav aria-label="On this page">
        <ul className="flex flex-wrap gap-2">
          {answerGroups.map(({ id, title }) => (
            <li key={id}>
              <ChipLink to={{ hash: id }} preventScrollReset={false}>
                {title}
              </ChipLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className="divide-y divide-line border-line border-t">
        {answerGroups.map((group) => (
          <Answers key={group.id} group={group} />
        ))}
      </div>
    </Page>
  );
}

function Answers({ group: { id, title, answers } }: { group: AnswerGroup }) {
  return (
    <section aria-labelledby={id} className="grid gap-6 py-8 md:py-12 lg:grid-cols-[18rem_minmax(0,1fr)] lg:gap-16">
      <h2 id={id} className="scroll-mt-8 text-h3 tracking-tight md:text-h2">
        {title}
      </h2>
      <dl className="grid max-w-text gap-6">
        {answers.map(({ question, answer }) => (
          <div key={question} className="grid gap-1">
            <dt className="font-bold text-lead">{question}</dt>
            <dd>{answer}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
