/** Reads what a token says, without verifying it: every question to the API is verified there. */
import type { Viewer } from './viewer.ts';

/** The viewer a token speaks of, or null when there is none or it has run out. */
export function viewerOf(token: string | undefined, nowMs: number): Viewer | null {
  const payload = token?.split('.')[1];
  if (payload === undefined) return null;
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
    if (typeof claims['sub'] !== 'string' || Number(claims['exp']) * 1000 <= nowMs) return null;
    return {
      id: claims['sub'],
      role: claims['role'] as Viewer['role'],
      organizations: (claims['organizations'] ?? {}) as Viewer['organizations'],
    };
  } catch {
    return null;
  }
}
