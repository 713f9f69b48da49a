import type { IssueCode } from '../issue.ts'

/** What happens to callers and what to do now; `{name}` is filled from the issue's data. */
export const en: Readonly<Record<IssueCode, string>> = {
  SCHEMA: 'This is not a flow that can be read: {field} {reason}.',
  FLOW_TOO_NEW: 'This flow was saved by a newer Patchbay (form {version}; this one reads up to {current}). Update first.',
  FLOW_EMPTY: 'Nothing is drawn yet. Drag a card onto the canvas to begin.',
  START_MISSING: 'No card is marked as the start, so callers would hear nothing. Choose “Start here” on a card.',
  START_UNKNOWN: 'The start leads to a card that is no longer there. Choose “Start here” on a card.',
  TOO_MANY_NODES: 'The flow has {count} cards; up to {limit} work. Move a part into a flow of its own.',
  NODE_ID_TWICE: 'Two cards have the same id “{id}”. Delete one of them and add it again.',
  NODE_TYPE_UNKNOWN: 'This Patchbay does not know cards of the kind “{type}”. Delete it or update.',
  NODE_TYPE_VERSION_UNKNOWN: 'This card was made by another Patchbay (“{type}” {version}). Delete it and add it again.',
  FIELD_MISSING: '“{field}” is not filled in.',
  FIELD_NOT_VALID: '“{field}” is not right: {reason}.',
  PHONE_NUMBER_NOT_VALID: '“{field}” needs a telephone number with its country code, such as +44 7700 900123.',
  KEY_TWICE: 'A key leads to two choices. Give each choice keys of its own.',
  OUTLET_TWICE: 'Two ways out have the same id. Delete one and add it again.',
  MAX_BELOW_MIN: '“At most” is less than “At least”.',
  EDGE_NOT_VALID: 'A cord leads from “{outlet}”, which this card does not have. Delete the cord.',
  OUTLET_UNCONNECTED: 'Callers who leave by “{outlet}” have nowhere to go. Lead it to a card.',
  NODE_UNREACHABLE: 'No caller can get here. Lead a cord to it, or delete it.',
  CYCLE_WITHOUT_ASKING:
    'The call could go round for ever without the caller being asked anything: {names}. Lead it to a menu or to an end.',
  TEXT_NOT_READABLE: 'The text cannot be read: {reason}.',
  TEXT_TOO_LONG: 'The text has {length} characters; up to {limit} can be spoken at once.',
  TEXT_MISSING: 'There is nothing to hear in {language}. Write the text, or give a recording.',
  RECORDING_MISSING: 'There is no recording in {language}, and nothing else to hear here. Upload one, or give its address.',
  RECORDING_NOT_VALID: '“{field}” needs an uploaded recording, or an address that begins with https://.',
  PROMPT_UNKNOWN: 'The prompt “{prompt}” is not in the prompt library.',
  MEDIA_UNKNOWN: 'The recording that was uploaded here is no longer there, so callers would hear nothing. Upload it again.',
  MEDIA_NOT_SOUND: 'This file is not a sound that callers can hear. Export it as MP3 or as a 16-bit WAV.',
  MEDIA_FORMAT_OTHER: 'This is {found}, which telephones cannot play. Export it as MP3 or as a 16-bit WAV.',
  MEDIA_WAV_BITS: 'This WAV has {bits}-bit samples. Export it as a 16-bit WAV.',
  MEDIA_WAV_ENCODING: 'This WAV is encoded as {encoding}. Export it as an uncompressed (PCM) 16-bit WAV, or as MP3.',
  MEDIA_DAMAGED: 'There is no sound in this file, or it is cut off. Export it again.',
  VARIABLE_UNKNOWN: 'There is no variable “{variable}”. Add it to the flow, or choose another.',
  VARIABLE_TWICE: 'There are two variables called “{variable}”. Rename one.',
  VARIABLES_TOO_LARGE:
    'What the variables hold when a call begins is more than the {limit} KiB that a call may keep. Shorten it.',
  VALUE_NOT_A_NUMBER: '“{value}” is not a number, so it is neither more nor less than anything.',
  ENTRY_TWICE: 'There are two cards “{title}”; only the first would ever begin. Delete one.',
  ENTRY_ENTERED: 'A cord leads to “{title}”, which begins by itself. Lead it to the card behind.',
  SPEAKS_AFTER_CALL: 'The caller has gone by then, so nobody would hear this or answer. Take it out of the part after the call.',
  FLOW_UNKNOWN: 'The flow “{flow}” has no live version that callers could be led to. Publish it first, or choose another.',
  FLOW_VARIABLE_UNKNOWN: 'The flow “{flow}” has no variable “{variable}”.',
  FLOW_OUTCOME_UNKNOWN: 'The flow “{flow}” never returns by “{outcome}”.',
  TREATMENT_CONNECTS:
    '“{flow}” is heard in a queue, where an agent may take callers at any moment: “{card}” would put them through to somebody else meanwhile. Lead them out by a Return card, and put “{card}” behind that way out.',
  TREATMENT_RECORDS:
    '“{flow}” is heard in a queue, where an agent may take callers at any moment: “{card}” would leave half a recording. Lead callers out by a Return card, and put “{card}” behind that way out.',
  TREATMENT_LEADS_OUT:
    'Callers leave a queue by a Return card only: “{card}” in “{flow}” would end their wait behind the queue’s back. Return by an outcome of your own, and put “{card}” behind that way out.',
  TREATMENT_ASKS_SECRET:
    '“{flow}” is heard in a queue, where an agent may take callers at any moment and would hear the keys that “{card}” asks for. Ask for them behind a way out of the queue.',
  TREATMENT_TAKES_MONEY:
    '“{flow}” is heard in a queue, where an agent may take callers at any moment: nobody would know whether “{card}” has taken the money. Put it behind a way out of the queue.',
  TREATMENT_PART:
    '“{card}” in “{flow}” never begins in a queue: when something goes wrong there, callers keep their place and hear music.',
  TREATMENT_OUTCOME_STAYS:
    '“{flow}” returns by “{outcome}”, for which there is no way out here, so callers go on waiting. Add the way out; or call the outcome “{again}”, if the flow is to begin anew.',
  TREATMENT_SILENT:
    'Callers can come through “{flow}” without hearing anything. Then they hear the music of the queue instead, for the rest of the wait. Let each way through it say or play something.',
  BINDING_MISSING:
    'There is no {kind} called “{name}” here, so callers could not be led on. Choose another, or add it under Settings.',
  MESSAGE_TEXT_MISSING: 'The message has no text in {language}, so callers would get it in another language. Write it.',
  FLOW_VERSION_OLDER:
    'The live version enters “{flow}” at its older version {version}, which keeps the prompt as it was. Publish this flow to take the newest one.',
  NUMBER_OWN: '{number} is one of our own numbers: the call would come back to us. Enter another.',
  CALLER_ID_NOT_OWN: '{number} is not one of our numbers, and the line would show no other. Choose one of ours.',
  NUMBER_PREMIUM:
    '{number} costs extra and is not rung unless your operator allows it: callers would leave by “Could not be reached”.',
  NUMBER_COUNTRY:
    'Numbers of this country ({country}) may not be rung, so nobody at {number} would be reached. Ask your operator to allow it.',
  FALLBACK_NUMBER_REFUSED: 'The last words lead to {number}, which may not be rung. Enter another number in the flow’s settings.',
  VOICE_UNKNOWN: 'Voice {style} in {language} is not known here; callers may hear another one.',
  SSML_NOT_SPOKEN:
    'The voice in {language} does not understand the marks in this text and may read them out. Choose another voice.',
  LANGUAGE_OFF: 'Callers could choose {language}, but the flow does not speak it. Switch it on in the flow’s settings.',
  DEFAULT_LANGUAGE_OFF: 'The main language {language} is not switched on.',
  OUTSIDE_ADDRESS_NOT_VALID:
    '“{field}” is no address that can be reached: it begins with https:// and a name such as api.example.com, and no variable may stand in that name.',
  OUTSIDE_ADDRESS_NOT_SECURE:
    '“{host}” would be reached without encryption, so anybody on the way could read along. Begin the address with https://.',
  HOST_NOT_ALLOWED_OUTSIDE: 'Flows may not reach “{host}” yet. Add it under Settings → Web services, then publish again.',
  HEADER_NOT_ALLOWED: 'This header is set by Patchbay itself. Remove it, or choose another name.',
  SENSITIVE_SENT_OUTSIDE:
    'What “{variable}” holds is marked as sensitive and is sent to {host}. Make sure that it is meant to leave.',
  PLUGIN_NOT_INSTALLED: 'The plugin “{plugin}” is not installed. Install it, or choose another.',
  PLUGIN_SWITCHED_OFF: 'The plugin “{plugin}” is switched off. Switch it on, or choose another.',
  PLUGIN_CATEGORY_EMPTY: 'No plugin is installed that serves “{category}”. Install one.',
  PLUGIN_ACTION_UNKNOWN: 'The plugin “{plugin}” has no action “{action}”. Choose another.',
  PLUGIN_ACTION_CHANGED: '“{action}” has changed since it was chosen. Choose it again, and look at its ways out.',
  PLUGIN_OUTLET_UNKNOWN: '“{action}” never leaves by “{outlet}”. Choose the action again.',
  PLUGIN_INPUT_MISSING: 'The plugin needs “{input}”. Say what it becomes.',
  PLUGIN_FIELD_UNKNOWN: 'The plugin knows no field “{field}”.',
  SECRET_VARIABLE_NOT_SENSITIVE: '“{variable}” keeps what stands for secret digits: make it a text that is marked as sensitive.',
  SECRET_USED_IN_TEXT:
    '“{variable}” stands for digits that nobody may read. It can only be given, whole and alone, to a plugin’s card field.',
}
