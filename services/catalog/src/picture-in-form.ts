/** The one file of a form (multipart/form-data, RFC 7578). */
import { Busboy } from '@fastify/busboy';

const PARTS_MAX = 20;
const HEADERS_PER_PART_MAX = 20;

/**
 * The bytes of the first file in a form, or undefined when there is none or the form is broken or cut off.
 * The caller bounds the form's size.
 */
export function pictureInForm(form: Buffer, contentType: string): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const files: Buffer[][] = [];
    try {
      const reader = new Busboy({
        headers: { 'content-type': contentType },
        limits: { parts: PARTS_MAX, headerPairs: HEADERS_PER_PART_MAX, fileSize: form.length },
      });
      reader.on('file', (_field, stream) => {
        const chunks: Buffer[] = [];
        files.push(chunks);
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        // The reader tells of a form that ends in the middle of a file here and not to itself.
        stream.on('error', () => resolve(undefined));
      });
      reader.on('error', () => resolve(undefined));
      reader.on('finish', () => resolve(files[0] && Buffer.concat(files[0])));
      reader.end(form);
    } catch {
      // It throws for a header that names no boundary.
      resolve(undefined);
    }
  });
}
