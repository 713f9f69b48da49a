/**
 * Ranges that cost whoever calls them extra, and pay whoever owns them: what telephone fraud rings. By country, with the calling
 * code, and whose numbering plan says so. Not complete, and no list of this kind is: what holds is that only named countries
 * are rung at all. Ranges that cannot be reached from abroad are left out.
 */
const PREMIUM: readonly { plan: string; prefixes: readonly string[] }[] = [
  {
    plan: 'ITU-T E.164: international premium rate, satellite and global networks',
    prefixes: ['979', '870', '878', '881', '882', '883'],
  },
  { plan: 'NANPA: service code 900', prefixes: ['1900'] },
  { plan: 'Ofcom, GB: 070, 084, 087, 09, 118', prefixes: ['4470', '4484', '4487', '449', '44118'] },
  { plan: 'Bundesnetzagentur, DE: 0900, 0180, 0137, 118', prefixes: ['49900', '49180', '49137', '49118'] },
  { plan: 'ARCEP, FR: 081, 082, 089', prefixes: ['3381', '3382', '3389'] },
  {
    plan: 'CNMC, ES: 803, 806, 807, 905, 907, 901, 902',
    prefixes: ['34803', '34806', '34807', '34905', '34907', '34901', '34902'],
  },
  { plan: 'AGCOM, IT: 89, 199, 178, 848', prefixes: ['3989', '39199', '39178', '39848'] },
  { plan: 'ACM, NL: 0900, 0906, 0909', prefixes: ['31900', '31906', '31909'] },
  { plan: 'BIPT, BE: 090, 070', prefixes: ['3290', '3270'] },
  { plan: 'OFCOM, CH: 0900, 0901, 0906, 084', prefixes: ['41900', '41901', '41906', '4184'] },
  { plan: 'RTR, AT: 0900, 0930, 0810, 0820', prefixes: ['43900', '43901', '43930', '43931', '43810', '43820', '43821'] },
  { plan: 'PTS, SE: 0900, 0939, 0944', prefixes: ['46900', '46939', '46944'] },
  { plan: 'Nkom, NO: 820, 829', prefixes: ['47820', '47829'] },
  { plan: 'Digitaliseringsstyrelsen, DK: 90', prefixes: ['4590'] },
  { plan: 'Traficom, FI: 0600, 0700', prefixes: ['358600', '358700'] },
  { plan: 'UKE, PL: 70, 801', prefixes: ['4870', '48801'] },
  { plan: 'ČTÚ, CZ: 900, 906, 908, 909', prefixes: ['420900', '420906', '420908', '420909'] },
  { plan: 'ANACOM, PT: 601, 646, 707, 708, 760, 761, 762', prefixes: ['351601', '351646', '351707', '351708', '35176'] },
  { plan: 'BTK, TR: 0888, 0898, 0900', prefixes: ['90888', '90898', '90900'] },
  { plan: 'ACMA, AU: 190, 13', prefixes: ['61190', '6113'] },
  { plan: 'NAD, NZ: 0900', prefixes: ['64900'] },
  { plan: 'MIC, JP: 0990, 0570', prefixes: ['81990', '81570'] },
  { plan: 'NBTC, TH: 1900', prefixes: ['661900'] },
  { plan: 'IMDA, SG: 1900', prefixes: ['651900'] },
  { plan: 'ICASA, ZA: 0862 … 0869', prefixes: ['27862', '27863', '27864', '27865', '27866', '27867', '27868', '27869'] },
  { plan: 'Anatel, BR: 0300, 0900', prefixes: ['55300', '55900'] },
]

const PREFIXES = PREMIUM.flatMap(({ prefixes }) => prefixes)

/** Whether a number in E.164 without `+` is in a range that costs extra. */
export const isPremiumNumber = (number: string): boolean => PREFIXES.some((prefix) => number.startsWith(prefix))
