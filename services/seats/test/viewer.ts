/** A viewer of a live seat map, as a browser is one: it reads server-sent events and keeps the picture they tell of. */
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';

export interface Message {
  readonly event: string;
  readonly id: string;
  readonly data: unknown;
}

export interface Viewer {
  /** All messages so far, once there are so many. */
  messages(count: number): Promise<Message[]>;
  seen(): Message[];
  /** Resolves when the server ended the stream in order. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Lets a host be reached over the network; gives its address. */
export async function listenFor(app: FastifyInstance): Promise<string> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

/** Opens a stream, or resumes it after the event it saw last. */
export async function watch(url: string, lastEventId?: string): Promise<Viewer> {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers }, resolve).on('error', reject);
  });
  expect(response.headers['content-type']).toContain('text/event-stream');
  let text = '';
  const ended = new Promise<void>((resolve) => {
    response.once('end', resolve);
  });
  response
    .setEncoding('utf8')
    .on('error', () => undefined)
    .on('data', (chunk: string) => {
      text += chunk;
    });
  const seen = () => messagesIn(text);
  return {
    ended,
    seen,
    async messages(count) {
      await expect.poll(() => seen().length, { timeout: 5_000 }).toBeGreaterThanOrEqual(count);
      return seen();
    },
    close: () => {
      response.destroy();
    },
  };
}

function messagesIn(text: string): Message[] {
  // What follows the last empty line is not whole yet.
  return text
    .split('\n\n')
    .slice(0, -1)
    .flatMap((block): Message[] => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const [event, id, data] = [field('event'), field('id'), field('data')];
      return event !== undefined && data !== undefined
        ? [{ event, id: id ?? '', data: JSON.parse(data) as unknown }]
        : [];
    });
}

/** The picture after these messages, one digit per seat. Throws at a gap: something was never told. */
export function replay(messages: readonly Message[], seatCount: number): string {
  const states = new Uint8Array(seatCount);
  let version = -1;
  for (const { event, data } of messages) {
    const told = data as { version: number; from: number; seats: string | [number, number][] };
    if (typeof told.seats === 'string') {
      if (event !== 'snapshot') throw new Error(`a ${event} is a picture`);
      const bytes = Buffer.from(told.seats, 'base64');
      for (let i = 0; i < seatCount; i += 1) states[i] = ((bytes[i >> 2] ?? 0) >> (2 * (i & 3))) & 3;
    } else {
      if (told.from > version) throw new Error(`after version ${version} came what changed since ${told.from}`);
      for (const [seat, state] of told.seats) states[seat] = state;
    }
    version = told.version;
  }
  return states.join('');
}
