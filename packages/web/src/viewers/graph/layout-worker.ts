// Lays graphs out beside the page, so that it never stands still.
import { flatLayout, type LayoutReply, type LayoutRequest } from './layout-request.ts';

// The types of a page, which the compiler knows, ask for a target that workers do not have.
const reply = (message: LayoutReply, moved: Transferable[]) => (postMessage as (message: unknown, moved: Transferable[]) => void)(message, moved); // prettier-ignore

addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  try {
    const layout = flatLayout(data);
    reply({ number: data.number, layout }, [layout.x.buffer, layout.y.buffer, layout.starts.buffer, layout.points.buffer] as ArrayBuffer[]); // prettier-ignore
  } catch (error) {
    reply({ number: data.number, problem: (error as Error).message }, []);
  }
});
