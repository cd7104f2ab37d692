/** What a route answers. Bodies are already text, so that an answer can be stored and repeated byte for byte. */
export interface Reply {
  status: number;
  body: string;
  headers: Record<string, string>;
  /** End the connection instead of answering: the effect stands, the caller never hears of it. */
  lost?: true;
}

const jsonHeaders = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

export function json(status: number, value: unknown): Reply {
  return { status, body: JSON.stringify(value), headers: jsonHeaders };
}

/** An expected no, in the provider's own dialect: a stable code, and a sentence for the log. */
export function refuse(status: number, code: string, message: string): Reply {
  return json(status, { code, message });
}

export function storedAnswer(status: number, body: string): Reply {
  return { status, body, headers: { ...jsonHeaders, 'idempotent-replayed': 'true' } };
}
