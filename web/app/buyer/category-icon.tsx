/** A picture for a category, where there is no picture of an event. */
import {
  Blocks,
  Drama,
  Laugh,
  type LucideIcon,
  MessagesSquare,
  MicVocal,
  Music,
  Piano,
  Sparkles,
  Tent,
  Ticket,
  Trophy,
} from 'lucide-react';

/** Decoration: the category's name stands beside it. One nobody knows is a ticket. */
export function CategoryIcon({ category, size }: { category: string; size: number | string }) {
  const Icon = icons[category.toLowerCase()] ?? Ticket;
  return <Icon aria-hidden size={size} strokeWidth={1.75} />;
}

const icons: Readonly<Record<string, LucideIcon>> = {
  concert: Music,
  theatre: Drama,
  classical: Piano,
  comedy: Laugh,
  musical: MicVocal,
  sports: Trophy,
  talk: MessagesSquare,
  dance: Sparkles,
  family: Blocks,
  festival: Tent,
};
