interface SwitchProps {
  label: string
  on: boolean
  disabled?: boolean
  onChange: (on: boolean) => void
}

/** On or off, in effect as soon as it is pressed. */
export function Switch({ label, on, disabled = false, onChange }: SwitchProps) {
  return (
    <label className="inline-flex cursor-pointer items-center gap-3 font-medium has-disabled:cursor-not-allowed">
      <input
        type="checkbox"
        role="switch"
        checked={on}
        disabled={disabled}
        onChange={event => onChange(event.target.checked)}
        className="peer sr-only"
      />
      <span
        aria-hidden
        className="relative h-5 w-9 shrink-0 rounded-full bg-line-strong transition-colors peer-checked:bg-accent-fill peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent peer-disabled:opacity-60 after:absolute after:top-0.5 after:left-0.5 after:size-4 after:rounded-full after:bg-white after:transition-transform peer-checked:after:translate-x-4"
      />
      {label}
    </label>
  )
}
