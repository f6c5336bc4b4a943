/** Where the keyboard goes on when what it stood on has gone: otherwise it would begin at the top of the page. */
export function focusContent(): void {
  document.getElementById('content')?.focus({ preventScroll: true })
}
