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
  RECORDING_MISSING: 'There is no recording in {language}, and nothing else to hear here. Give the address of one.',
  PROMPT_UNKNOWN: 'The prompt “{prompt}” is not in the prompt library.',
  VARIABLE_UNKNOWN: 'There is no variable “{variable}”. Add it to the flow, or choose another.',
  VARIABLE_TWICE: 'There are two variables called “{variable}”. Rename one.',
  VALUE_NOT_A_NUMBER: '“{value}” is not a number, so it is neither more nor less than anything.',
  ENTRY_TWICE: 'There are two cards “{title}”; only the first would ever begin. Delete one.',
  ENTRY_ENTERED: 'A cord leads to “{title}”, which begins by itself. Lead it to the card behind.',
  SPEAKS_AFTER_CALL: 'The caller has gone by then, so nobody would hear this or answer. Take it out of the part after the call.',
  FLOW_UNKNOWN: 'The flow “{flow}” has no live version that callers could be led to. Publish it first, or choose another.',
  FLOW_VARIABLE_UNKNOWN: 'The flow “{flow}” has no variable “{variable}”.',
  FLOW_OUTCOME_UNKNOWN: 'The flow “{flow}” never returns by “{outcome}”.',
  BINDING_MISSING:
    'There is no {kind} called “{name}” here, so callers could not be led on. Choose another, or add it under Settings.',
  MESSAGE_TEXT_MISSING: 'The message has no text in {language}, so callers would get it in another language. Write it.',
  NUMBER_OWN: '{number} is one of our own numbers: the call would come back to us. Enter another.',
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
}
