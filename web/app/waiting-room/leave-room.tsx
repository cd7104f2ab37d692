/** Giving the place up, behind one more step: nobody leaves by accident. */
import { Form, useNavigation } from 'react-router';
import { Button } from '../ui/button.tsx';

/** Works without script: what folds out is the question. */
export function LeaveRoom() {
  const isBusy = useNavigation().formData?.get('intent') === 'leave';
  return (
    <details className="group">
      <summary className="inline-flex min-h-11 w-fit items-center rounded-field font-medium text-muted underline underline-offset-4">
        Leave the waiting room
      </summary>
      <div className="mt-2 grid gap-3 rounded-card border border-line bg-surface p-4">
        <p>You give your place up for good. Coming back later, you start at the end.</p>
        <Form method="post">
          <input type="hidden" name="intent" value="leave" />
          <Button type="submit" variant="danger" busy={isBusy} busyLabel="Leaving…">
            Give up my place
          </Button>
        </Form>
      </div>
    </details>
  );
}
