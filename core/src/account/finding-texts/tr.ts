import type { FindingCode } from '../finding.ts'

export const tr: Readonly<Record<FindingCode, string>> = {
  LINE_BUILT_IN:
    'Bu makine yerleşik hattı kullanıyor: aramalar yalnızca tarayıcıdaki telefondan gelir. Gerçek aramalar için beş VONAGE_ ayarını ve PUBLIC_URL’yi girip Patchbay’i yeniden başlatın; docs/go-live.md adım adım anlatır.',
  SETTINGS_NOT_VALID: 'Ayarlar kullanılamıyor: {reason}.',
  VONAGE_NOT_REACHABLE:
    '{host} yanıt vermiyor, bu yüzden hiçbir şeye bakılamadı. Bu makinenin internet bağlantısını denetleyip yeniden bakın.',
  VONAGE_ANSWERED_OTHERWISE: 'Vonage, {what} sorulduğunda {status} durumuyla yanıt verdi. Bir dakika bekleyip yeniden bakın.',
  CREDENTIALS_REFUSED:
    'Vonage, API anahtarını ve gizli anahtarı kabul etmiyor. İkisini de Vonage panosunun ilk sayfasından VONAGE_API_KEY ve VONAGE_API_SECRET ayarlarına kopyalayıp Patchbay’i yeniden başlatın.',
  CREDENTIALS_GOOD: 'Vonage, API anahtarını ve gizli anahtarı kabul ediyor.',
  APPLICATION_NOT_FOUND:
    'Hesapta {applicationId} uygulaması yok. Uygulama kimliğini Vonage panosundan VONAGE_APPLICATION_ID ayarına kopyalayıp Patchbay’i yeniden başlatın.',
  PRIVATE_KEY_REFUSED:
    'Özel anahtar “{name}” uygulamasına uymuyor: Patchbay aramaları yönlendiremez ve sonlandıramaz. Panoda uygulama için yeni bir anahtar çifti oluşturun, inen dosyayı kaydedip VONAGE_PRIVATE_KEY ayarında belirtin ve Patchbay’i yeniden başlatın.',
  APPLICATION_GOOD: '“{name}” uygulaması yerinde ve özel anahtar ona uyuyor.',
  CLOCK_WRONG:
    'Bu makinenin saati Vonage’ınkinden {seconds} saniye farklı, bu yüzden imzalar ve belirteçler reddediliyor. Otomatik saati açın.',
  PUBLIC_URL_LOCAL:
    'PUBLIC_URL {publicUrl}; buna yalnızca bu makine veya ağı ulaşabilir, Vonage ulaşamaz. Sunucuya internette bir adres verin (vekil sunucu veya tünel), PUBLIC_URL’yi ona ayarlayıp Patchbay’i yeniden başlatın.',
  PUBLIC_URL_NOT_HTTPS:
    'PUBLIC_URL {publicUrl}, şifreleme yok: arayanların söyledikleri ve tuşladıkları yolda okunabilir. Başına https koyun.',
  PUBLIC_URL_NOT_ANSWERING:
    '{publicUrl} bu makineden sorulduğunda yanıt vermiyor. Dışarıdan da yanıt vermiyorsa arayanlar hiçbir şey duymaz: vekil sunucuyu veya tüneli denetleyin.',
  PUBLIC_URL_LEADS_ELSEWHERE:
    '{publicUrl} adresinde bu Patchbay değil, başka bir şey yanıt veriyor. Vekil sunucunun veya tünelin nereye gittiğini denetleyin.',
  PUBLIC_URL_GOOD: 'Bu makineden görülebildiği kadarıyla {publicUrl} adresinde bu Patchbay yanıt veriyor.',
  VOICE_OFF: 'Uygulamada ses kapalı, bu yüzden buraya arama gelmiyor.',
  WEBHOOK_MISSING: 'Uygulamada {webhook} yok. Şu olmalı: {expected}.',
  WEBHOOK_LEADS_ELSEWHERE: 'Uygulamanın {webhook} alanı {address} adresine gidiyor. Şu olmalı: {expected}.',
  WEBHOOK_NOT_POST:
    'Uygulamanın {webhook} alanı {method} ile çağrılıyor. POST olmalı: yoksa imza gönderileni kapsamaz ve Patchbay reddeder.',
  WEBHOOK_HURRIED:
    'Vonage {webhook} için yalnızca {milliseconds} ms bekliyor; bazı arayanlar hiçbir şey duymaz. {expected} ms olmalı.',
  SIGNED_CALLBACKS_OFF:
    'Uygulamada imzalı webhook’lar kapalı. Patchbay imzasız olanları reddeder, bu yüzden her arama başarısız olur.',
  WEBHOOKS_GOOD: 'Uygulamanın tüm webhook’ları POST ile ve imzalı olarak buraya geliyor.',
  SIGNATURE_REFUSED:
    'Sunucu başladığından beri imzası yüzünden reddedilen webhook sayısı: {count}. VONAGE_SIGNATURE_SECRET büyük olasılıkla başka bir hesabın. Vonage panosunun ayarlar sayfasından kopyalayıp Patchbay’i yeniden başlatın.',
  SIGNATURE_NOT_SEEN:
    'Sunucu başladığından beri webhook gelmedi, imza anahtarı henüz denenmedi: Vonage onu kimseye söylemez. Numaralardan birini arayın; anahtar yanlışsa burada yazar.',
  SIGNATURE_GOOD: 'İmza anahtarı uyuyor. Sunucu başladığından beri doğru imzayla gelen webhook sayısı: {count}.',
  NUMBERS_NONE: 'Hesabın henüz telefon numarası yok, bu yüzden kimse arayamaz. Bir numara alın.',
  NUMBER_NOT_LINKED: '{number} burada bir akışa gidiyor ama uygulamaya bağlı değil: arayanlar ona ulaşamıyor.',
  NUMBER_LINKED_ELSEWHERE:
    '{number} burada bir akışa gidiyor ama başka bir uygulamaya ({applicationId}) bağlı: arayanları oraya gidiyor. Buraya bağlamak onu oradan alır.',
  NUMBER_HAS_CALLBACK:
    '{number} aramalarını kendisi yönlendiriyor ({kind}: {value}). Bu, uygulamadan önce gelir; arayanlar Patchbay’e ulaşamaz.',
  NUMBER_WITHOUT_VOICE: '{number} arama alamaz: yalnızca {features} var. Sesli bir numara alın.',
  NUMBER_LEADS_NOWHERE: '{number} burada çalıyor ama hiçbir akışa gitmiyor: arayanlar bir özür duyar. Ona bir akış seçin.',
  NUMBER_NOT_OWNED:
    '{number} burada bir akışa gidiyor ama hesabın numaraları arasında değil. Kimse ona ulaşamaz; listeden çıkarın veya yeniden alın.',
  NUMBERS_UNUSED: 'Hesabın hiçbir şeye bağlı olmayan numaraları: {count}.',
  NUMBERS_USED_ELSEWHERE: 'Hesabın başka uygulamalarca kullanılan numaraları: {count}. Onlara dokunulmaz.',
  NUMBERS_GOOD: 'Burada çalan ve bir akışa giden numaralar: {count}.',
  SERVER_NOT_ASKED: '{address} adresinde çalışan bir Patchbay yok, bu yüzden numaraların nereye gittiğine bakılmadı.',
  SERVER_USES_OTHER_SETTINGS:
    '{address} adresindeki Patchbay, burada bakılanlardan başka Vonage ayarlarıyla çalışıyor. Onu yeniden başlatın.',
}
