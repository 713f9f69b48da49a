import type { FindingCode } from '../finding.ts'

/** What is the matter, what it means for callers, and what to do; `{name}` is filled from the finding's data. */
export const en: Readonly<Record<FindingCode, string>> = {
  LINE_BUILT_IN:
    'This machine uses the built-in line: calls come from the phone in the browser only. To take real calls, set the five VONAGE_ settings and PUBLIC_URL, and start Patchbay again; docs/go-live.md goes through it step by step.',
  SETTINGS_NOT_VALID: 'The settings cannot be used: {reason}.',
  VONAGE_NOT_REACHABLE:
    '{host} does not answer, so nothing could be looked at. Check this machine’s way to the internet, then look again.',
  VONAGE_ANSWERED_OTHERWISE: 'Vonage answered with status {status} when asked for {what}. Wait a minute, then look again.',
  CREDENTIALS_REFUSED:
    'Vonage does not accept the API key and secret. Copy both from the first page of the Vonage dashboard into VONAGE_API_KEY and VONAGE_API_SECRET, and start Patchbay again.',
  CREDENTIALS_GOOD: 'Vonage accepts the API key and secret.',
  APPLICATION_NOT_FOUND:
    'The account has no application {applicationId}. Copy the application id from the Vonage dashboard into VONAGE_APPLICATION_ID, and start Patchbay again.',
  PRIVATE_KEY_REFUSED:
    'The private key does not fit the application “{name}”: Patchbay could not lead or end calls. In the dashboard make a new key pair for the application, save the downloaded file, name it in VONAGE_PRIVATE_KEY, and start Patchbay again.',
  APPLICATION_GOOD: 'The application “{name}” is there, and the private key fits it.',
  CLOCK_WRONG:
    'The clock of this machine is {seconds} seconds away from Vonage’s, so signatures and tokens are refused. Switch on automatic time.',
  PUBLIC_URL_LOCAL:
    'PUBLIC_URL is {publicUrl}, which only this machine or its network can reach, so Vonage cannot. Give the server an address on the internet (a proxy or a tunnel), set PUBLIC_URL to it, and start Patchbay again.',
  PUBLIC_URL_NOT_HTTPS:
    'PUBLIC_URL is {publicUrl}, without encryption: what callers say and press could be read on the way. Put https in front.',
  PUBLIC_URL_NOT_ANSWERING:
    '{publicUrl} does not answer when asked from this machine. If it does not answer from outside either, callers hear nothing: check the proxy or tunnel.',
  PUBLIC_URL_LEADS_ELSEWHERE:
    'Something other than this Patchbay answers at {publicUrl}. Check where the proxy or tunnel leads to.',
  PUBLIC_URL_GOOD: 'This Patchbay answers at {publicUrl}, as far as can be seen from this machine.',
  VOICE_OFF: 'Voice is switched off for the application, so no call comes here.',
  WEBHOOK_MISSING: 'The application has no {webhook}. It should be {expected}.',
  WEBHOOK_LEADS_ELSEWHERE: 'The application’s {webhook} leads to {address}. It should be {expected}.',
  WEBHOOK_NOT_POST:
    'The application’s {webhook} is called with {method}. It should be POST: otherwise the signature does not cover what is sent, and Patchbay refuses it.',
  WEBHOOK_HURRIED:
    'Vonage waits {milliseconds} ms only at the {webhook}; some callers would hear nothing. It should be {expected} ms.',
  SIGNED_CALLBACKS_OFF:
    'Signed webhooks are switched off for the application. Patchbay refuses unsigned ones, so every call fails.',
  WEBHOOKS_GOOD: 'All webhooks of the application lead here, by POST and signed.',
  SIGNATURE_REFUSED:
    'Webhooks refused because of their signature since the server started: {count}. The secret in VONAGE_SIGNATURE_SECRET is most likely of another account. Copy it from the settings page of the Vonage dashboard, and start Patchbay again.',
  SIGNATURE_NOT_SEEN:
    'No webhook has come since the server started, so the signature secret is not tried yet: Vonage tells it to nobody. Call one of the numbers; if the secret is wrong, it is said here.',
  SIGNATURE_GOOD: 'The signature secret fits. Webhooks that came rightly signed since the server started: {count}.',
  NUMBERS_NONE: 'The account has no telephone number yet, so nobody can call. Get one.',
  NUMBER_NOT_LINKED: '{number} has a flow here, but is not linked to the application: callers do not reach it.',
  NUMBER_LINKED_ELSEWHERE:
    '{number} has a flow here, but is linked to another application ({applicationId}): its callers go there. Linking it here takes it away from there.',
  NUMBER_HAS_CALLBACK:
    '{number} forwards its calls by itself ({kind}: {value}). That goes before the application, so callers do not reach Patchbay.',
  NUMBER_WITHOUT_VOICE: '{number} cannot take calls: it has {features} only. Get a number with voice.',
  NUMBER_LEADS_NOWHERE: '{number} rings here, but leads to no flow: callers hear an apology. Choose a flow for it.',
  NUMBER_NOT_OWNED:
    '{number} has a flow here, but is not among the numbers of the account. Nobody reaches it; take it off the list, or get it again.',
  NUMBERS_UNUSED: 'Numbers of the account that are linked to nothing: {count}.',
  NUMBERS_USED_ELSEWHERE: 'Numbers of the account that are used by other applications: {count}. They are left alone.',
  NUMBERS_GOOD: 'Numbers that ring here and lead to a flow: {count}.',
  SERVER_NOT_ASKED: 'No Patchbay runs at {address}, so what its numbers lead to was not looked at.',
  SERVER_USES_OTHER_SETTINGS:
    'The Patchbay at {address} still runs with other Vonage settings than the ones that were looked at here. Start it again.',
}
