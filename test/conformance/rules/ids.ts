/** How many rules each section has; the ids count up from 1. */
const SECTIONS: Record<string, number> = {
  'V1.1': 14,
  'V1.2': 10,
  'V1.3': 1,
  'V1.4': 18,
  'V1.5': 5,
  'V1.6': 11,
  'V1.7': 1,
  'V1.8': 17,
  'V1.9': 1,
  'V1.10': 1,
  'V1.11': 1,
  'V1.14': 1,
  'V2.1': 11,
  'V2.2': 15,
  'V2.3': 1,
  'V2.4': 1,
  'V2.5': 4,
  'V2.6': 5,
  'V2.7': 5,
  'V2.8': 6,
  'V2.9': 7,
  V3: 16,
  V4: 15,
  V5: 4,
  'V6.3': 15,
}

/** All 186 rules of Vonage's behaviour: NCCO, webhooks, voice REST, messages, account, traps of the SDK. */
export const RULE_IDS = Object.entries(SECTIONS).flatMap(([section, count]) =>
  Array.from({ length: count }, (_, index) => `${section}-${index + 1}`),
)
