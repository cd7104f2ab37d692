/** Which service nginx asks for which path, read from the contracts. */
import type { Contract, Operation, ServiceName } from '@usher/contracts/contract';
import { BODY_BYTES_MAX } from '@usher/kit/edge';

/** All operations of one path; nginx chooses by path alone. */
export interface PathRoute {
  /** As in the contract, below `/api`: what the log says instead of the path, which may hold a signed link. */
  readonly template: string;
  readonly service: ServiceName;
  /** What follows `location` in the configuration. */
  readonly location: string;
  readonly bodyBytesMax: number;
  /** An answer that is written bit by bit and must not be collected on the way. */
  readonly streams: boolean;
  /** Some operation here honours an Idempotency-Key, so that a request with one may be sent twice. */
  readonly keyed: boolean;
}

/**
 * The public paths, in the order nginx must try them: `/events/popular` before `/events/{id}`.
 * Throws when two services promise operations of the same path.
 */
export function pathRoutes(contracts: readonly Contract[]): PathRoute[] {
  const paths = new Map<string, { service: ServiceName; template: string; operations: Operation[] }>();
  for (const { name, operations } of contracts)
    for (const operation of Object.values(operations)) {
      const template = operation.route.replace(/^\w+ /, '/api');
      const shape = template.replace(/\{\w+\}/g, '{}');
      const path = paths.get(shape) ?? { service: name, template, operations: [] };
      if (path.service !== name) throw new Error(`${path.service} and ${name} both promise operations of ${template}`);
      path.operations.push(operation);
      paths.set(shape, path);
    }
  return [...paths]
    .sort(([one], [other]) => (sortable(one) < sortable(other) ? -1 : 1))
    .map(([, { service, template, operations }]) => ({
      template,
      service,
      location: locationOf(template),
      bodyBytesMax: Math.max(...operations.map(bodyBytesMaxOf)),
      streams: operations.some(isStream),
      keyed: operations.some(isKeyed),
    }));
}

/** A parameter sorts behind every text that could stand in its place. */
function sortable(shape: string): string {
  return shape.replaceAll('{}', '\uffff');
}

function locationOf(template: string): string {
  if (!template.includes('{')) return `= ${template}`;
  const pattern = template.replace(/[.+*?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+');
  return `~ ^${pattern}$`;
}

function bodyBytesMaxOf(operation: Operation): number {
  return operation.rawBody?.bytesMax ?? operation.bodyBytesMax ?? BODY_BYTES_MAX;
}

function isStream(operation: Operation): boolean {
  return Object.values(operation.answers).some(
    (answer) => answer !== null && 'file' in answer && answer.file === 'text/event-stream',
  );
}

function isKeyed(operation: Operation): boolean {
  const isPost = operation.route.startsWith('POST ');
  return (operation.idempotency ?? (isPost && !operation.rawBody ? 'optional' : 'none')) !== 'none';
}
