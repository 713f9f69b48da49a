import type { FindingCode } from '../finding.ts'

export const th: Readonly<Record<FindingCode, string>> = {
  LINE_BUILT_IN:
    'เครื่องนี้ใช้สายในตัว: สายเข้ามาจากโทรศัพท์ในเบราว์เซอร์เท่านั้น หากต้องการรับสายจริง ให้ตั้งค่า VONAGE_ ทั้งห้าและ PUBLIC_URL แล้วเริ่ม Patchbay ใหม่ docs/go-live.md อธิบายทีละขั้น',
  SETTINGS_NOT_VALID: 'ใช้การตั้งค่าไม่ได้: {reason}',
  VONAGE_NOT_REACHABLE: '{host} ไม่ตอบ จึงตรวจอะไรไม่ได้ ตรวจการเชื่อมต่ออินเทอร์เน็ตของเครื่องนี้ แล้วตรวจใหม่อีกครั้ง',
  VONAGE_ANSWERED_OTHERWISE: 'Vonage ตอบสถานะ {status} เมื่อถามถึง {what} รอหนึ่งนาทีแล้วตรวจใหม่อีกครั้ง',
  CREDENTIALS_REFUSED:
    'Vonage ไม่ยอมรับ API key และ secret คัดลอกทั้งสองจากหน้าแรกของแดชบอร์ด Vonage ไปที่ VONAGE_API_KEY และ VONAGE_API_SECRET แล้วเริ่ม Patchbay ใหม่',
  CREDENTIALS_GOOD: 'Vonage ยอมรับ API key และ secret',
  APPLICATION_NOT_FOUND:
    'บัญชีไม่มีแอปพลิเคชัน {applicationId} คัดลอกรหัสแอปพลิเคชันจากแดชบอร์ด Vonage ไปที่ VONAGE_APPLICATION_ID แล้วเริ่ม Patchbay ใหม่',
  PRIVATE_KEY_REFUSED:
    'กุญแจส่วนตัวไม่ตรงกับแอปพลิเคชัน “{name}”: Patchbay จะโอนหรือจบสายไม่ได้ สร้างคู่กุญแจใหม่ให้แอปพลิเคชันในแดชบอร์ด บันทึกไฟล์ที่ดาวน์โหลด ระบุไฟล์ใน VONAGE_PRIVATE_KEY แล้วเริ่ม Patchbay ใหม่',
  APPLICATION_GOOD: 'มีแอปพลิเคชัน “{name}” และกุญแจส่วนตัวตรงกัน',
  CLOCK_WRONG: 'นาฬิกาของเครื่องนี้ต่างจากของ Vonage {seconds} วินาที ลายเซ็นและโทเค็นจึงถูกปฏิเสธ เปิดการตั้งเวลาอัตโนมัติ',
  PUBLIC_URL_LOCAL:
    'PUBLIC_URL คือ {publicUrl} ซึ่งเข้าถึงได้จากเครื่องนี้หรือเครือข่ายของมันเท่านั้น Vonage จึงเข้าถึงไม่ได้ ให้เซิร์ฟเวอร์มีที่อยู่บนอินเทอร์เน็ต (พร็อกซีหรืออุโมงค์) ตั้ง PUBLIC_URL เป็นที่อยู่นั้น แล้วเริ่ม Patchbay ใหม่',
  PUBLIC_URL_NOT_HTTPS: 'PUBLIC_URL คือ {publicUrl} ซึ่งไม่เข้ารหัส: สิ่งที่ผู้โทรพูดและกดอาจถูกอ่านระหว่างทาง ใช้ https แทน',
  PUBLIC_URL_NOT_ANSWERING: '{publicUrl} ไม่ตอบเมื่อถามจากเครื่องนี้ หากจากภายนอกก็ไม่ตอบ ผู้โทรจะไม่ได้ยินอะไร: ตรวจพร็อกซีหรืออุโมงค์',
  PUBLIC_URL_LEADS_ELSEWHERE: 'ที่ {publicUrl} มีอย่างอื่นตอบ ไม่ใช่ Patchbay นี้ ตรวจว่าพร็อกซีหรืออุโมงค์นำไปที่ใด',
  PUBLIC_URL_GOOD: 'Patchbay นี้ตอบที่ {publicUrl} เท่าที่เห็นได้จากเครื่องนี้',
  VOICE_OFF: 'แอปพลิเคชันปิดเสียงพูด (Voice) ไว้ จึงไม่มีสายเข้ามาที่นี่',
  WEBHOOK_MISSING: 'แอปพลิเคชันไม่มี {webhook} ควรเป็น {expected}',
  WEBHOOK_LEADS_ELSEWHERE: '{webhook} ของแอปพลิเคชันไปที่ {address} ควรเป็น {expected}',
  WEBHOOK_NOT_POST: '{webhook} ของแอปพลิเคชันถูกเรียกด้วย {method} ควรเป็น POST มิฉะนั้นลายเซ็นไม่ครอบคลุมสิ่งที่ส่งมา และ Patchbay จะปฏิเสธ',
  WEBHOOK_HURRIED: 'Vonage รอ {webhook} เพียง {milliseconds} มิลลิวินาที ผู้โทรบางคนจะไม่ได้ยินอะไร ควรเป็น {expected} มิลลิวินาที',
  SIGNED_CALLBACKS_OFF: 'แอปพลิเคชันปิดการลงลายเซ็น webhook ไว้ Patchbay ปฏิเสธสิ่งที่ไม่มีลายเซ็น ทุกสายจึงล้มเหลว',
  WEBHOOKS_GOOD: 'webhook ทั้งหมดของแอปพลิเคชันมาที่นี่ ด้วย POST และมีลายเซ็น',
  SIGNATURE_REFUSED:
    'จำนวน webhook ที่ถูกปฏิเสธเพราะลายเซ็นตั้งแต่เซิร์ฟเวอร์เริ่มทำงาน: {count} ค่าใน VONAGE_SIGNATURE_SECRET น่าจะเป็นของบัญชีอื่น คัดลอกจากหน้าการตั้งค่าของแดชบอร์ด Vonage แล้วเริ่ม Patchbay ใหม่',
  SIGNATURE_NOT_SEEN:
    'ยังไม่มี webhook เข้ามาตั้งแต่เซิร์ฟเวอร์เริ่มทำงาน จึงยังไม่ได้ลองค่าลับของลายเซ็น: Vonage ไม่บอกค่านี้แก่ใคร โทรไปหมายเลขใดหมายเลขหนึ่ง หากค่าผิดจะบอกที่นี่',
  SIGNATURE_GOOD: 'ค่าลับของลายเซ็นถูกต้อง จำนวน webhook ที่ลงลายเซ็นถูกต้องตั้งแต่เซิร์ฟเวอร์เริ่มทำงาน: {count}',
  NUMBERS_NONE: 'บัญชียังไม่มีหมายเลขโทรศัพท์ จึงไม่มีใครโทรเข้าได้ หาหมายเลขหนึ่ง',
  NUMBER_NOT_LINKED: '{number} มีโฟลว์ที่นี่ แต่ไม่ได้เชื่อมกับแอปพลิเคชัน ผู้โทรจึงมาไม่ถึง',
  NUMBER_LINKED_ELSEWHERE: '{number} มีโฟลว์ที่นี่ แต่เชื่อมกับแอปพลิเคชันอื่น ({applicationId}) ผู้โทรจึงไปที่นั่น การเชื่อมที่นี่จะเอาหมายเลขออกจากที่นั่น',
  NUMBER_HAS_CALLBACK: '{number} โอนสายไปเอง ({kind}: {value}) ซึ่งมาก่อนแอปพลิเคชัน ผู้โทรจึงมาไม่ถึง Patchbay',
  NUMBER_WITHOUT_VOICE: '{number} รับสายไม่ได้: มีเพียง {features} หาหมายเลขที่รับเสียงได้',
  NUMBER_LEADS_NOWHERE: '{number} ดังที่นี่ แต่ไม่นำไปโฟลว์ใด ผู้โทรจะได้ยินคำขอโทษ เลือกโฟลว์ให้หมายเลขนี้',
  NUMBER_NOT_OWNED: '{number} มีโฟลว์ที่นี่ แต่ไม่อยู่ในหมายเลขของบัญชี ไม่มีใครโทรถึงได้ เอาออกจากรายการ หรือหาหมายเลขนี้ใหม่',
  NUMBERS_UNUSED: 'หมายเลขของบัญชีที่ไม่ได้เชื่อมกับอะไร: {count}',
  NUMBERS_USED_ELSEWHERE: 'หมายเลขของบัญชีที่แอปพลิเคชันอื่นใช้อยู่: {count} จะไม่ไปแตะต้อง',
  NUMBERS_GOOD: 'หมายเลขที่ดังที่นี่และนำไปโฟลว์: {count}',
  SERVER_NOT_ASKED: 'ไม่มี Patchbay ทำงานที่ {address} จึงไม่ได้ตรวจว่าหมายเลขนำไปที่ใด',
  SERVER_USES_OTHER_SETTINGS: 'Patchbay ที่ {address} ยังทำงานด้วยการตั้งค่า Vonage ที่ต่างจากที่ตรวจที่นี่ เริ่มใหม่',
}
