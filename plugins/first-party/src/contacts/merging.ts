import { errorCodeOf, type Handler, PluginError } from '@patchbay/plugin-sdk'
import { changeContact, contactAt, contactsIn, isId, type Kept, mergesIn } from './kept-contacts.ts'
import type { Contacts } from './manifest.ts'
import type { StoredContact, StoredMerge } from './stored.ts'

type Action<Name extends keyof Contacts['actions']> = Handler<Contacts['actions'][Name], { callingCode?: string }>

const LISTS = ['phones', 'emails', 'handles', 'tags'] as const
const SINGLE = ['company', 'language', 'segment', 'vip', 'owner', 'externalId'] as const

const mergeId = (keepId: string, dropId: string) => `${keepId}.${dropId}`

/** First a copy of both, then the one that stays, then the one that goes: broken off anywhere, a repetition goes on. */
export const mergeContacts: Action<'mergeContacts'> = async ({ keepId, dropId }, context) => {
  const keep = await contactAt(context, keepId)
  const drop = isId(dropId) ? await contactsIn(context).get(dropId) : null
  if (drop === null) return { outlet: 'notFound' }
  if (drop.id === keep.id) throw new PluginError('INVALID_INPUT', 'A customer cannot be merged with themselves')
  if (drop.value.mergedInto !== undefined && drop.value.mergedInto !== keep.id) return { outlet: 'notFound' }
  if (drop.value.mergedInto === keep.id) return { outlet: 'merged', output: { id: keep.id } }

  const at = context.clock.iso()
  const copy = { keepId: keep.id, dropId: drop.id, keep: JSON.stringify(keep.value), drop: JSON.stringify(drop.value), at }
  await copyOnce(context, copy)
  await changeContact(context, keep.id, (value) => (value.merged.includes(drop.id) ? undefined : together(value, drop, at)))
  await changeContact(context, drop.id, (value) =>
    value.mergedInto === undefined ? { ...withoutWays(value), mergedInto: keep.id, updatedAt: at } : undefined,
  )
  return { outlet: 'merged', output: { id: keep.id } }
}

/** Gives each back what was theirs; what came to the one that stayed meanwhile stays there. */
export const splitContact: Action<'splitContact'> = async ({ id, mergedId }, context) => {
  const keep = await contactAt(context, id)
  const gone = isId(mergedId) ? await contactsIn(context).get(mergedId) : null
  if (gone === null) return { outlet: 'notFound' }
  const copy = await mergesIn(context).get(mergeId(keep.id, mergedId))
  if (copy === null)
    return gone.value.mergedInto === undefined ? { outlet: 'split', output: { id: mergedId } } : { outlet: 'notFound' }

  const at = context.clock.iso()
  const was = { keep: JSON.parse(copy.value.keep) as StoredContact, drop: JSON.parse(copy.value.drop) as StoredContact }
  await changeContact(context, mergedId, (value) => (value.mergedInto === undefined ? undefined : { ...was.drop, updatedAt: at }))
  await changeContact(context, keep.id, (value) =>
    value.merged.includes(mergedId) ? apart(value, was, mergedId, at) : undefined,
  )
  await mergesIn(context).remove(copy.id, copy.revision)
  return { outlet: 'split', output: { id: mergedId } }
}

async function copyOnce(kept: Kept, copy: StoredMerge): Promise<void> {
  try {
    await mergesIn(kept).insert(copy, { id: mergeId(copy.keepId, copy.dropId) })
  } catch (thrown) {
    // broken off before: the copy of then is the right one
    if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
  }
}

function together(keep: StoredContact, { id, value: drop }: { id: string; value: StoredContact }, at: string): StoredContact {
  const next: StoredContact = { ...drop, ...keep, merged: [...keep.merged, id], updatedAt: at }
  for (const list of LISTS) next[list] = [...new Set([...keep[list], ...drop[list]])]
  next.consent = { ...drop.consent, ...keep.consent }
  return next
}

function apart(
  value: StoredContact,
  { keep, drop }: { keep: StoredContact; drop: StoredContact },
  mergedId: string,
  at: string,
): StoredContact {
  const next: StoredContact = { ...value, merged: value.merged.filter((one) => one !== mergedId), updatedAt: at }
  for (const list of LISTS) next[list] = value[list].filter((entry) => keep[list].includes(entry) || !drop[list].includes(entry))
  for (const field of SINGLE) if (keep[field] === undefined && value[field] === drop[field]) delete next[field]
  return next
}

/** Nobody finds them by a number any more: the one that stays has it. */
const withoutWays = ({ externalId: _externalId, ...value }: StoredContact): StoredContact => ({
  ...value,
  phones: [],
  emails: [],
  handles: [],
})
