/** Changing seats that are held gives them up first: asked before it is done. */
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount } from '../../words/format.ts';
import type { Continue } from './use-continue.ts';

/** Opens when *Continue* would give up a hold. */
export function ReleaseDialog({ going }: { going: Continue }) {
  const count = going.hold?.items.length ?? 0;
  return (
    <Dialog
      open={going.isAsking}
      onClose={going.cancel}
      title="Change your seats?"
      actions={
        <>
          <Button onClick={going.cancel}>Not yet</Button>
          <Button variant="primary" onClick={going.confirm}>
            Release and hold the new choice
          </Button>
        </>
      }
    >
      <p>
        {count === 1 ? 'The place you hold now' : `The ${formatCount(count, 'place')} you hold now`} will be released
        while we hold the new choice. Someone else may take {count === 1 ? 'it' : 'them'} in between.
      </p>
    </Dialog>
  );
}
