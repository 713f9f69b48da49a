import type { MediaFile, MediaList } from '@patchbay/core/http-contract'
import { request } from './request.ts'

/** As the server reads at most. */
export const UPLOAD_LIMIT_BYTES = 10 * 1024 * 1024

export const listMedia = () => request<MediaList>('/media')

/** @throws {ApiError} `MEDIA_NOT_PLAYABLE` (415) with `problem.issues`: what the file is instead, and what to do. */
export const uploadMedia = (file: File) =>
  request<MediaFile>(`/media?name=${encodeURIComponent(file.name.slice(-200) || 'recording')}`, {
    method: 'POST',
    file,
    // the server looks at the bytes; a browser knows types by the name alone
    headers: { 'content-type': 'application/octet-stream' },
  })
