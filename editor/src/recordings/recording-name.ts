import type { MediaFile } from '@patchbay/core/http-contract'

const MEDIA_ID = /(?:^media:|\/media\/)([0-9a-f]{64})/

/** What people call a recording: the file that was uploaded, or the last part of an address. Undefined for an upload that is gone. */
export function recordingName(recording: string, media: ReadonlyMap<string, MediaFile> | undefined): string | undefined {
  const [, id] = MEDIA_ID.exec(recording) ?? []
  if (id !== undefined) return media?.get(id)?.name
  const [path = ''] = recording.split(/[?#]/)
  return path.split('/').at(-1) || recording
}

/** The sound of ours that callers hear while they wait. */
export const isHoldMusic = (url: string): boolean => url.endsWith('/vonage/voice/hold.wav')
