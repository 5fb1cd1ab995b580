/** Where a person begins: the first page of the role, or the first of the menu that it admits. */
import { Navigate } from "react-router";
import { NotAllowed } from "../kit/Problem";
import { useMay, useMe } from "../session/session";
import { homeOf } from "./home";
import { menu } from "./menu";

export function HomePage() {
  const me = useMe();
  const open = menu(useMay()).flatMap((each) => each.pages);
  const address = homeOf({ roles: me.roles ?? [], grants: me.grants ?? [] }, open);
  return address ? <Navigate to={address} replace /> : <NotAllowed />;
}
