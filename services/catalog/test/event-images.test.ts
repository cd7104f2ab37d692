import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CatalogHost, drawMap, makeDraft, makePublished, makeVenue, openCatalogHost } from './catalog-host.ts';

let host: CatalogHost;
let venueId: string;
let eventId: string;
let picture: Buffer;
beforeAll(async () => {
  host = await openCatalogHost();
  venueId = await makeVenue(host);
  await drawMap(host, venueId);
  eventId = (await makePublished(host, venueId)).id;
  picture = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#336699' } })
    .png()
    .toBuffer();
});
afterAll(() => host.close());

const put = (body: Buffer, type: string, id = eventId) =>
  host.call(`PUT /events/${id}/image`, { as: host.organizer, body, headers: { 'content-type': type } });

describe('the picture of an event', () => {
  it('is written anew as WebP, shown with its hash, and remembered by readers', async () => {
    const answer = await put(picture, 'image/png');
    const { imageUrl } = answer.json<{ imageUrl: string }>();
    expect(imageUrl).toMatch(new RegExp(`^/api/events/${eventId}/image\\?v=[0-9a-f]{8}$`));
    const shown = await host.call(`GET ${imageUrl.replace('/api', '')}`);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=86400',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(String(shown.headers['content-security-policy'])).toContain('sandbox');
    expect(await sharp(shown.bytes).metadata()).toMatchObject({ format: 'webp', width: 640, height: 360 });
    const again = await host.call(`GET /events/${eventId}/image`, {
      headers: { 'if-none-match': String(shown.headers['etag']) },
    });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    expect((await host.call('GET /events')).json<{ items: { imageUrl: string }[] }>().items[0]?.imageUrl).toBe(
      imageUrl,
    );
  });

  it('may come in a form', async () => {
    const head =
      '--edge\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n--edge\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n';
    const form = Buffer.concat([Buffer.from(head), picture, Buffer.from('\r\n--edge--\r\n')]);
    expect((await put(form, 'multipart/form-data; boundary=edge')).status).toBe(200);
    expect((await put(form.subarray(0, head.length + 40), 'multipart/form-data; boundary=edge')).json()).toMatchObject({
      code: 'image_invalid',
    });
    expect((await put(Buffer.from('no form at all'), 'multipart/form-data; boundary=x')).json()).toMatchObject({
      code: 'image_invalid',
    });
    expect((await put(Buffer.from('no form at all'), 'multipart/form-data')).json()).toMatchObject({
      code: 'image_invalid',
    });
  });

  it('what is no picture, a script in disguise, and a bomb of pixels are refused', async () => {
    const bomb = await sharp({ create: { width: 8_000, height: 8_000, channels: 3, background: '#000' } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    for (const [body, type] of [
      [Buffer.from('hello'), 'image/png'],
      [svg, 'image/svg+xml'],
      [bomb, 'image/png'],
      [picture.subarray(0, 80), 'image/png'],
    ] as const) {
      expect((await put(body, type)).json()).toMatchObject({ status: 400, code: 'image_invalid' });
    }
    expect((await put(Buffer.alloc(5 * 1024 * 1024 + 1), 'image/png')).status).toBe(413);
    expect((await put(picture, 'application/pdf')).status).toBe(415);
  });

  it('of a draft is seen by who works on it', async () => {
    const draft = await makeDraft(host, venueId);
    await put(picture, 'image/png', draft.id);
    expect((await host.call(`GET /events/${draft.id}/image`)).status).toBe(404);
    expect((await host.call(`GET /events/${draft.id}/image`, { as: host.rivalOrganizer })).status).toBe(404);
    expect((await host.call(`GET /events/${draft.id}/image`, { as: host.organizer })).status).toBe(200);
    expect((await host.call(`DELETE /events/${draft.id}`, { as: host.organizer })).status).toBe(204);
    expect((await host.call(`GET /events/${draft.id}/image`, { as: host.organizer })).status).toBe(404);
  });
});
