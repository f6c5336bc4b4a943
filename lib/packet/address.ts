/** Addresses in their many writings. */

/** Perhaps "tel:", perhaps a "+", and digits with what people put between them. */
const numberShape = /^(?:tel:)?[\s(]*\+?[\d\s()./\u2010-\u2015-]*$/iu

/** An address of the Internet looks like a number, but its dots tell where its parts end. */
const internetAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/

/** Shorter ones are no numbers that anything is sent to. */
const fewestDigits = 5

/**
 * What two writings of one address have in common: of a number "+" and its digits, whether or not it was written with a
 * "+", or "00" for it; of everything else its small letters. A "(0)" inside a number, which is dialed at home only, is
 * left out.
 */
export function addressKey(address: string): string {
  const text = address.normalize('NFKC')
  if (!numberShape.test(text) || internetAddress.test(text)) return text.toLowerCase()
  const digits = text.replace(/(?<=\d\D*)\(0\)/, '').replace(/\D/g, '')
  const number = text.includes('+') ? digits : digits.replace(/^00/, '')
  return number.length < fewestDigits ? text.toLowerCase() : `+${number}`
}

/** The digits of a number, however it is written; null for everything else. */
export function digitsOf(address: string): string | null {
  return /^\+(\d+)$/.exec(addressKey(address))?.[1] ?? null
}
