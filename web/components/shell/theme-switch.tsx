import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from '../../hooks/use-theme.ts'
import { THEMES } from '../../hooks/remembered.ts'
import type { Theme } from '../../hooks/remembered.ts'
import { Menu, MenuChoices } from '../parts/menu.tsx'

export const THEME_PARTS: Record<Theme, { words: string; icon: typeof Sun }> = {
  system: { words: 'As the system', icon: Monitor },
  light: { words: 'Light', icon: Sun },
  dark: { words: 'Dark', icon: Moon },
}

export function ThemeSwitch() {
  const [theme, setTheme] = useTheme()
  const Icon = THEME_PARTS[theme].icon
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Theme: ${THEME_PARTS[theme].words}`}
          className="grid size-9 place-items-center rounded-md text-ink-soft transition-colors hover:bg-hover hover:text-ink"
        >
          <Icon aria-hidden className="size-4" />
        </button>
      }
    >
      <MenuChoices label="Theme" value={theme} onChoose={setTheme} choices={CHOICES} />
    </Menu>
  )
}

const CHOICES = THEMES.map(value => {
  const { words, icon: Icon } = THEME_PARTS[value]
  return {
    value,
    content: (
      <span className="flex items-center gap-2.5">
        <Icon aria-hidden className="size-4 text-ink-faint" />
        {words}
      </span>
    ),
  }
})
