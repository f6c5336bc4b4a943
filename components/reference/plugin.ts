import type { Component, Plugin, Props, System } from 'swagger-ui-dist/swagger-ui-es-bundle'

/** Selects the parts of Swagger UI to show, and adds labels and keyboard access that it lacks. */
export const plugin: Plugin = (system) => ({
  components: { ReferenceLayout: layout(system), PlainTextViewer: example(system) },
  wrapComponents: { TextArea: named(system) },
})

/** Replaces the library's layout, which is a `main` landmark of its own and offers a choice of servers. */
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

/** An example may be higher than its box; the keyboard can scroll it only if it is focusable. */
function example({ React: { createElement } }: System) {
  return ({ className = '', children }: Props) =>
    createElement('pre', { className: `microlight ${className}`, tabIndex: 0 }, children)
}

function named({ React: { createElement } }: System) {
  return (original: Component) => (props: Props) =>
    createElement(original, { 'aria-label': 'Request body', ...props })
}
