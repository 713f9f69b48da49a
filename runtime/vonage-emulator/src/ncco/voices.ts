/** Styles of a language, as ranges; `plainOnly` are those that read no SSML. Source: V1.13, the table of Vonage's text-to-speech guide. */
const VOICES: Record<string, { styles: string; plainOnly?: string }> = {
  'af-ZA': { styles: '0' },
  ar: { styles: '0-7', plainOnly: '2,5-6' },
  'eu-ES': { styles: '0', plainOnly: '0' },
  'bn-IN': { styles: '0-1' },
  'bg-BG': { styles: '0' },
  'ca-ES': { styles: '0-2', plainOnly: '0-1' },
  'yue-CN': { styles: '0', plainOnly: '0' },
  'yue-HK': { styles: '0-3' },
  'cmn-CN': { styles: '0-5', plainOnly: '3' },
  'cmn-TW': { styles: '0-3', plainOnly: '0' },
  'cs-CZ': { styles: '0-2', plainOnly: '1-2' },
  'da-DK': { styles: '0-5' },
  'nl-BE': { styles: '0,2' },
  'nl-NL': { styles: '0-6' },
  'en-AU': { styles: '0-5' },
  'en-IN': { styles: '0-6', plainOnly: '6' },
  'en-ZA': { styles: '0', plainOnly: '0' },
  'en-GB': { styles: '0-7,9', plainOnly: '9' },
  'en-US': { styles: '0-23', plainOnly: '15-19,23' },
  'en-GB-WLS': { styles: '0' },
  'fil-PH': { styles: '0-3' },
  'fi-FI': { styles: '0-1', plainOnly: '1' },
  'fr-CA': { styles: '0-4' },
  'fr-FR': { styles: '0-9', plainOnly: '8-9' },
  'de-DE': { styles: '0-10', plainOnly: '9-10' },
  'el-GR': { styles: '0-2', plainOnly: '1-2' },
  'gu-IN': { styles: '0-1' },
  'he-IL': { styles: '0', plainOnly: '0' },
  'hi-IN': { styles: '0-5', plainOnly: '2' },
  'hu-HU': { styles: '0-1', plainOnly: '1' },
  'is-IS': { styles: '0-2' },
  'id-ID': { styles: '0-4', plainOnly: '1' },
  'it-IT': { styles: '0-6' },
  'ja-JP': { styles: '0-5' },
  'kn-IN': { styles: '0-1' },
  'ko-KR': { styles: '0-5', plainOnly: '3' },
  'lv-LV': { styles: '0' },
  'ms-MY': { styles: '0-3' },
  'ml-IN': { styles: '0-1' },
  'nb-NO': { styles: '0-7', plainOnly: '6-7' },
  'pl-PL': { styles: '0-8' },
  'pt-BR': { styles: '0-5', plainOnly: '2,4' },
  'pt-PT': { styles: '0-7', plainOnly: '3-4' },
  'pa-IN': { styles: '0-3' },
  'ro-RO': { styles: '0-2', plainOnly: '1' },
  'ru-RU': { styles: '0-6' },
  'sr-RS': { styles: '0' },
  'sk-SK': { styles: '0-1', plainOnly: '1' },
  'es-MX': { styles: '0' },
  'es-ES': { styles: '0-8', plainOnly: '3,7' },
  'es-US': { styles: '0-5' },
  'sv-SE': { styles: '0-3', plainOnly: '2-3' },
  'ta-IN': { styles: '0-1' },
  'te-IN': { styles: '0-1' },
  'th-TH': { styles: '0-1', plainOnly: '0' },
  'tr-TR': { styles: '0-7', plainOnly: '4,7' },
  'uk-UA': { styles: '0' },
  'vi-VN': { styles: '0-3' },
  'cy-GB': { styles: '0' },
}

const byLanguage = new Map(Object.entries(VOICES).map(([language, voice]) => [language.toLowerCase(), voice]))

/**
 * What is doubtful about the voice of a talk, in a sentence. Newer voices may exist, so this is a warning and never a refusal.
 *
 * @param ssml Whether the text is SSML.
 */
export function doubtAboutVoice(language: string, style: number, ssml: boolean): string | undefined {
  const voice = byLanguage.get(language.toLowerCase())
  if (!voice) return `No voice speaks ${language}`
  if (!includes(voice.styles, style)) return `${language} has no style ${style}, only ${voice.styles}`
  if (ssml && voice.plainOnly && includes(voice.plainOnly, style)) return `Style ${style} of ${language} reads no SSML`
  return undefined
}

function includes(ranges: string, style: number): boolean {
  return ranges.split(',').some((range) => {
    const [from = 0, to = from] = range.split('-').map(Number)
    return style >= from && style <= to
  })
}
