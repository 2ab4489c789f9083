import { describe, expect, it } from 'vitest'
import { looksPersonal, maskPersonal } from './personal-text.ts'

describe('text that belongs to one person', () => {
  it.each([
    ['write to maria.anders@alfki.example.de, please', 'write to ‹e-mail›, please'],
    ['call +49 30 0074321 today', 'call ‹telephone number› today'],
    ['(030) 0074-3210', '‹telephone number›'],
    ['card 4111 1111 1111 1111.', 'card ‹card number›.'],
    ['DE89 3704 0044 0532 0130 00', '‹account number›'],
    ['123-45-6789', '‹personal number›'],
  ])('is masked in %s', (text, masked) => expect(maskPersonal(text)).toBe(masked))

  it.each([
    '2024-01-31',
    '31.12.2024 10:15',
    '1996-07-04 00:00:00',
    '830 orders',
    '12345678',
    'Germany',
    '10.5 - 20.5',
  ])('is not seen in %s', text => expect(looksPersonal(text)).toBe(false))
})
