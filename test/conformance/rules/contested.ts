/**
 * Rules that sources contradict each other about, or that stand on one weak source, with the switches of the emulator that
 * choose a reading. A text says why there is nothing to choose.
 */
export const contestedRules: Readonly<Record<string, readonly string[] | string>> = {
  'V1.1-6': ['emptyArray'],
  'V1.1-9': ['recordBlocks'],
  'V1.2-9': ['newFields'],
  'V1.2-10': ['unknownFields'],
  'V1.4-7': ['hashInDigits'],
  'V1.4-16': ['newFields'],
  'V1.4-17': ['keyKeepsSpeech', 'silenceOfBoth', 'unusedInput'],
  'V1.5-5': ['bargingInput'],
  'V1.6-10': ['recordBlocks'],
  'V1.8-8': ['spelling'],
  'V1.11-1': ['spelling'],
  'V2.1-2': ['withheldFrom'],
  'V2.5-3': ['noDigits'],
  'V2.7-4': ['otherStatus'],
  'V3-14': ['restErrors'],
  'V3-16': ['recordingOnDemand'],
  'V4-13': 'media that people send lies with Vonage; the emulator passes on whatever address it is given',
}
