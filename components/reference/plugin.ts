import type { Component, Plugin, Props, System } from 'swagger-ui-dist/swagger-ui-es-bundle'

/** What of the library is shown, and the names and the reach of the keyboard that it leaves out. */
export const plugin: Plugin = (system) => ({
  components: { ReferenceLayout: layout(system), PlainTextViewer: example(system) },
  wrapComponents: { TextArea: named(system) },
})

/** Its own layout is the main part of a page, where ours has one, and offers a choice of servers. */
function layout({ React: { createElement } }: System) {
  return ({ getComponent }: Props) =>
    createElement(
      'div',
      { className: 'swagger-ui' },
      createElement(getComponent('SvgAssets')),
      createElement(getComponent('InfoContainer', true)),
      createElement('h2', { className: 'reference-heading' }, 'Operations'),
      createElement(getComponent('operations', true)),
      createElement(getComponent('Models', true)),
      createElement(getComponent('Webhooks', true)),
    )
}

/** One may be higher than its box, which the keyboard scrolls only where it can get to. */
function example({ React: { createElement } }: System) {
  return ({ className = '', children }: Props) =>
    createElement('pre', { className: `microlight ${className}`, tabIndex: 0 }, children)
}

function named({ React: { createElement } }: System) {
  return (original: Component) => (props: Props) =>
    createElement(original, { 'aria-label': 'Request body', ...props })
}
