// The page that lists the interface for people: every route with its parameters and a line to try it. One HTML text, made
// of the same table; no script, nothing from elsewhere.
import type { z } from 'zod';
import { ComponentSchemas, type JsonObject } from './component-schemas.ts';
import type { AnyRoute } from './route.ts';
import { routeList } from './route-table.ts';

/** The page. @param version of the program; @param url where the service is, for the lines to try. */
export function referencePage(version: string, url: string): string {
  const tags = Map.groupBy(routeList, ([, { tag }]) => tag);
  const sections = [...tags].map(
    ([tag, list]) =>
      `<section id="${tag}"><h2>${tag}</h2>${list.map(([operation, route]) => routeHtml(operation, route, url)).join('')}</section>`,
  );
  const links = [...tags.keys()].map((tag) => `<a href="#${tag}">${tag}</a>`).join(' ');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Stemma: the interface</title><style>${style}</style></head>
<body><header><h1>Stemma</h1><p>Version ${escaped(version)}. ${routeList.length} routes; as a document for programs: <a href="/api/v1/openapi.json">OpenAPI 3.1</a>. What is wrong is told as <code>application/problem+json</code> with a code.</p>
<nav>${links}</nav></header><main>${sections.join('')}</main></body></html>
`;
}

/** The Content-Security-Policy of the page: its own style, and nothing else. */
export const referencePagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const style =
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}' +
  'nav a{margin-right:1rem}article{border-top:1px solid #8888;padding:.5rem 0 1rem}h3{margin:.5rem 0;font-size:1rem}' +
  'code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{background:#8882;padding:.6rem;overflow:auto;border-radius:4px}' +
  'table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.15rem .8rem .15rem 0}' +
  'b{font-weight:600}.scope{opacity:.75;font-size:.85em}';

function routeHtml(operation: string, route: AnyRoute, url: string): string {
  const { method, path, summary, description, scope } = route;
  const rows = [
    ...rowsOf(route, 'params', 'path'),
    ...rowsOf(route, 'query', 'query'),
    ...rowsOf(route, 'body', 'body'),
  ];
  const table = rows.length === 0 ? '' : `<table><tbody>${rows.join('')}</tbody></table>`;
  return (
    `<article id="${operation}"><h3><code><b>${method}</b> ${escaped(path)}</code> <span class="scope">${scope}</span></h3>` +
    `<p>${escaped(summary)}.${description === undefined ? '' : ` ${escaped(description)}`}</p>${table}` +
    `<pre>${escaped(curlLine(route, url))}</pre></article>`
  );
}

function rowsOf(route: AnyRoute, key: 'params' | 'query' | 'body', place: string): string[] {
  const properties = propertiesOf(route[key]);
  return Object.entries(properties).map(
    ([name, schema]) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${place}</td><td>${escaped(typeText(schema))}</td><td>${escaped(String(schema.description ?? ''))}</td></tr>`,
  );
}

function propertiesOf(schema: z.ZodType | undefined): Record<string, JsonObject> {
  if (!schema) return {};
  const components = new ComponentSchemas();
  const found = components.of(schema, 'input');
  const { schemas } = components.finish({});
  const name = typeof found.$ref === 'string' ? found.$ref.replace('input:', '') : undefined;
  const whole = (name === undefined ? found : schemas[name]) as { properties?: Record<string, JsonObject> };
  return whole.properties ?? {};
}

function typeText(schema: JsonObject): string {
  if (Array.isArray(schema.enum)) return schema.enum.join(' | ');
  if (typeof schema.$ref === 'string') return schema.$ref.replace(/^.*[:/]/, '');
  const fallback = schema.default === undefined ? '' : ` = ${JSON.stringify(schema.default)}`;
  return `${typeof schema.type === 'string' ? schema.type : ''}${fallback}`;
}

/** A line for a shell that asks a route; what must be filled in stands in capitals. */
export function curlLine({ method, path, body, answer }: AnyRoute, url: string): string {
  const address = url + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());
  const parts = ['curl', ...(method === 'GET' ? [] : [`-X ${method}`]), ...(answer.schema ? [] : ['-O -J'])];
  if (body) parts.push(`-H 'content-type: application/json' -d '${JSON.stringify(exampleOf(body))}'`);
  return [...parts, `'${address}'`].join(' ');
}

function exampleOf(body: z.ZodType): unknown {
  const { examples } = (body.meta() ?? {}) as { examples?: unknown[] };
  return examples?.[0] ?? Object.fromEntries(Object.keys(propertiesOf(body)).map((name) => [name, '…']));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
