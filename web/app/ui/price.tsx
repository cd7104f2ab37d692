/** An amount of money, whatever direction the text around it runs. */
import type { Money } from '@usher/contracts/money';
import { clsx } from 'clsx';
import { formatMoney, formatMoneyFrom } from '../words/format.ts';

/** Total price, digits of equal width. `from` is for cards: the lowest of several. */
export function Price({ money, from = false, className }: { money: Money; from?: boolean; className?: string }) {
  return <bdi className={clsx('tabular', className)}>{from ? formatMoneyFrom(money) : formatMoney(money)}</bdi>;
}
