/** The look of every field that text goes into. */
export const inputClass =
  'h-8 w-full min-w-0 rounded-md border border-edge bg-panel px-2.5 text-sm aria-invalid:border-bad disabled:opacity-60'
