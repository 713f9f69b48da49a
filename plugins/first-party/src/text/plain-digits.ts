/** Thai, Lao, wide and other digits as 0 to 9: every script's lie in a row of ten. */
export const plainDigits = (text: string): string => text.normalize('NFKC').replace(/\p{Nd}/gu, plainDigit)

function plainDigit(sign: string): string {
  const point = sign.codePointAt(0) ?? 0
  let zero = point
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && point - zero < 9) zero--
  return String(point - zero)
}
