/** Map or list: equals, one press apart. */
import { List, Map as MapIcon } from 'lucide-react';
import type { SeatsView } from './remembered-view.ts';

interface ViewSwitchProps {
  readonly view: SeatsView;
  readonly chooseView: (view: SeatsView) => void;
}

/** Both are always there, and which one shows is said by more than colour. */
export function ViewSwitch({ view, chooseView }: ViewSwitchProps) {
  return (
    <div
      role="group"
      aria-label="Show as"
      className="ms-auto flex gap-0.5 rounded-full border border-control bg-surface p-0.5"
    >
      {views.map(({ name, label, Icon }) => (
        <button
          key={name}
          type="button"
          aria-pressed={view === name}
          onClick={() => chooseView(name)}
          className="inline-flex min-h-10 items-center gap-1.5 rounded-full px-3 font-medium hover:bg-sunken aria-pressed:bg-brand aria-pressed:text-on-brand pointer-fine:min-h-9"
        >
          <Icon aria-hidden size={18} className="max-sm:hidden" />
          {label}
        </button>
      ))}
    </div>
  );
}

const views = [
  { name: 'map', label: 'Map', Icon: MapIcon },
  { name: 'list', label: 'List', Icon: List },
] as const;
