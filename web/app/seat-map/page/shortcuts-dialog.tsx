/** Every key of the map. */
import { Dialog } from '../../ui/dialog.tsx';

/** Opened with the question mark. */
export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keys of the seat map">
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-3">
        {shortcuts.map(([keys, deed]) => (
          <div key={keys} className="contents">
            <dt className="font-mono font-medium text-small">{keys}</dt>
            <dd>{deed}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

const shortcuts = [
  ['Arrow keys', 'Next section, or next seat'],
  ['Enter, Space', 'Open a section, or choose a seat'],
  ['Escape', 'Back to the whole venue'],
  ['Home, End', 'First or last seat of the row'],
  ['Ctrl + Home, End', 'First or last seat of the section'],
  ['Page Up, Down', 'Five rows up or down'],
  ['F', 'Next free seat'],
  ['Shift + arrow', 'Choose the next seat too'],
  ['+  −  0', 'Zoom in, zoom out, whole venue'],
] as const;
