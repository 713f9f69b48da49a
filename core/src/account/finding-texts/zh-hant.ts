import type { FindingCode } from '../finding.ts'

export const zhHant: Readonly<Record<FindingCode, string>> = {
  LINE_BUILT_IN:
    '這台機器使用內建線路：來電只會來自瀏覽器裡的電話。要接聽真正的來電，請設定五個 VONAGE_ 設定與 PUBLIC_URL，再重新啟動 Patchbay；docs/go-live.md 有逐步說明。',
  SETTINGS_NOT_VALID: '這些設定無法使用：{reason}。',
  VONAGE_NOT_REACHABLE: '{host} 沒有回應，因此什麼都無法檢查。請檢查這台機器的網路連線，然後再看一次。',
  VONAGE_ANSWERED_OTHERWISE: '查詢 {what} 時，Vonage 回覆了狀態 {status}。請等一分鐘再看一次。',
  CREDENTIALS_REFUSED:
    'Vonage 不接受這組 API 金鑰與密鑰。請從 Vonage 控制台首頁把兩者複製到 VONAGE_API_KEY 與 VONAGE_API_SECRET，再重新啟動 Patchbay。',
  CREDENTIALS_GOOD: 'Vonage 接受這組 API 金鑰與密鑰。',
  APPLICATION_NOT_FOUND:
    '帳戶裡沒有應用程式 {applicationId}。請從 Vonage 控制台把應用程式 ID 複製到 VONAGE_APPLICATION_ID，再重新啟動 Patchbay。',
  PRIVATE_KEY_REFUSED:
    '私密金鑰與應用程式「{name}」不符：Patchbay 無法轉接或結束通話。請在控制台為該應用程式產生新的金鑰組，儲存下載的檔案，在 VONAGE_PRIVATE_KEY 指明它，再重新啟動 Patchbay。',
  APPLICATION_GOOD: '應用程式「{name}」存在，私密金鑰也相符。',
  CLOCK_WRONG: '這台機器的時鐘與 Vonage 相差 {seconds} 秒，因此簽章與權杖會被拒絕。請開啟自動校時。',
  PUBLIC_URL_LOCAL:
    'PUBLIC_URL 是 {publicUrl}，只有這台機器或它的區域網路連得到，Vonage 連不到。請讓伺服器有一個網際網路位址（代理或通道），把 PUBLIC_URL 設成它，再重新啟動 Patchbay。',
  PUBLIC_URL_NOT_HTTPS: 'PUBLIC_URL 是 {publicUrl}，沒有加密：來電者說的話與按的鍵可能在途中被讀取。請改用 https。',
  PUBLIC_URL_NOT_ANSWERING: '從這台機器詢問 {publicUrl} 沒有回應。若從外面也沒有回應，來電者什麼都聽不到：請檢查代理或通道。',
  PUBLIC_URL_LEADS_ELSEWHERE: '在 {publicUrl} 回應的不是這個 Patchbay。請檢查代理或通道通往哪裡。',
  PUBLIC_URL_GOOD: '就這台機器所見，這個 Patchbay 在 {publicUrl} 回應。',
  VOICE_OFF: '應用程式的語音已關閉，因此沒有來電會到這裡。',
  WEBHOOK_MISSING: '應用程式沒有 {webhook}。應為 {expected}。',
  WEBHOOK_LEADS_ELSEWHERE: '應用程式的 {webhook} 指向 {address}。應為 {expected}。',
  WEBHOOK_NOT_POST: '應用程式的 {webhook} 以 {method} 呼叫。應為 POST：否則簽章不涵蓋所傳內容，Patchbay 會拒絕。',
  WEBHOOK_HURRIED: 'Vonage 在 {webhook} 只等 {milliseconds} 毫秒；有些來電者會什麼都聽不到。應為 {expected} 毫秒。',
  SIGNED_CALLBACKS_OFF: '應用程式的簽章 webhook 已關閉。Patchbay 會拒絕未簽章的 webhook，因此每通來電都會失敗。',
  WEBHOOKS_GOOD: '應用程式的所有 webhook 都以 POST 並附簽章通往這裡。',
  SIGNATURE_REFUSED:
    '伺服器啟動以來因簽章而被拒絕的 webhook 數：{count}。VONAGE_SIGNATURE_SECRET 裡的密鑰很可能屬於另一個帳戶。請從 Vonage 控制台的設定頁複製，再重新啟動 Patchbay。',
  SIGNATURE_NOT_SEEN:
    '伺服器啟動以來還沒有 webhook 到達，簽章密鑰尚未驗證：Vonage 不會告訴任何人。請撥打其中一個號碼；若密鑰有誤，這裡會說明。',
  SIGNATURE_GOOD: '簽章密鑰相符。伺服器啟動以來簽章正確的 webhook 數：{count}。',
  NUMBERS_NONE: '帳戶還沒有電話號碼，因此沒有人能打進來。請取得一個。',
  NUMBER_NOT_LINKED: '{number} 在這裡有流程，但沒有連到應用程式：來電者到不了這裡。',
  NUMBER_LINKED_ELSEWHERE:
    '{number} 在這裡有流程，但連到另一個應用程式（{applicationId}）：它的來電者會到那裡。連到這裡就會從那裡拿走。',
  NUMBER_HAS_CALLBACK: '{number} 自行轉接來電（{kind}：{value}）。這優先於應用程式，因此來電者到不了 Patchbay。',
  NUMBER_WITHOUT_VOICE: '{number} 無法接聽來電：它只有 {features}。請取得有語音的號碼。',
  NUMBER_LEADS_NOWHERE: '{number} 會在這裡響，但沒有通往任何流程：來電者會聽到致歉。請為它選擇流程。',
  NUMBER_NOT_OWNED: '{number} 在這裡有流程，但不在帳戶的號碼之中。沒有人能到達；請從清單移除，或重新取得。',
  NUMBERS_UNUSED: '帳戶中沒有連到任何地方的號碼：{count}。',
  NUMBERS_USED_ELSEWHERE: '帳戶中由其他應用程式使用的號碼：{count}。不會更動它們。',
  NUMBERS_GOOD: '在這裡響並通往流程的號碼：{count}。',
  SERVER_NOT_ASKED: '{address} 沒有執行中的 Patchbay，因此沒有檢查號碼通往哪裡。',
  SERVER_USES_OTHER_SETTINGS: '{address} 的 Patchbay 仍以不同於此處所檢查的 Vonage 設定執行。請重新啟動它。',
}
