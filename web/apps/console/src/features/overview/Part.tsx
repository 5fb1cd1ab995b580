/** A part of the cockpit under its heading; its figures stand in one grid, wherever they come from. */
import type { ReactNode } from "react";
import { FigureCard } from "./FigureCard";
import type { Figure } from "./figures";
import { useOverviewTexts } from "./words";

export function Part({ word, children }: { word: "money" | "goods" | "people"; children: ReactNode }) {
  const { say } = useOverviewTexts();
  return (
    <section className="overview-part" aria-labelledby={`part-${word}`}>
      <h2 id={`part-${word}`}>{say(word)}</h2>
      <div className="figures">{children}</div>
    </section>
  );
}

Part.Figures = function Figures({ figures }: { figures: readonly Figure[] }) {
  return figures.map((figure) => <FigureCard key={figure.word} figure={figure} />);
};
