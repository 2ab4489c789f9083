import * as Dropdown from '@radix-ui/react-dropdown-menu'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'

interface MenuProps {
  /** One element that can take a ref: the button that opens it. */
  trigger: ReactNode
  align?: 'start' | 'end'
  children: ReactNode
}

export function Menu({ trigger, align = 'end', children }: MenuProps) {
  return (
    <Dropdown.Root modal={false}>
      <Dropdown.Trigger asChild>{trigger}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-40 min-w-48 animate-rise rounded-lg border border-line bg-surface p-1 shadow-float"
        >
          {children}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  )
}

const ITEM =
  'flex w-full items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left text-sm outline-none select-none data-highlighted:bg-hover'

interface MenuItemProps {
  onSelect: () => void
  children: ReactNode
}

export function MenuItem({ onSelect, children }: MenuItemProps) {
  return (
    <Dropdown.Item className={ITEM} onSelect={onSelect}>
      {children}
    </Dropdown.Item>
  )
}

interface MenuLinkProps extends MenuItemProps {
  href: string
  /** The frame that it is opened in. */
  target: string
}

/** An item that goes somewhere: a link, also to copy or to open elsewhere. */
export function MenuLink({ href, target, onSelect, children }: MenuLinkProps) {
  return (
    <Dropdown.Item asChild className={ITEM} onSelect={onSelect}>
      <a href={href} target={target}>
        {children}
      </a>
    </Dropdown.Item>
  )
}

interface MenuChoicesProps<TValue extends string> {
  label: string
  value: TValue | null
  choices: readonly { value: TValue; content: ReactNode }[]
  onChoose: (value: TValue) => void
}

/** One of several, the chosen one with a tick. */
export function MenuChoices<TValue extends string>(props: MenuChoicesProps<TValue>) {
  return (
    <Dropdown.RadioGroup value={props.value ?? ''} aria-label={props.label}>
      {props.choices.map(({ value, content }) => (
        <Dropdown.RadioItem key={value} value={value} className={ITEM} onSelect={() => props.onChoose(value)}>
          <span className="min-w-0 flex-1">{content}</span>
          <Dropdown.ItemIndicator>
            <Check aria-hidden className="size-4 text-accent" />
          </Dropdown.ItemIndicator>
        </Dropdown.RadioItem>
      ))}
    </Dropdown.RadioGroup>
  )
}

export function MenuSeparator() {
  return <Dropdown.Separator className="mx-1 my-1 h-px bg-line" />
}
