import type { FlowId } from './ids.ts'
import type { Language } from './language.ts'
import { FLOW_SCHEMA_VERSION, type FlowDefinition } from './schema.ts'

/** Spoken when something went wrong, until the author writes something better. */
const DEFAULT_FALLBACK_TEXT: Readonly<Record<Language, string>> = {
  en: 'We are sorry, something went wrong. Please call again in a few minutes.',
  th: 'ขออภัยค่ะ ระบบขัดข้อง กรุณาโทรอีกครั้งในอีกสักครู่ค่ะ',
  tr: 'Üzgünüz, bir sorun oluştu. Lütfen birkaç dakika sonra tekrar arayın.',
  lo: 'ຂໍອະໄພ ລະບົບຂັດຂ້ອງ ກະລຸນາໂທມາໃໝ່ໃນອີກຈັກໜ້ອຍ',
  'zh-Hant': '很抱歉，系統發生問題，請於幾分鐘後再撥。',
}

/** An empty canvas that can be saved: it has a name and a fallback, and no node yet. */
export function createFlow({ id, name, language = 'en' }: { id: FlowId; name: string; language?: Language }): FlowDefinition {
  return {
    schemaVersion: FLOW_SCHEMA_VERSION,
    id,
    name,
    kind: 'call',
    startNodeId: null,
    nodes: [],
    edges: [],
    variables: [],
    languages: { default: language, enabled: [language] },
    fallback: { prompt: { text: { [language]: DEFAULT_FALLBACK_TEXT[language] } } },
    layout: {},
  }
}
