/** The gateway: the single entry. It answers no operations of its own and tells no facts. */
import { contract } from './contract.ts';

export const gateway = contract({ name: 'gateway', operations: {}, internal: {}, facts: {} });
