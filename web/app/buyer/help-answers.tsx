/** The questions people ask, in the order in which they come up. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { paths } from '../paths.ts';

export interface Answer {
  readonly question: string;
  readonly answer: ReactNode;
}
export interface AnswerGroup {
  readonly id: string;
  readonly title: string;
  readonly answers: readonly Answer[];
}

const findOrder = (
  <Link to={paths.findOrder()} className="link">
    Find my order
  </Link>
);

export const answerGroups: readonly AnswerGroup[] = [
  {
    id: 'seats',
    title: 'Choosing seats',
    answers: [
      {
        question: 'How long are my seats held?',
        answer:
          'A few minutes, from the moment you continue to checkout. Every step shows how long you have left, and you can ask for more time once. Nobody else can buy the seats meanwhile. When the time is up they go back on sale, and nothing is charged.',
      },
      {
        question: 'Why did a seat disappear while I was choosing?',
        answer:
          'Somebody else continued to checkout with it first. The map shows such changes at once; your other seats stay chosen, and you only pick one in place of the one you lost.',
      },
      {
        question: 'Do I need an account?',
        answer:
          'No. Your name and an e-mail address are enough. With an account your orders and tickets are all in one place.',
      },
      {
        question: 'Is the price I see the price I pay?',
        answer: 'Yes. The price of a seat on the map is what you pay for it. Nothing is added at the end.',
      },
    ],
  },
  {
    id: 'paying',
    title: 'Paying',
    answers: [
      {
        question: 'My payment was interrupted. What now?',
        answer: (
          <>
            Please don’t pay again right away. Open your order: under your orders if you have an account, else by{' '}
            {findOrder}. It says whether the payment went through, is still being confirmed by your bank, or needs
            another try. An order is never charged twice.
          </>
        ),
      },
      {
        question: 'My card was declined.',
        answer:
          'Your seats stay held until the time shown is up, and what you entered is kept. Check the details, try another card, or confirm the payment with your bank. Nothing was charged.',
      },
      {
        question: 'My bank answered too late.',
        answer:
          'If your seats are still free when the answer comes, they are yours and the tickets follow. If they were sold meanwhile, the amount your bank set aside is released; your bank may show it for a few days.',
      },
      {
        question: 'How do I get a refund?',
        answer:
          'Refunds are up to the organizer of the event, whose name is on its page. Money goes back to the card you paid with, which takes 3 to 5 working days.',
      },
    ],
  },
  {
    id: 'tickets',
    title: 'Your tickets',
    answers: [
      {
        question: 'Where are my tickets?',
        answer: (
          <>
            In your inbox, in the mail we send right after the payment, and under{' '}
            <Link to={paths.tickets()} className="link">
              My tickets
            </Link>
            . Bought without an account, or is the mail gone? {findOrder} with the reference and your e-mail address,
            and we send you a new link.
          </>
        ),
      },
      {
        question: 'Phone or paper?',
        answer:
          'Either. On the phone, open the ticket before you reach the door and turn the brightness up. On paper, print the PDF; black and white is fine.',
      },
      {
        question: 'Can somebody else use my ticket?',
        answer:
          'A code lets one person in, once. Whoever shows it first goes in, so share it only with the person it is for. If a ticket carries a name, that name may be checked at the door.',
      },
      {
        question: 'What if the event is cancelled?',
        answer: 'Your money goes back to the card you paid with. You don’t need to do anything.',
      },
    ],
  },
  {
    id: 'access',
    title: 'Accessibility',
    answers: [
      {
        question: 'Can I buy without using the map?',
        answer:
          'Yes. Every seat map can be shown as a list of sections, rows and seats with the same prices. Map and list both work with the keyboard alone and are read out by screen readers.',
      },
      {
        question: 'How do I find accessible seats?',
        answer:
          'Seats for wheelchair users are marked on the map and in the list, and a filter shows only them. If none are offered for an event, ask its organizer.',
      },
      {
        question: 'Can I change how pages look?',
        answer:
          'Pages follow your device: light or dark, more contrast, less motion, larger text. Light or dark can also be chosen in the menu at the top.',
      },
    ],
  },
  {
    id: 'organizer',
    title: 'Reaching the organizer',
    answers: [
      {
        question: 'Who do I ask about the event itself?',
        answer:
          'The organizer, named on the event’s page under “Good to know”. Entry times, age limits, access at the venue and refunds are theirs to decide.',
      },
    ],
  },
];
