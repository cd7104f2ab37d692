/** Opaque list cursors: the sort key of the last item, so that a page costs the same wherever it lies. */

/** Packs the sort key. */
export function encodeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Unpacks a sort key of so many parts; undefined when the cursor was tampered with. */
export function decodeCursor(cursor: string, count: number): string[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== count) return undefined;
    const texts = parts.map((part: unknown) =>
      typeof part === 'string' || typeof part === 'number' ? String(part) : undefined,
    );
    return texts.every((text) => text !== undefined && text.length <= 300 && !text.includes('\0'))
      ? (texts as string[])
      : undefined;
  } catch {
    return undefined;
  }
}

/** Where a list sorted by time and id stopped; `bad` for a cursor that is not one of such a list. */
export function readTimeCursor(
  cursor: string | undefined,
): { readonly at: string | null; readonly id: string | null } | 'bad' {
  if (cursor === undefined) return { at: null, id: null };
  const [at = '', id = ''] = decodeCursor(cursor, 2) ?? [];
  return Number.isNaN(Date.parse(at)) || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? 'bad' : { at, id };
}
