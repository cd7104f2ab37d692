/** In every suite: a verb that calls a peer, or opens a transaction, inside a transaction fails. */
import { watchTransactions } from '@usher/kit/transaction-watch';

watchTransactions();
