/** What every page may know about the visit: who is there, what they may do, how they like to see it. */
import { useRouteLoaderData } from 'react-router';
import type { Viewer } from './session/viewer.ts';

export interface RootData {
  readonly viewer: Viewer | null;
  readonly may: { readonly organize: boolean; readonly scan: boolean; readonly administer: boolean };
  readonly theme: 'light' | 'dark' | 'system';
  readonly serverNowMs: number;
  readonly publicUrl: string;
}

/** The root loader's answer; undefined only on the page shown when the root itself failed. */
export const useRoot = (): RootData | undefined => useRouteLoaderData<RootData>('root');
