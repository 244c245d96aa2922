// Draws an image on the graphics card: values as a texture of floats, stretch and colours in the fragment shader.
import { colourTable, levelCount } from './colour-map.ts';
import type { Extent } from './image-view.ts';
import type { Raster } from './raster.ts';
import { stretchShader, stretches } from './stretch.ts';

const vertexShader = `#version 300 es
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0); }`;

const fragmentShader = `#version 300 es
precision highp float;
precision highp sampler2D;
uniform sampler2D values;
uniform sampler2D colours;
uniform vec2 image;
uniform vec2 screen;
uniform vec2 centre;
uniform float scale;
uniform vec2 cuts;
uniform int stretch;
out vec4 colour;
${stretchShader}
void main() {
  vec2 place = floor(centre + (gl_FragCoord.xy - screen / 2.0) / scale + 0.5);
  if (any(lessThan(place, vec2(0.0))) || any(greaterThanEqual(place, image))) { colour = vec4(0.0); return; }
  float value = texelFetch(values, ivec2(place), 0).r;
  int level = ${levelCount};
  // Undefined pixels come as -3.4e38: NaN may not reach a shader on every card.
  if (value > -3.0e38) level = int(${levelCount - 1}.0 * stretched(stretch, clamp((value - cuts.x) / (cuts.y - cuts.x), 0.0, 1.0)) + 0.5);
  colour = texelFetch(colours, ivec2(level, 0), 0);
}`;

const undefinedValue = -3.4e38;

/** A raster on WebGL2, or `undefined` where there is none. */
export function webglRaster(canvas: HTMLCanvasElement): Raster | undefined {
  const gl = canvas.getContext('webgl2', { antialias: false, preserveDrawingBuffer: true, premultipliedAlpha: false });
  const program = gl && linkedProgram(gl);
  if (!gl || !program) return undefined;
  gl.useProgram(program);
  const uniform = (name: string) => gl.getUniformLocation(program, name);
  const names = ['image', 'screen', 'centre', 'scale', 'cuts', 'stretch'] as const;
  const at = Object.fromEntries(names.map((name) => [name, uniform(name)]));
  gl.uniform1i(uniform('values'), 0);
  gl.uniform1i(uniform('colours'), 1);
  const colours = nearestTexture(gl, 1);
  const texture = nearestTexture(gl, 0);
  let [image, colourMap]: [Extent, string] = [{ width: 0, height: 0 }, ''];
  return {
    kind: 'webgl2',
    load(values, extent) {
      image = extent;
      gl.activeTexture(gl.TEXTURE0);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, extent.width, extent.height, 0, gl.RED, gl.FLOAT, floats(values));
    },
    draw({ view, cuts, stretch, colourMap: wanted }) {
      if (wanted !== colourMap) {
        gl.activeTexture(gl.TEXTURE1);
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, levelCount + 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, colourTable(wanted));
        colourMap = wanted;
      }
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.uniform2f(at['image']!, image.width, image.height);
      gl.uniform2f(at['screen']!, canvas.width, canvas.height);
      gl.uniform2f(at['centre']!, view.centreX, view.centreY);
      gl.uniform1f(at['scale']!, view.scale);
      gl.uniform2f(at['cuts']!, cuts.low, cuts.high);
      gl.uniform1i(at['stretch']!, stretches.indexOf(stretch));
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },
    close() {
      for (const each of [texture, colours]) gl.deleteTexture(each);
      gl.deleteProgram(program);
    },
  };
}

/** Whether the card holds an image of this size. */
export function fitsTexture(canvas: HTMLCanvasElement, { width, height }: Extent): boolean {
  const gl = canvas.getContext('webgl2');
  return gl !== null && Math.max(width, height) <= (gl.getParameter(gl.MAX_TEXTURE_SIZE) as number);
}

function floats(values: Float64Array): Float32Array {
  const single = Float32Array.from(values);
  for (let i = 0; i < single.length; i++) if (single[i] !== single[i]) single[i] = undefinedValue;
  return single;
}

function nearestTexture(gl: WebGL2RenderingContext, unit: number): WebGLTexture {
  const texture = gl.createTexture();
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
  return texture;
}

function linkedProgram(gl: WebGL2RenderingContext): WebGLProgram | undefined {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) === true ? program : undefined;
}
