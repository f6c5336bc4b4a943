'use client'
import 'swagger-ui-dist/swagger-ui.css'
import './reference.css'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { PageHeader } from '@/components/shell/page-header'
import { type Part, useShownPart } from '@/components/ui/part'
import { Skeleton, Unread } from '@/components/ui/placeholder'
import { explainError } from '@/lib/client/client-error'
import { openApiQuery } from '@/lib/client/queries'
import { apiPath, builtPublicPath } from '@/lib/contract/paths'
import { plugin } from './plugin'

/** The library is as large as all other pages together. */
const library: Part<typeof import('swagger-ui-dist/swagger-ui-es-bundle')> = {
  name: 'The reference',
  load: () => import('swagger-ui-dist/swagger-ui-es-bundle'),
}

/** Renders the API's OpenAPI document, with requests to try. */
export function ReferencePage() {
  const document = useQuery(openApiQuery)
  const part = useShownPart(library)
  return (
    <>
      <PageHeader title="API reference">
        Requests tried here are really carried out. The same as a document:{' '}
        <a className="underline" href={`${builtPublicPath}${apiPath('/api/openapi.json')}`}>
          openapi.json
        </a>
      </PageHeader>
      {/* Keeps what is below out of view until the reference has loaded: no visible layout shift. */}
      <div className="min-h-dvh">
        {document.data && part !== null && <Rendered document={document.data} SwaggerUI={part.default} />}
        {!document.error && (!document.data || part === null) && (
          <Skeleton label="Loading the reference" rows={12} rowClass="h-12" />
        )}
        {document.error && (
          <Unread
            title="Could not load the reference"
            message={explainError(document.error)}
            onRetry={() => void document.refetch()}
          />
        )}
      </div>
    </>
  )
}

interface RenderedProps {
  document: Record<string, unknown>
  SwaggerUI: typeof import('swagger-ui-dist/swagger-ui-es-bundle')['default']
}

function Rendered({ document, SwaggerUI }: RenderedProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The library keeps its element for good, so that each run needs one of its own.
    const domNode = window.document.createElement('div')
    place.current?.replaceChildren(domNode)
    SwaggerUI({
      domNode,
      // Send requests to the origin of this page, by whatever name it was reached.
      spec: { ...document, servers: [{ url: builtPublicPath || '/' }] },
      layout: 'ReferenceLayout',
      plugins: [plugin],
      docExpansion: 'none',
      defaultModelsExpandDepth: 0,
      tryItOutEnabled: true,
      displayRequestDuration: true,
      syntaxHighlight: { activated: false },
      // The validator badge would send the document to a service on the internet.
      validatorUrl: null,
    })
  }, [document, SwaggerUI])
  return <div id="reference" ref={place} />
}
