/** Recognizes an address in its different spellings. */

/** Optionally "tel:", optionally a "+", then digits with the separators that people write between them. */
const numberShape = /^(?:tel:)?[\s(]*\+?[\d\s()./\u2010-\u2015-]*$/iu

/** An IPv4 address looks like a phone number, but its dots are significant. */
const internetAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/

/** A text with fewer digits is not taken for a phone number. */
const fewestDigits = 5

/**
 * The normal form that all spellings of one address share. For a phone number: "+" and its digits, even if it was
 * written without the "+" or with "00" instead, and without a "(0)" inside, which is dialed only within the country.
 * For everything else: the text in lower case.
 */
export function addressKey(address: string): string {
  const text = address.normalize('NFKC')
  if (!numberShape.test(text) || internetAddress.test(text)) return text.toLowerCase()
  const digits = text.replace(/(?<=\d\D*)\(0\)/, '').replace(/\D/g, '')
  const number = text.includes('+') ? digits : digits.replace(/^00/, '')
  return number.length < fewestDigits ? text.toLowerCase() : `+${number}`
}

/** The digits of a phone number, however it is written; null for everything else. */
export function digitsOf(address: string): string | null {
  return /^\+(\d+)$/.exec(addressKey(address))?.[1] ?? null
}
