/** Roles in words, and what each may do. */
import type { Data } from '../api/ask.ts';

export type User = Data<'listUsers'>['items'][number];
export type Role = User['role'];
export type Member = Data<'listMembers'>['items'][number];
export type MemberRole = Member['role'];

export const roles: Readonly<Record<Role, { readonly label: string; readonly detail: string }>> = {
  customer: { label: 'Customer', detail: 'Buys tickets.' },
  operator: { label: 'Operator', detail: 'Works at the doors of the organizations they are a member of.' },
  organizer: { label: 'Organizer', detail: 'Works at the office of the organizations they are a member of.' },
  admin: { label: 'Admin', detail: 'Runs the installation: people, organizations, mail, and every event.' },
};

export const memberRoles: Readonly<Record<MemberRole, { readonly label: string; readonly detail: string }>> = {
  operator: { label: 'Operator', detail: 'Scans tickets at the doors of its events.' },
  organizer: { label: 'Organizer', detail: 'Sells: venues, events, orders, refunds and members. Scans too.' },
};

/** A role as the end of a sentence: "is an organizer now". */
export function asRole(role: Role | MemberRole): string {
  const word = roles[role].label.toLowerCase();
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}

/** First and last name; an account may have been made without. */
export function fullName({ firstName, lastName, email }: Pick<User, 'firstName' | 'lastName' | 'email'>): string {
  return `${firstName} ${lastName}`.trim() || email;
}
