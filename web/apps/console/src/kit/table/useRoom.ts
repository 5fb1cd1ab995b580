/** How high a table may be so that the page itself need not scroll: from its place to the foot of the window. */
import { type RefObject, useEffect, useState } from "react";

const LEAST = 360;
const BELOW = 64;

export function useRoom(place: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(LEAST);
  useEffect(() => {
    const measure = () => {
      const top = (place.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
      setRoom(Math.max(LEAST, Math.round(window.innerHeight - top - BELOW)));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(document.body);
    window.addEventListener("resize", measure);
    return () => {
      watch.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, [place]);
  return room;
}
