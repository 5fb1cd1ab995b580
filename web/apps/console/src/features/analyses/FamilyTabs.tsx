/** The analyses of one question side by side: addresses of their own, so they are links and look like tabs. */
import { inLanguage } from "@shuke/core";
import { useEffect, useRef } from "react";
import { Link } from "react-router";
import { useScope } from "../../kit/scope";
import "./family.css";
import { familyOf } from "./families";
import { useCatalogue } from "./measures";
import { useAnalysisTexts } from "./words";

export function FamilyTabs({ name }: { name: string }) {
  const { say, language } = useAnalysisTexts();
  const { search } = useScope();
  const { data } = useCatalogue();
  const family = familyOf(name);
  const known = family.flatMap((each) => data?.find((measure) => measure.name === each) ?? []);
  const row = useRowInSight(name, known.length);
  if (known.length < 2) return null;
  return (
    <nav ref={row} className="family" aria-label={say("family")}>
      {known.map((measure) => (
        <Link
          key={measure.name}
          to={`/analyses/${measure.name}${search}`}
          aria-current={measure.name === name ? "page" : undefined}
        >
          {inLanguage(measure, language)}
        </Link>
      ))}
    </nav>
  );
}

/** Where the row is wider than the screen, what is open now stands in sight. */
function useRowInSight(name: string, many: number) {
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const here = row.current?.querySelector<HTMLElement>(`[href*="/${name}"][aria-current]`);
    if (row.current && here && many > 1)
      row.current.scrollLeft = here.offsetLeft - row.current.offsetLeft - 24;
  }, [name, many]);
  return row;
}
