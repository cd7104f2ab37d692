/** Three buttons for the colours of the page. */
import { Monitor, Moon, Sun } from 'lucide-react';
import type { SubmitEvent } from 'react';
import { useFetcher, useLocation } from 'react-router';
import { paths } from '../paths.ts';
import { useRoot } from '../root-data.ts';
import { isTheme, type Theme } from './theme.ts';

/** Takes effect at once and is remembered. */
export function ThemeSwitch() {
  const fetcher = useFetcher();
  const { pathname, search } = useLocation();
  const chosen = useRoot()?.theme ?? 'system';
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    const { submitter } = event.nativeEvent;
    const theme = submitter instanceof HTMLButtonElement ? submitter.value : undefined;
    if (!isTheme(theme)) return;
    event.preventDefault();
    void fetcher.submit({ theme }, { method: 'post', action: paths.theme() });
  };
  return (
    <form method="post" action={paths.theme()} onSubmit={submit}>
      <input type="hidden" name="next" value={pathname + search} />
      <fieldset className="flex items-center justify-between gap-2">
        <legend className="float-start font-medium text-muted text-small">Colours</legend>
        <div className="flex gap-1">
          {choices.map(({ theme, label, Icon }) => (
            <button
              key={theme}
              type="submit"
              name="theme"
              value={theme}
              aria-pressed={theme === chosen}
              aria-label={label}
              title={label}
              className="flex size-11 items-center justify-center rounded-field border border-transparent hover:bg-sunken aria-pressed:border-brand aria-pressed:bg-brand-soft aria-pressed:text-brand"
            >
              <Icon aria-hidden size={20} />
            </button>
          ))}
        </div>
      </fieldset>
    </form>
  );
}

const choices = [
  { theme: 'light', label: 'Light', Icon: Sun },
  { theme: 'dark', label: 'Dark', Icon: Moon },
  { theme: 'system', label: 'As my device', Icon: Monitor },
] as const satisfies readonly { theme: Theme; label: string; Icon: unknown }[];
