import { maxContentsBytes } from '@/lib/packet/bounds'

export type ReadFile = { ok: true; file: { name: string; base64: string } } | { ok: false; why: string }

/** A file as base64. Too large a one is not read at all. */
export async function readFile(file: File): Promise<ReadFile> {
  if (file.size > maxContentsBytes) {
    return { ok: false, why: `“${file.name}” has ${Math.ceil(file.size / 1024)} KiB; at most 256 KiB fit.` }
  }
  try {
    return { ok: true, file: { name: file.name, base64: toBase64(new Uint8Array(await file.arrayBuffer())) } }
  } catch {
    return { ok: false, why: `“${file.name}” could not be read.` }
  }
}

/** In parts, because the arguments of a call have a limit. */
function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(from, from + 0x8000))
  }
  return btoa(text)
}
