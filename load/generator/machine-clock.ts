/** One clock for all processes of a machine: the monotonic one, which counts from its start. */
const offsetMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** Milliseconds since the machine was started. */
export function machineMs(): number {
  return offsetMs + performance.now();
}
