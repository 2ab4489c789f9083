/** The product's sign: a database that is a disc of paper. */
export function Mark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden>
      <rect width="32" height="32" rx="8" className="fill-accent-fill" />
      <path d="M8 10.5C8 8.5 11.6 7 16 7s8 1.5 8 3.5-3.6 3.5-8 3.5-8-1.5-8-3.500Z" fill="#fff" />
      <path
        d="M8 15.500c1.6 1.4 4.5 2.2 8 2.200s6.4-.8 8-2.200M8 20.700c1.6 1.4 4.5 2.3 8 2.300s6.4-.9 8-2.3"
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
    </svg>
  )
}
