/**
 * The configuration of a NATS server for one installation. Each service has a user of its own that
 * may tell only its own facts: whoever breaks into one service cannot speak for another.
 */

export interface NatsConfigOptions {
  readonly port: number;
  /** Where JetStream keeps the last hour's facts; may be wiped whenever the server is down. */
  readonly storeDir: string;
  readonly users: readonly NatsUser[];
}

export interface NatsUser {
  /** The service; also the name of its user: `nats://seats:<password>@127.0.0.1:4222`. */
  readonly service: string;
  readonly password: string;
}

/** The text of a `nats-server.conf` that listens on 127.0.0.1. Throws for a service whose name is no plain word. */
export function natsConfig({ port, storeDir, users }: NatsConfigOptions): string {
  return `# Written by Usher; changes are lost. Facts pass through here, their logs are in Postgres.
listen: "127.0.0.1:${port}"
max_payload: 1MB
jetstream {
  store_dir: ${quoted(storeDir)}
  max_memory_store: 64MB
  max_file_store: 1GB
}
authorization {
  users: [
${users.map(userOf).join('\n')}
  ]
}
`;
}

/** What a service asks JetStream for: to find or make the stream, and consumers that it reads itself. */
const STREAM_REQUESTS = [
  '$JS.API.STREAM.INFO.USHER_FACTS',
  '$JS.API.STREAM.CREATE.USHER_FACTS',
  '$JS.API.CONSUMER.CREATE.USHER_FACTS.>',
  '$JS.API.CONSUMER.INFO.USHER_FACTS.*',
  '$JS.API.CONSUMER.MSG.NEXT.USHER_FACTS.*',
];

function userOf({ service, password }: NatsUser): string {
  if (!/^[a-z][a-z-]*$/.test(service)) throw new Error(`${service} is no name of a service`);
  const publish = [`usher.facts.${service}`, ...STREAM_REQUESTS].map(quoted).join(', ');
  // Answers come to a subject of the user's own, so that nobody reads those of others.
  return `    {
      user: ${quoted(service)}, password: ${quoted(password)}
      permissions: { publish: [${publish}], subscribe: [${quoted(`_INBOX_${service}.>`)}] }
    }`;
}

/** A string as the server's configuration reads it. */
function quoted(text: string): string {
  if (/["\\]/.test(text)) throw new Error('quotes and backslashes cannot stand in the configuration of NATS');
  return `"${text}"`;
}
