/** How many places of an area, asked where it was tapped. */
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { AreaStepper } from './area-stepper.tsx';
import { useChoice } from './choice.ts';

/** Open while there is an area. */
export function AreaDialog({ area, onClose }: { area: number | undefined; onClose: () => void }) {
  const { plan } = useChoice();
  const place = area === undefined ? undefined : plan.areas[area];
  return (
    <Dialog
      open={place !== undefined}
      onClose={onClose}
      title={place?.name ?? ''}
      actions={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      {place && <AreaStepper area={place.index} />}
    </Dialog>
  );
}
