/** The styles that the palette shares with the frame shown while it is loaded. */

export const paletteLabel = 'Find a packet, a page or an action'

export const paletteBox =
  'fixed top-[12dvh] left-1/2 z-50 w-152 max-w-[calc(100vw-32px)] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-panel shadow-float max-sm:top-4'

export const paletteInput = {
  maxLength: 200,
  placeholder: 'Packet id, address, page or action',
  'aria-label': paletteLabel,
  className: 'h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none',
} as const
