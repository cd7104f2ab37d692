/**
 * A peer as far as its contract goes: for tests of one service that must hear facts and get answers
 * without the other service being there. It speaks through the same kit, over a real database.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '@usher/contracts/contract';
import type { Handlers } from './operations.ts';
import { type FactOf, type Kit, type Needs, type ServiceDefinition, service } from './service.ts';
import type { Variables } from './config.ts';

export interface ScriptedPeer<C extends Contract> {
  readonly definition: ServiceDefinition;
  /** Tells facts in one transaction, as the peer would. */
  publish(...facts: readonly Omit<FactOf<C>, 'requestId'>[]): Promise<void>;
}

/** A peer that answers its internal operations as told and no public one. */
export function scriptedPeer<C extends Contract>(contract: C, internal: Handlers<C['internal']>): ScriptedPeer<C> {
  let opened: Kit<C, Needs, Variables> | undefined;
  const unanswered = (): never => {
    throw new Error(`the scripted ${contract.name} answers no public operation`);
  };
  const operations = Object.fromEntries(Object.keys(contract.operations).map((name) => [name, unanswered]));
  const definition = service({
    contract,
    needs: {},
    follows: {},
    config: {},
    migrations: mkdtempSync(join(tmpdir(), 'usher-no-migrations-')),
    async open(kit) {
      opened = kit;
      return { operations: operations as unknown as Handlers<C['operations']>, internal };
    },
  });
  return {
    definition: definition,
    async publish(...facts) {
      const kit = opened;
      if (!kit) throw new Error(`the scripted ${contract.name} is not open`);
      const told = facts.map((fact) => ({ ...fact, requestId: 'test-request' }));
      await kit.db.transaction((tx) => kit.record(tx, told));
    },
  };
}

/** A service that is not here but may call: only its needs count. */
export function callerOf(contract: Contract, needs: Needs): ServiceDefinition {
  const definition = service({
    contract,
    needs,
    follows: {},
    config: {},
    migrations: '',
    open: () => Promise.reject(new Error(`${contract.name} is not here`)),
  });
  return definition;
}
