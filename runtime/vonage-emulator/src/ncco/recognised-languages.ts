/** Languages that speech is recognised in, for inputs and for transcriptions. Source: V1.13, the table of Vonage's speech recognition guide. */
const LANGUAGES = `af-ZA sq-AL am-ET ar-DZ ar-BH ar-EG ar-IQ ar-IL ar-JO ar-KW ar-LB ar-MA ar-OM ar-QA ar-SA ar-PS ar-TN ar-AE hy-AM
  az-AZ eu-ES bn-BD bn-IN bg-BG my-MM ca-ES yue-hant-HK zh-TW hr-HR cs-CZ da-DK nl-BE nl-NL en-AU en-CA en-GH en-IN en-IE en-KE
  en-NZ en-NG en-PH en-SG en-ZA en-TZ en-GB en-US et-EE fil-PH fi-FI fr-CA fr-FR gl-ES ka-GE de-DE el-GR gu-IN he-IL hi-IN hu-HU
  is-IS id-ID it-IT ja-JP jv-ID kn-IN km-KH ko-KR lo-LA lv-LV lt-LT mk-MK ms-MY ml-IN mr-IN mn-MN ne-NP nb-NO fa-IR pl-PL pt-BR
  pt-PT pa-guru-IN ro-RO ru-RU sr-RS si-LK sk-SK sl-SI es-AR es-BO es-CL es-CO es-CR es-DO es-EC es-SV es-GT es-HN es-MX es-NI
  es-PA es-PY es-PE es-PR es-ES es-US es-UY es-VE su-ID sw-KE sw-TZ sv-SE ta-IN ta-MY ta-SG ta-LK te-IN th-TH tr-TR uk-UA ur-IN
  ur-PK uz-UZ vi-VN zu-ZA`

const known = new Set(LANGUAGES.toLowerCase().split(/\s+/))

/** What is doubtful about the language of a recognition, in a sentence. Newer ones may exist, so this is a warning and never a refusal. */
export function doubtAboutSpeech(language: string): string | undefined {
  return known.has(language.toLowerCase()) ? undefined : `Speech in ${language} is not recognised`
}
