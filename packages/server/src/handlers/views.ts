// Views of the family tree: of what is stored, of what a goal would make, as data and as drawings.
import {
  familyTree,
  goalFromDocument,
  renderDot,
  renderJson,
  renderMermaid,
  renderText,
  unitsOf,
  type UnitOf,
} from '@stemma/core';
import {
  graphOfTree,
  identityOf,
  plannedGraph,
  renderViewDot,
  renderViewMermaid,
  renderViewSvg,
  renderViewText,
  viewJson,
  viewOf,
  type View,
  type ViewOptions,
} from '@stemma/core/views';
import type { Call, Handlers } from '../http/handler.ts';
import type { ServerParts } from '../parts.ts';
import { conditionalText } from '../products/conditional.ts';
import { readableId } from '../results/named-result.ts';

const viewRenderers = { svg: renderViewSvg, dot: renderViewDot, mermaid: renderViewMermaid, text: renderViewText };
const treeRenderers = { text: renderText, json: renderJson, dot: renderDot, mermaid: renderMermaid };
const mediaTypes = {
  svg: 'image/svg+xml',
  dot: 'text/vnd.graphviz',
  mermaid: 'text/vnd.mermaid',
  text: 'text/plain',
  json: 'application/json',
};

/** Handlers of views. */
export function viewHandlers(parts: ServerParts): Handlers<'drawTree' | 'getView' | 'drawView' | 'viewGoal'> {
  const { engine, index } = parts;
  const { sha256 } = engine.services.identity;
  const unitOf = unitsOf(engine.registry);
  const stored = async (id: string, query: ViewQuery, { identity }: Call): Promise<View> =>
    viewOf(graphOfTree(await familyTree(await readableId(parts, id, identity), index)), optionsOf(query));
  return {
    drawTree: async ({ params: { id }, query: { format } }, { identity, request }) => {
      const tree = await familyTree(await readableId(parts, id, identity), index);
      return drawing(treeRenderers[format](tree, { unitOf }), mediaTypes[format], request, sha256);
    },
    getView: async ({ params: { id }, query }, call) => viewDocument(await stored(id, query, call), unitOf),
    drawView: async ({ params: { id, format }, query }, call) =>
      drawing(
        viewRenderers[format](await stored(id, query, call), { unitOf }),
        mediaTypes[format],
        call.request,
        sha256,
      ),
    viewGoal: ({ body: { goal, options } }) => {
      const derivation = engine.bind(goalFromDocument(goal, engine.registry));
      const graph = plannedGraph(derivation, { identity: identityOf(derivation, sha256) });
      return viewDocument(viewOf(graph, options), unitOf);
    },
  };
}

interface ViewQuery {
  readonly level: NonNullable<ViewOptions['level']>;
  readonly keep?: string | string[] | undefined;
  readonly hide?: string | string[] | undefined;
  readonly expand?: string | string[] | undefined;
  readonly follow?: string | string[] | undefined;
  readonly collapseChains: 'true' | 'false';
  readonly allEdges: 'true' | 'false';
}

function optionsOf({ level, keep, hide, expand, follow, collapseChains, allEdges }: ViewQuery): ViewOptions {
  return {
    level,
    keep: listOf(keep),
    hide: listOf(hide),
    expand: listOf(expand),
    follow: listOf(follow),
    collapseChains: collapseChains === 'true',
    allEdges: allEdges === 'true',
  };
}

function listOf(given: string | string[] | undefined): string[] {
  return given === undefined ? [] : [given].flat();
}

function viewDocument(view: View, unitOf: UnitOf) {
  const { blocks, edges, ...rest } = viewJson(view, { unitOf });
  return { ...rest, blocks: blocks.map((block) => ({ ...block })), edges: [...edges] };
}

// Drawings hold nothing but text and shapes; opened by themselves they still must not run anything.
function drawing(text: string, mediaType: string, request: Request, sha256: Parameters<typeof conditionalText>[3]) {
  const response = conditionalText(text, mediaType, request, sha256);
  response.headers.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  response.headers.set('x-content-type-options', 'nosniff');
  return response;
}
