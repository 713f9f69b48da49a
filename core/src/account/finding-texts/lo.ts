import type { FindingCode } from '../finding.ts'

export const lo: Readonly<Record<FindingCode, string>> = {
  LINE_BUILT_IN:
    'ເຄື່ອງນີ້ໃຊ້ສາຍໃນຕົວ: ສາຍເຂົ້າມາຈາກໂທລະສັບໃນບຣາວເຊີເທົ່ານັ້ນ. ຖ້າຈະຮັບສາຍແທ້, ໃຫ້ຕັ້ງຄ່າ VONAGE_ ທັງຫ້າ ແລະ PUBLIC_URL ແລ້ວເລີ່ມ Patchbay ໃໝ່; docs/go-live.md ອະທິບາຍເທື່ອລະຂັ້ນ.',
  SETTINGS_NOT_VALID: 'ໃຊ້ການຕັ້ງຄ່າບໍ່ໄດ້: {reason}.',
  VONAGE_NOT_REACHABLE: '{host} ບໍ່ຕອບ, ຈຶ່ງກວດຫຍັງບໍ່ໄດ້. ກວດການເຊື່ອມຕໍ່ອິນເຕີເນັດຂອງເຄື່ອງນີ້ ແລ້ວກວດໃໝ່.',
  VONAGE_ANSWERED_OTHERWISE: 'Vonage ຕອບສະຖານະ {status} ເມື່ອຖາມຫາ {what}. ລໍຖ້າໜຶ່ງນາທີ ແລ້ວກວດໃໝ່.',
  CREDENTIALS_REFUSED:
    'Vonage ບໍ່ຍອມຮັບ API key ແລະ secret. ສຳເນົາທັງສອງຈາກໜ້າທຳອິດຂອງແຜງຄວບຄຸມ Vonage ໄປໃສ່ VONAGE_API_KEY ແລະ VONAGE_API_SECRET ແລ້ວເລີ່ມ Patchbay ໃໝ່.',
  CREDENTIALS_GOOD: 'Vonage ຍອມຮັບ API key ແລະ secret.',
  APPLICATION_NOT_FOUND:
    'ບັນຊີບໍ່ມີແອັບພລິເຄຊັນ {applicationId}. ສຳເນົາລະຫັດແອັບພລິເຄຊັນຈາກແຜງຄວບຄຸມ Vonage ໄປໃສ່ VONAGE_APPLICATION_ID ແລ້ວເລີ່ມ Patchbay ໃໝ່.',
  PRIVATE_KEY_REFUSED:
    'ກະແຈສ່ວນຕົວບໍ່ກົງກັບແອັບພລິເຄຊັນ “{name}”: Patchbay ຈະໂອນ ຫຼື ຈົບສາຍບໍ່ໄດ້. ສ້າງຄູ່ກະແຈໃໝ່ໃຫ້ແອັບພລິເຄຊັນໃນແຜງຄວບຄຸມ, ບັນທຶກໄຟລ໌ທີ່ດາວໂຫຼດ, ລະບຸໄຟລ໌ໃນ VONAGE_PRIVATE_KEY ແລ້ວເລີ່ມ Patchbay ໃໝ່.',
  APPLICATION_GOOD: 'ມີແອັບພລິເຄຊັນ “{name}” ແລະ ກະແຈສ່ວນຕົວກົງກັນ.',
  CLOCK_WRONG: 'ໂມງຂອງເຄື່ອງນີ້ຕ່າງຈາກຂອງ Vonage {seconds} ວິນາທີ, ລາຍເຊັນ ແລະ ໂທເຄັນຈຶ່ງຖືກປະຕິເສດ. ເປີດການຕັ້ງເວລາອັດຕະໂນມັດ.',
  PUBLIC_URL_LOCAL:
    'PUBLIC_URL ແມ່ນ {publicUrl} ເຊິ່ງເຂົ້າເຖິງໄດ້ຈາກເຄື່ອງນີ້ ຫຼື ເຄືອຂ່າຍຂອງມັນເທົ່ານັ້ນ, Vonage ຈຶ່ງເຂົ້າບໍ່ເຖິງ. ໃຫ້ເຊີບເວີມີທີ່ຢູ່ໃນອິນເຕີເນັດ (ພຣັອກຊີ ຫຼື ອຸໂມງ), ຕັ້ງ PUBLIC_URL ເປັນທີ່ຢູ່ນັ້ນ ແລ້ວເລີ່ມ Patchbay ໃໝ່.',
  PUBLIC_URL_NOT_HTTPS: 'PUBLIC_URL ແມ່ນ {publicUrl} ເຊິ່ງບໍ່ເຂົ້າລະຫັດ: ສິ່ງທີ່ຜູ້ໂທເວົ້າ ແລະ ກົດອາດຖືກອ່ານລະຫວ່າງທາງ. ໃຊ້ https ແທນ.',
  PUBLIC_URL_NOT_ANSWERING: '{publicUrl} ບໍ່ຕອບເມື່ອຖາມຈາກເຄື່ອງນີ້. ຖ້າຈາກພາຍນອກກໍບໍ່ຕອບ, ຜູ້ໂທຈະບໍ່ໄດ້ຍິນຫຍັງ: ກວດພຣັອກຊີ ຫຼື ອຸໂມງ.',
  PUBLIC_URL_LEADS_ELSEWHERE: 'ຢູ່ {publicUrl} ມີຢ່າງອື່ນຕອບ, ບໍ່ແມ່ນ Patchbay ນີ້. ກວດວ່າພຣັອກຊີ ຫຼື ອຸໂມງນຳໄປໃສ.',
  PUBLIC_URL_GOOD: 'Patchbay ນີ້ຕອບຢູ່ {publicUrl}, ເທົ່າທີ່ເຫັນໄດ້ຈາກເຄື່ອງນີ້.',
  VOICE_OFF: 'ແອັບພລິເຄຊັນປິດສຽງເວົ້າ (Voice) ໄວ້, ຈຶ່ງບໍ່ມີສາຍເຂົ້າມາທີ່ນີ້.',
  WEBHOOK_MISSING: 'ແອັບພລິເຄຊັນບໍ່ມີ {webhook}. ຄວນເປັນ {expected}.',
  WEBHOOK_LEADS_ELSEWHERE: '{webhook} ຂອງແອັບພລິເຄຊັນໄປທີ່ {address}. ຄວນເປັນ {expected}.',
  WEBHOOK_NOT_POST: '{webhook} ຂອງແອັບພລິເຄຊັນຖືກເອີ້ນດ້ວຍ {method}. ຄວນເປັນ POST: ບໍ່ດັ່ງນັ້ນລາຍເຊັນບໍ່ກວມເອົາສິ່ງທີ່ສົ່ງມາ ແລະ Patchbay ຈະປະຕິເສດ.',
  WEBHOOK_HURRIED: 'Vonage ລໍຖ້າ {webhook} ພຽງ {milliseconds} ມິລລິວິນາທີ; ຜູ້ໂທບາງຄົນຈະບໍ່ໄດ້ຍິນຫຍັງ. ຄວນເປັນ {expected} ມິລລິວິນາທີ.',
  SIGNED_CALLBACKS_OFF: 'ແອັບພລິເຄຊັນປິດການລົງລາຍເຊັນ webhook ໄວ້. Patchbay ປະຕິເສດສິ່ງທີ່ບໍ່ມີລາຍເຊັນ, ທຸກສາຍຈຶ່ງລົ້ມເຫຼວ.',
  WEBHOOKS_GOOD: 'webhook ທັງໝົດຂອງແອັບພລິເຄຊັນມາທີ່ນີ້, ດ້ວຍ POST ແລະ ມີລາຍເຊັນ.',
  SIGNATURE_REFUSED:
    'ຈຳນວນ webhook ທີ່ຖືກປະຕິເສດຍ້ອນລາຍເຊັນ ຕັ້ງແຕ່ເຊີບເວີເລີ່ມເຮັດວຽກ: {count}. ຄ່າໃນ VONAGE_SIGNATURE_SECRET ອາດເປັນຂອງບັນຊີອື່ນ. ສຳເນົາຈາກໜ້າການຕັ້ງຄ່າຂອງແຜງຄວບຄຸມ Vonage ແລ້ວເລີ່ມ Patchbay ໃໝ່.',
  SIGNATURE_NOT_SEEN:
    'ຍັງບໍ່ມີ webhook ເຂົ້າມາຕັ້ງແຕ່ເຊີບເວີເລີ່ມເຮັດວຽກ, ຄ່າລັບຂອງລາຍເຊັນຈຶ່ງຍັງບໍ່ໄດ້ລອງ: Vonage ບໍ່ບອກຄ່ານີ້ໃຫ້ໃຜ. ໂທໄປເບີໃດໜຶ່ງ; ຖ້າຄ່າຜິດ ຈະບອກຢູ່ທີ່ນີ້.',
  SIGNATURE_GOOD: 'ຄ່າລັບຂອງລາຍເຊັນຖືກຕ້ອງ. ຈຳນວນ webhook ທີ່ລົງລາຍເຊັນຖືກຕ້ອງຕັ້ງແຕ່ເຊີບເວີເລີ່ມເຮັດວຽກ: {count}.',
  NUMBERS_NONE: 'ບັນຊີຍັງບໍ່ມີເບີໂທລະສັບ, ຈຶ່ງບໍ່ມີໃຜໂທເຂົ້າໄດ້. ເອົາເບີໜຶ່ງ.',
  NUMBER_NOT_LINKED: '{number} ມີໂຟລທີ່ນີ້, ແຕ່ບໍ່ໄດ້ເຊື່ອມກັບແອັບພລິເຄຊັນ: ຜູ້ໂທມາບໍ່ເຖິງ.',
  NUMBER_LINKED_ELSEWHERE: '{number} ມີໂຟລທີ່ນີ້, ແຕ່ເຊື່ອມກັບແອັບພລິເຄຊັນອື່ນ ({applicationId}): ຜູ້ໂທໄປທີ່ນັ້ນ. ການເຊື່ອມທີ່ນີ້ຈະເອົາເບີອອກຈາກທີ່ນັ້ນ.',
  NUMBER_HAS_CALLBACK: '{number} ໂອນສາຍໄປເອງ ({kind}: {value}). ອັນນັ້ນມາກ່ອນແອັບພລິເຄຊັນ, ຜູ້ໂທຈຶ່ງມາບໍ່ເຖິງ Patchbay.',
  NUMBER_WITHOUT_VOICE: '{number} ຮັບສາຍບໍ່ໄດ້: ມີພຽງ {features}. ເອົາເບີທີ່ຮັບສຽງໄດ້.',
  NUMBER_LEADS_NOWHERE: '{number} ດັງທີ່ນີ້, ແຕ່ບໍ່ນຳໄປໂຟລໃດ: ຜູ້ໂທຈະໄດ້ຍິນຄຳຂໍໂທດ. ເລືອກໂຟລໃຫ້ເບີນີ້.',
  NUMBER_NOT_OWNED: '{number} ມີໂຟລທີ່ນີ້, ແຕ່ບໍ່ຢູ່ໃນເບີຂອງບັນຊີ. ບໍ່ມີໃຜໂທເຖິງໄດ້; ເອົາອອກຈາກລາຍການ ຫຼື ເອົາເບີນີ້ໃໝ່.',
  NUMBERS_UNUSED: 'ເບີຂອງບັນຊີທີ່ບໍ່ໄດ້ເຊື່ອມກັບຫຍັງ: {count}.',
  NUMBERS_USED_ELSEWHERE: 'ເບີຂອງບັນຊີທີ່ແອັບພລິເຄຊັນອື່ນໃຊ້ຢູ່: {count}. ຈະບໍ່ໄປແຕະຕ້ອງ.',
  NUMBERS_GOOD: 'ເບີທີ່ດັງທີ່ນີ້ ແລະ ນຳໄປໂຟລ: {count}.',
  SERVER_NOT_ASKED: 'ບໍ່ມີ Patchbay ເຮັດວຽກຢູ່ {address}, ຈຶ່ງບໍ່ໄດ້ກວດວ່າເບີນຳໄປໃສ.',
  SERVER_USES_OTHER_SETTINGS: 'Patchbay ຢູ່ {address} ຍັງເຮັດວຽກດ້ວຍການຕັ້ງຄ່າ Vonage ທີ່ຕ່າງຈາກທີ່ກວດຢູ່ນີ້. ເລີ່ມມັນໃໝ່.',
}
