import { ERROR_CODES, type ErrorCode } from '@patchbay/core'
import { htmlPage, toHtmlText } from './html.ts'
import { STATUS_OF_CODE } from './problem.ts'

/** What each code means and what to do about it. `docs/errors.md` holds the same, and a test compares the two. */
const ERROR_TEXTS = {
  REQUEST_NOT_VALID: 'The request does not have the form that the API asks for. The field `errors` says where.',
  FLOW_NOT_READABLE: 'What was sent, or what is stored, is not a flow of a form that this release knows.',
  FLOW_NOT_VALID: 'The flow cannot be published, or called, as it stands. The field `issues` lists what is in the way.',
  FLOW_NOT_FOUND: 'There is no flow of this id, or it was deleted.',
  VERSION_NOT_FOUND: 'The flow has no version of this number.',
  RECORDING_NOT_FOUND: 'There is no recording of this id: it was removed, its days are over, or its file has not come yet.',
  NUMBER_NOT_FOUND:
    'The number belongs to somebody else, or to the product itself; or the account does not own it, or it is not for sale.',
  NUMBER_RULE_NOT_VALID: 'A rule of the number leads nowhere. The text names the rule and the reason.',
  NUMBER_IN_USE: 'Callers of the number are led to a flow. Take the flow away first, or say that the number goes all the same.',
  NUMBER_PRICE_CHANGED: 'The number costs something else than what was agreed to. Nothing was bought; look at the new price.',
  VONAGE_REFUSED: 'Vonage did not do what it was asked to. The text says what it answered; `patchbay vonage check` says more.',
  CALL_NOT_FOUND: 'The call is over, or there never was one of this id.',
  CALLBACK_NOT_FOUND: 'There is no callback of this id, or it is so old that it was deleted.',
  CALLBACK_MOVED_ON:
    'The callback rings just now, or it is over: only one that waits can be put off or cancelled, and only one that was cancelled a moment ago can be brought back.',
  CALL_RULE_NOT_FOUND: 'The plugin has no call rule of this id.',
  CALL_RULE_CHANGED_MEANWHILE:
    'Somebody else saved the call rule. Read it again and save over the new revision, which the `ETag` names.',
  CALL_RULE_NOT_VALID:
    'The call rule names what there is not: a field of the trigger, a live flow, one of your numbers, a calendar, a variable of the right kind; or the trigger has as many rules as it may. The field `errors` says which.',
  DRAFT_CHANGED_MEANWHILE: 'Somebody else saved the draft. Read it again and save over the new revision, which the `ETag` names.',
  DRAFT_MATCH_REQUIRED:
    'Saving a draft, a shared prompt or a call rule needs the header `If-Match` with the `ETag` of what the change began from.',
  FLOW_IN_USE: 'A number, or the emergency switch, leads to the flow. Lead it to another flow first.',
  BINDING_NOT_FOUND: 'There is nothing of this kind and name.',
  BINDING_CHANGED_MEANWHILE:
    'Somebody else saved it, or something has this name already. Read it again; the `ETag` names its revision.',
  BINDING_MATCH_REQUIRED:
    'Saving needs the header `If-Match` with the `ETag` that the change began from, or `If-None-Match: *` for a new one.',
  BINDING_IN_USE: 'Flows name it, in their draft or in a version that callers reach. The field `flows` lists them.',
  EMERGENCY_FLOW_NOT_VALID: 'The emergency switch needs a flow that is published, or callers would be led to nothing.',
  ERASURE_NOT_FOUND: 'Nothing was erased under this id.',
  OVERFLOW_NOT_VALID:
    'Callers beyond the limit of calls at once would be led to nothing: the flow is not published, the number is one of your own, or the message cannot be read out.',
  PROMPT_NOT_FOUND: 'There is no shared prompt of this id, or it was deleted.',
  PROMPT_NOT_VALID: 'A shared prompt cannot be saved as it is. The field `issues` says why.',
  PROMPT_CHANGED_MEANWHILE:
    'Somebody else saved the shared prompt. Read it again and save over the new version, which the `ETag` names.',
  PROMPT_IN_USE: 'Flows use the shared prompt. The text names them.',
  MEDIA_NOT_FOUND: 'There is no uploaded recording of this id.',
  MEDIA_NOT_PLAYABLE:
    'The file is no sound that telephones can play. The text says what it is, and the field `issues` says so in a form that can be translated.',
  MEDIA_IN_USE: 'A flow, a version of a flow or a shared prompt plays the recording. The text names it.',
  NOT_FOUND: 'There is nothing at this address.',
  METHOD_NOT_ALLOWED: 'The address does not take this method. Voice webhooks are taken as POST only.',
  HOST_NOT_ALLOWED: 'The request names a host that the server is not reached at. Set `PUBLIC_URL` to the address in use.',
  ORIGIN_NOT_ALLOWED: 'A page of another site asked for a change. Use the editor of this server.',
  BODY_TOO_LARGE: 'The body is larger than the server reads.',
  NOT_PERMITTED: 'The role of whoever asked does not allow it.',
  TEMPLATE_NOT_FOUND: 'There is no template of this id.',
  TEMPLATE_NEEDS_PLUGIN:
    'The template counts on a kind of plugin of which none is installed. The text names those that serve; nothing was made.',
  PLUGIN_NOT_VALID:
    'The plugin cannot be installed as it is: its manifest, its code, what it was granted, or a setting or secret. The text says what.',
  TOO_MANY_REQUESTS: 'Too many requests came from this address. The header `Retry-After` says when to go on.',
  PACKAGE_NOT_VALID:
    "The file is no plugin package, or not as its publisher signed it, or the publisher's name or key is somebody else's. The text says what.",
  PACKAGE_NOT_FOUND: 'The registry has no package, version or set of this name.',
  PACKAGE_VERSION_TAKEN:
    'This version is published already, with another content. Versions never change: publish it under a new number.',
  PACKAGE_NOT_INSTALLABLE: 'Nobody has approved this version yet, or it was refused, or it was withdrawn.',
  PLUGIN_IN_USE:
    'Live flows use the plugin, or calls that go on do. The field `flows` names them: publish them without it first.',
  PLUGIN_ASKS_MORE: 'The version asks for more than was granted. The field `errors` lists it: say yes to it by sending `grants`.',
  PLUGIN_CHANGED_MEANWHILE: 'Somebody else changed the plugin at the same moment. Look at it again.',
  PLUGIN_NO_EARLIER_VERSION: 'There was no version before this one that the plugin could be rolled back to.',
  PLUGIN_NOT_FOUND: 'No such plugin is installed and switched on, none of such a category, or it has no such action.',
  TRIGGER_NOT_SIGNED:
    'The webhook of a plugin’s provider has no valid signature, or it is too old: compare the secret that is set for the plugin with the provider’s, and the clocks.',
  IDEMPOTENCY_KEY_REQUIRED:
    'What moves money needs the header `Idempotency-Key`: a text of your own that a repetition is recognised by.',
  IDEMPOTENCY_KEY_TAKEN:
    'Something else was asked for under this `Idempotency-Key`. Use a new one for each thing that is to be done once.',
  SETTING_NOT_VALID: 'A setting is missing or wrong. The server does not start, and names it.',
  WEBHOOK_NOT_SIGNED:
    'The webhook has no valid signature of the Vonage account: check `VONAGE_SIGNATURE_SECRET`, `VONAGE_API_KEY`, and that signed webhooks are switched on for the application.',
  WEBHOOK_BODY_NOT_VALID: 'The body is not a webhook of the Voice API. The text names the rule that it breaks.',
  RUN_NOT_FOUND: 'There is no run of this id, or it was erased.',
  RUN_MOVED_MEANWHILE: 'Other webhooks of the same call kept moving it. Vonage tries again.',
  PLAN_FORMAT_UNKNOWN:
    'The call was begun by a release that this one does not understand. It is left to a server of that release.',
  DATABASE_NOT_REACHABLE: 'The database does not answer.',
  TELEPHONY_NOT_REACHABLE:
    'Vonage, or the emulated line in its place, does not answer; or there is no emulated line because a real account is set up.',
  REQUEST_FAILED: 'Something that a flow asked elsewhere could not be done. The reason says what was in the way.',
  TENANT_MISSING: 'A query did not say whose documents it means. This is a fault of the program.',
  SEALED_VALUE_NOT_READABLE:
    'A sealed value cannot be opened: the secret key of the server is not the one that it was written with.',
  INTERNAL: 'A fault of the program. The log has the cause under the request id.',
} as const satisfies Record<ErrorCode, string>

const codes = Object.keys(ERROR_CODES) as ErrorCode[]

/** The page that every error of the API links to. */
export function errorPage(): string {
  const sections = codes.map(
    (code) =>
      `<h2 id="${code.toLowerCase()}">${code}</h2><p>Status ${STATUS_OF_CODE[code]}. ${toHtmlText(ERROR_TEXTS[code])}</p>`,
  )
  return htmlPage('Errors', sections.join('\n'))
}

/** The same as Markdown, for `docs/errors.md`. */
export function errorTable(): string {
  const rows = codes.map((code) => `| \`${code}\` | ${STATUS_OF_CODE[code]} | ${ERROR_CODES[code]} | ${ERROR_TEXTS[code]} |`)
  return ['| code | status | kind | meaning |', '|---|---|---|---|', ...rows].join('\n')
}
