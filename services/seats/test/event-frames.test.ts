import { get, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { begin, eventFrame, frameOf, send } from '../src/event-frames.ts';
import { openServer, textFrom } from './responses.ts';

const FIRST = 'retry: 1\n\n';
const snapshot = eventFrame('snapshot', 1, '{"name":"Zürich"}');
const delta = eventFrame('delta', 2, '{}');
const TOLD = `${FIRST}event: snapshot\nid: 1\ndata: {"name":"Zürich"}\n\nevent: delta\nid: 2\ndata: {}\n\n`;

function tell(reader: ServerResponse): void {
  begin(reader, FIRST, [snapshot]);
  send(reader, delta);
}

it('what goes straight to the socket is read as if it had been written in the ordinary way', async () => {
  const { url, response } = await openServer();
  const text = new Promise<() => string>((resolve) => {
    get(url, (answer) => {
      resolve(textFrom(answer));
    });
  });
  const reader = await response(0);
  tell(reader);
  await expect.poll(await text).toBe(TOLD);
  send(reader, frameOf(': once more\n\n'));
  reader.end();
  await expect.poll(await text).toBe(`${TOLD}: once more\n\n`);
});

it('a reader of HTTP/1.0, which knows no chunks, gets the bare text', async () => {
  const { dial, response } = await openServer();
  const socket = dial();
  const text = textFrom(socket);
  socket.write('GET / HTTP/1.0\r\n\r\n');
  tell(await response(0));
  await expect.poll(() => text().replace(/^.*?\r\n\r\n/s, '')).toBe(TOLD);
});

it('a stream that was asked for behind another answer waits for it', async () => {
  const { dial, response } = await openServer();
  const socket = dial();
  const text = textFrom(socket);
  socket.write('GET /first HTTP/1.1\r\nHost: x\r\n\r\nGET /stream HTTP/1.1\r\nHost: x\r\n\r\n');
  const [first, reader] = [await response(0), await response(1)];
  tell(reader);
  first.end('the first answer');
  await expect.poll(text).toContain('id: 2');
  send(reader, frameOf(': more\n\n'));
  reader.end();
  await expect.poll(text).toMatch(/\r\n0\r\n\r\n$/);
  expect(text().indexOf('the first answer')).toBeLessThan(text().indexOf('id: 1'));
  expect(text().indexOf('id: 2')).toBeLessThan(text().indexOf(': more'));
});

it('a reader that leaves too much unread is cut off, and others are not', async () => {
  const { dial, response } = await openServer();
  const slow = dial();
  const quick = dial();
  const text = textFrom(quick);
  const ask = async (socket: Socket, index: number) => {
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    return response(index);
  };
  const [slowReader, quickReader] = [await ask(slow, 0), await ask(quick, 1)];
  for (const reader of [slowReader, quickReader]) begin(reader, FIRST, []);
  const big = frameOf(`data: ${'x'.repeat(64 * 1024)}\n\n`);
  // What the system's own buffers take is not ours to count: some megabytes, and less than this.
  for (let i = 0; i < 1_000 && !slowReader.destroyed; i += 1) {
    send(slowReader, big);
    send(quickReader, frameOf(`: ${i}\n\n`));
    await new Promise(setImmediate);
  }
  expect(slowReader.destroyed).toBe(true);
  expect(quickReader.destroyed).toBe(false);
  send(quickReader, frameOf(': the last\n\n'));
  await expect.poll(text).toContain(': the last');
});
