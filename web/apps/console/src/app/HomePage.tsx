/** Where a person begins: the overview, or the first page of the menu that the role admits. */
import { Navigate } from "react-router";
import { NotAllowed } from "../kit/Problem";
import { useMay } from "../session/session";
import { menu } from "./menu";

export function HomePage() {
  const may = useMay();
  const open = menu(may).flatMap((each) => each.pages);
  const first = open.find((page) => page.path === "overview") ?? open[0];
  return first ? <Navigate to={first.path} replace /> : <NotAllowed />;
}
