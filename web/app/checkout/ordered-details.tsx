/** The details of an order that is already made: shown to who comes back from the payment. */
import { Form, useNavigation } from 'react-router';
import { paths } from '../paths.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';

interface OrderedDetailsProps {
  readonly order: {
    readonly id: string;
    readonly buyer: { readonly email: string; readonly firstName: string; readonly lastName: string };
  };
  readonly attempt: number;
}

/** On to the payment, or the same seats with other details: that takes an order of its own. */
export function OrderedDetails({ order: { id, buyer }, attempt }: OrderedDetailsProps) {
  const navigation = useNavigation();
  return (
    <>
      <Card>
        <dl className="grid gap-4">
          <Row name="Name">{`${buyer.firstName} ${buyer.lastName}`}</Row>
          <Row name="E-mail">{buyer.email}</Row>
        </dl>
      </Card>
      <div className="grid gap-3 sm:flex">
        <ButtonLink variant="primary" to={paths.payment(id)}>
          Continue to payment
        </ButtonLink>
        <Form method="post">
          <input type="hidden" name="intent" value="change" />
          <input type="hidden" name="orderId" value={id} />
          <input type="hidden" name="attempt" value={attempt} />
          <Button
            type="submit"
            className="w-full"
            busy={navigation.formData?.get('intent') === 'change'}
            busyLabel="One moment…"
          >
            Change details
          </Button>
        </Form>
      </div>
      <p className="text-muted text-small">To change them we let your seats go and hold them again at once.</p>
    </>
  );
}

function Row({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt className="text-muted text-small">{name}</dt>
      <dd className="wrap-anywhere font-medium">{children}</dd>
    </div>
  );
}
