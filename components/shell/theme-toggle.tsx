'use client'
import { clsx } from 'clsx'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useId, useState } from 'react'
import { type Theme, themeCookie, themes } from './theme'

const looks = {
  system: { name: 'As the system', icon: Monitor },
  light: { name: 'Light', icon: Sun },
  dark: { name: 'Dark', icon: Moon },
} as const

const yearSeconds = 365 * 24 * 60 * 60

export function ThemeToggle({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const group = useId()
  const choose = (next: Theme) => {
    setTheme(next)
    show(next)
  }
  return (
    <fieldset className="inline-flex rounded-md border border-line p-0.5">
      <legend className="sr-only">Theme</legend>
      {themes.map((each) => {
        const { name, icon: Icon } = looks[each]
        return (
          <label
            key={each}
            title={name}
            className={clsx(
              'grid h-6 w-8 place-items-center rounded-sm has-focus-visible:outline-2 has-focus-visible:outline-accent',
              theme === each ? 'bg-hover text-ink' : 'text-faint hover:text-ink',
            )}
          >
            <input
              type="radio"
              name={group}
              checked={theme === each}
              onChange={() => choose(each)}
              aria-label={name}
              className="sr-only"
            />
            <Icon aria-hidden size={14} />
          </label>
        )
      })}
    </fieldset>
  )
}

function show(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') root.removeAttribute('data-theme')
  else root.setAttribute('data-theme', theme)
  // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is missing in browsers that are otherwise served
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${yearSeconds}; samesite=lax`
}
