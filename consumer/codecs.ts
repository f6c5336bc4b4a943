/**
 * Decompressors for what producers send: the client library supports gzip only, and stops at a batch that it cannot
 * read.
 */
import { decompress as decompressZstd } from 'fzstd'
import kafkajs from 'kafkajs'
import lz4 from 'lz4js'
import snappy from 'snappyjs'

const { CompressionCodecs, CompressionTypes } = kafkajs

/** Registers the decompressors with the library, for the whole process. */
export function installCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = readOnly('snappy', uncompressSnappy)
  CompressionCodecs[CompressionTypes.LZ4] = readOnly('lz4', (bytes) => lz4.decompress(bytes))
  CompressionCodecs[CompressionTypes.ZSTD] = readOnly('zstd', (bytes) => decompressZstd(bytes))
}

function readOnly(name: string, decompress: (bytes: Uint8Array) => Uint8Array) {
  return () => ({
    compress: async () => {
      throw new Error(`Nothing is sent with ${name}.`)
    },
    decompress: async (bytes: Uint8Array) => Buffer.from(decompress(bytes)),
  })
}

/**
 * Java's library writes a header and then blocks, each preceded by its length; other libraries write a single plain
 * block.
 */
const javaHeader = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0])
const javaHeaderBytes = 16

function uncompressSnappy(bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!buffer.subarray(0, javaHeader.length).equals(javaHeader)) return snappy.uncompress(buffer)
  const blocks: Uint8Array[] = []
  for (let at = javaHeaderBytes; at < buffer.length; ) {
    const end = at + 4 + buffer.readUInt32BE(at)
    blocks.push(snappy.uncompress(buffer.subarray(at + 4, end)))
    at = end
  }
  return Buffer.concat(blocks)
}
