/** The part of the library's types that the reference uses. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle' {
  /** A component of the library's own copy of React. */
  export type Component = string | ((props: Props) => unknown)

  export interface Props {
    getComponent: (name: string, isContainer?: boolean) => Component
    className?: string
    children?: unknown
  }

  export interface System {
    React: { createElement: (component: Component, props?: object, ...children: unknown[]) => unknown }
  }

  export type Plugin = (system: System) => {
    components: Record<string, (props: Props) => unknown>
    wrapComponents: Record<string, (original: Component) => (props: Props) => unknown>
  }

  interface Options {
    domNode: Element
    spec: object
    layout: string
    plugins: Plugin[]
    docExpansion: 'list' | 'full' | 'none'
    defaultModelsExpandDepth: number
    tryItOutEnabled: boolean
    displayRequestDuration: boolean
    syntaxHighlight: { activated: boolean }
    validatorUrl: null
  }

  export default function SwaggerUI(options: Options): void
}
