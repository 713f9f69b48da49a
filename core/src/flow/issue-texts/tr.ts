import type { IssueCode } from '../issue.ts'

export const tr: Readonly<Record<IssueCode, string>> = {
  SCHEMA: 'Bu, okunabilir bir akış değil: {field} {reason}.',
  FLOW_TOO_NEW:
    'Bu akış daha yeni bir Patchbay ile kaydedilmiş (biçim {version}; bu sürüm {current} numaralı biçime kadar okur). Önce güncelleyin.',
  FLOW_EMPTY: 'Henüz bir şey çizilmedi. Başlamak için tuvale bir kart sürükleyin.',
  START_MISSING:
    'Başlangıç olarak işaretlenmiş kart yok, bu yüzden arayanlar hiçbir şey duymaz. Bir kartta “Buradan başla” seçeneğini kullanın.',
  START_UNKNOWN: 'Başlangıç, artık olmayan bir karta gidiyor. Bir kartta “Buradan başla” seçeneğini kullanın.',
  TOO_MANY_NODES: 'Akışta {count} kart var; en çok {limit} kart çalışır. Bir bölümü ayrı bir akışa taşıyın.',
  NODE_ID_TWICE: 'İki kartın kimliği aynı: “{id}”. Birini silip yeniden ekleyin.',
  NODE_TYPE_UNKNOWN: 'Bu Patchbay “{type}” türündeki kartları tanımıyor. Kartı silin ya da Patchbay’i güncelleyin.',
  NODE_TYPE_VERSION_UNKNOWN: 'Bu kart başka bir Patchbay sürümüyle yapılmış (“{type}” {version}). Silip yeniden ekleyin.',
  FIELD_MISSING: '“{field}” doldurulmadı.',
  FIELD_NOT_VALID: '“{field}” doğru değil: {reason}.',
  PHONE_NUMBER_NOT_VALID: '“{field}” için ülke koduyla bir telefon numarası gerekiyor, örneğin +90 212 123 45 67.',
  KEY_TWICE: 'Bir tuş iki seçeneğe gidiyor. Her seçeneğe ayrı tuşlar verin.',
  OUTLET_TWICE: 'İki çıkışın kimliği aynı. Birini silip yeniden ekleyin.',
  MAX_BELOW_MIN: '“En çok” değeri “En az” değerinden küçük.',
  EDGE_NOT_VALID: 'Bir kablo “{outlet}” çıkışından geliyor, ama bu kartta böyle bir çıkış yok. Kabloyu kaldırın.',
  OUTLET_UNCONNECTED: '“{outlet}” çıkışından ayrılan arayanların gidecek yeri yok. Bu çıkışı bir karta bağlayın.',
  NODE_UNREACHABLE: 'Hiçbir arayan buraya ulaşamaz. Buraya bir kablo çekin ya da kartı silin.',
  CYCLE_WITHOUT_ASKING:
    'Arama, arayana hiçbir şey sorulmadan sonsuza dek dönebilir: {names}. Yolu bir menüye ya da bitiş kartına bağlayın.',
  TEXT_NOT_READABLE: 'Metin okunamıyor: {reason}.',
  TEXT_TOO_LONG: 'Metin {length} karakter; bir seferde en çok {limit} karakter söylenebilir.',
  TEXT_MISSING: '{language} dilinde duyulacak bir şey yok. Metni yazın ya da bir kayıt ekleyin.',
  RECORDING_MISSING:
    '{language} dilinde kayıt yok, burada duyulacak başka bir şey de yok. Bir kayıt yükleyin ya da adresini girin.',
  RECORDING_NOT_VALID: '“{field}” için yüklenmiş bir kayıt ya da https:// ile başlayan bir adres gerekiyor.',
  PROMPT_UNKNOWN: '“{prompt}” anonsu anons kitaplığında yok.',
  MEDIA_UNKNOWN: 'Buraya yüklenen kayıt artık yok, arayanlar hiçbir şey duymaz. Yeniden yükleyin.',
  MEDIA_NOT_SOUND: 'Bu dosya arayanların duyabileceği bir ses değil. MP3 ya da 16 bit WAV olarak dışa aktarın.',
  MEDIA_FORMAT_OTHER: 'Bu dosya {found}; telefonlar bunu çalamaz. MP3 ya da 16 bit WAV olarak dışa aktarın.',
  MEDIA_WAV_BITS: 'Bu WAV {bits} bit örnekler içeriyor. 16 bit WAV olarak dışa aktarın.',
  MEDIA_WAV_ENCODING: 'Bu WAV {encoding} olarak kodlanmış. Sıkıştırılmamış (PCM) 16 bit WAV ya da MP3 olarak dışa aktarın.',
  MEDIA_DAMAGED: 'Bu dosyada ses yok ya da dosya yarım kalmış. Yeniden dışa aktarın.',
  VARIABLE_UNKNOWN: '“{variable}” adında bir değişken yok. Akışa ekleyin ya da başka bir değişken seçin.',
  VARIABLE_TWICE: '“{variable}” adında iki değişken var. Birini yeniden adlandırın.',
  VARIABLES_TOO_LARGE:
    'Değişkenlerin arama başlarken taşıdığı içerik, bir aramanın saklayabileceği {limit} KiB’den fazla. Kısaltın.',
  VALUE_NOT_A_NUMBER: '“{value}” bir sayı değil; bu yüzden hiçbir şeyden büyük ya da küçük olamaz.',
  ENTRY_TWICE: 'İki “{title}” kartı var; yalnızca ilki başlar. Birini silin.',
  ENTRY_ENTERED: 'Bir kablo, kendiliğinden başlayan “{title}” kartına gidiyor. Kabloyu ondan sonraki karta bağlayın.',
  SPEAKS_AFTER_CALL:
    'O sırada arayan telefonu çoktan kapatmış olur; bunu kimse duymaz ya da yanıtlamaz. Kartı görüşmeden sonraki bölümden çıkarın.',
  FLOW_UNKNOWN:
    '“{flow}” akışının, arayanların yönlendirilebileceği yayında bir sürümü yok. Önce onu yayımlayın ya da başka bir akış seçin.',
  FLOW_VARIABLE_UNKNOWN: '“{flow}” akışında “{variable}” değişkeni yok.',
  FLOW_OUTCOME_UNKNOWN: '“{flow}” akışı hiçbir zaman “{outcome}” yoluyla dönmez.',
  TREATMENT_CONNECTS:
    '“{flow}” kuyrukta duyulur ve bir temsilci arayanı her an alabilir: “{card}” onu bu sırada başkasına bağlardı. Arayanları bir Geri dön kartıyla çıkarın ve “{card}” kartını o yolun arkasına koyun.',
  TREATMENT_RECORDS:
    '“{flow}” kuyrukta duyulur ve bir temsilci arayanı her an alabilir: “{card}” yarım bir kayıt bırakırdı. Arayanları bir Geri dön kartıyla çıkarın ve “{card}” kartını o yolun arkasına koyun.',
  TREATMENT_LEADS_OUT:
    'Arayanlar kuyruktan yalnızca bir Geri dön kartıyla çıkar: “{flow}” içindeki “{card}” beklemeyi kuyruğun haberi olmadan bitirirdi. Kendi sonucunuzla geri dönün ve “{card}” kartını o yolun arkasına koyun.',
  TREATMENT_ASKS_SECRET:
    '“{flow}” kuyrukta duyulur; bir temsilci arayanı her an alabilir ve “{card}” kartının istediği tuşları duyardı. Bunları kuyruğun bir çıkış yolunun arkasında sorun.',
  TREATMENT_TAKES_MONEY:
    '“{flow}” kuyrukta duyulur ve bir temsilci arayanı her an alabilir: “{card}” parayı aldı mı, kimse bilmezdi. Onu kuyruğun bir çıkış yolunun arkasına koyun.',
  TREATMENT_PART:
    '“{flow}” içindeki “{card}” kuyrukta hiç başlamaz: orada bir şey ters giderse arayanlar yerlerini korur ve müzik duyar.',
  TREATMENT_OUTCOME_STAYS:
    '“{flow}” akışı “{outcome}” ile geri döner, ama burada böyle bir çıkış yolu yok; arayanlar beklemeyi sürdürür. Çıkış yolunu ekleyin ya da akış yeniden başlasın istiyorsanız sonuca “{again}” deyin.',
  TREATMENT_SILENT:
    'Arayanlar “{flow}” akışından hiçbir şey duymadan geçebilir. O zaman beklemenin geri kalanında kuyruğun müziğini duyarlar. Her yolda bir şey söyleyin ya da çalın.',
  BINDING_MISSING:
    'Burada “{name}” adında bir {kind} yok, bu yüzden arayanlar ilerletilemez. Başka birini seçin ya da Ayarlar’da ekleyin.',
  MESSAGE_TEXT_MISSING: 'İletinin {language} metni yok, arayanlar onu başka dilde alır. Metni yazın.',
  FLOW_VERSION_OLDER:
    'Yayındaki sürüm “{flow}” akışına eski {version}. sürümünden giriyor; o sürüm anonsun eski hâlini kullanıyor. En yenisini almak için bu akışı yayımlayın.',
  NUMBER_OWN: '{number} bizim numaralarımızdan biri: çağrı bize geri dönerdi. Başka bir numara girin.',
  CALLER_ID_NOT_OWN: '{number} bizim numaralarımızdan biri değil; hat başka bir numara göstermez. Bizimkilerden birini seçin.',
  NUMBER_PREMIUM: '{number} ek ücretlidir ve işletmeci izin vermedikçe aranmaz: arayanlar “Ulaşılamadı” yolundan çıkar.',
  NUMBER_COUNTRY: 'Bu ülkenin ({country}) numaraları aranamaz, {number} numarasına ulaşılamaz. İşletmeciden izin isteyin.',
  FALLBACK_NUMBER_REFUSED: 'Son sözler aranamayan {number} numarasına götürüyor. Akışın ayarlarında başka bir numara girin.',
  VOICE_UNKNOWN: '{language} dilindeki {style} numaralı ses burada bilinmiyor; arayanlar başka bir ses duyabilir.',
  SSML_NOT_SPOKEN: '{language} dilindeki ses bu metindeki işaretleri anlamıyor ve onları sesli okuyabilir. Başka bir ses seçin.',
  LANGUAGE_OFF: 'Arayanlar {language} dilini seçebilir, ama akış bu dili konuşmuyor. Dili akışın ayarlarından açın.',
  DEFAULT_LANGUAGE_OFF: 'Akışın ana dili olan {language} açık değil.',
  OUTSIDE_ADDRESS_NOT_VALID:
    '“{field}” ulaşılabilecek bir adres değil: https:// ve api.example.com gibi bir adla başlar, bu adın içinde değişken olamaz.',
  OUTSIDE_ADDRESS_NOT_SECURE: '“{host}” adresine şifresiz ulaşılırdı, yoldaki herkes okuyabilirdi. Adresi https:// ile başlatın.',
  HOST_NOT_ALLOWED_OUTSIDE:
    'Akışlar henüz “{host}” adresine ulaşamaz. Ayarlar → Web hizmetleri altında ekleyin, sonra yeniden yayımlayın.',
  HEADER_NOT_ALLOWED: 'Bu başlığı Patchbay kendisi belirler. Kaldırın ya da başka bir ad seçin.',
  SENSITIVE_SENT_OUTSIDE:
    '“{variable}” içindeki değer hassas olarak işaretli ve {host} adresine gönderiliyor. Dışarı çıkmasının istendiğinden emin olun.',
  PLUGIN_NOT_INSTALLED: '“{plugin}” eklentisi kurulu değil. Kurun ya da başkasını seçin.',
  PLUGIN_SWITCHED_OFF: '“{plugin}” eklentisi kapalı. Açın ya da başkasını seçin.',
  PLUGIN_CATEGORY_EMPTY: '“{category}” için kurulu bir eklenti yok. Bir tane kurun.',
  PLUGIN_ACTION_UNKNOWN: '“{plugin}” eklentisinde “{action}” işlemi yok. Başkasını seçin.',
  PLUGIN_ACTION_CHANGED: '“{action}” seçildiğinden beri değişti. Yeniden seçin ve çıkışlarına bakın.',
  PLUGIN_OUTLET_UNKNOWN: '“{action}” hiç “{outlet}” yolundan çıkmaz. İşlemi yeniden seçin.',
  PLUGIN_INPUT_MISSING: 'Eklentinin “{input}” değerine ihtiyacı var. Ne olacağını yazın.',
  PLUGIN_FIELD_UNKNOWN: 'Eklenti “{field}” alanını tanımıyor.',
  SECRET_VARIABLE_NOT_SENSITIVE: '“{variable}” gizli rakamların yerine geçeni saklar: hassas olarak işaretli bir metin yapın.',
  SECRET_USED_IN_TEXT:
    '“{variable}” kimsenin okuyamayacağı rakamların yerine geçer. Yalnızca bir eklentinin kart alanına, bütün ve tek başına verilebilir.',
}
