import type { MediaFile, MediaList } from '@patchbay/core/http-contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listMedia } from '../api/media.ts'

const KEY = ['media']

/** Uploaded recordings by id; undefined until they are known. */
export function useMedia(): ReadonlyMap<string, MediaFile> | undefined {
  const { data } = useQuery({ queryKey: KEY, queryFn: listMedia })
  return useMemo(() => (data === undefined ? undefined : new Map(data.media.map((file) => [file.id, file]))), [data])
}

/** Makes an upload known at once: what names it next is checked against what is known. */
export function useAddMedia(): (file: MediaFile) => void {
  const queryClient = useQueryClient()
  return (file) =>
    queryClient.setQueryData<MediaList>(KEY, (list) => ({
      media: [file, ...(list?.media ?? []).filter(({ id }) => id !== file.id)],
    }))
}
