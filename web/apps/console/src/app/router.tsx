/** Which address shows which page. Each page is its own file for the browser, fetched when it is first opened. */
import { createBrowserRouter, Navigate } from "react-router";
import { Gate } from "./Gate";
import { Shell } from "./Shell";
import { Waiting } from "./Waiting";

export const router = createBrowserRouter(
  [
    {
      element: <Gate />,
      hydrateFallbackElement: <Waiting />,
      children: [
        {
          element: <Shell />,
          children: [
            { index: true, element: <Navigate to="overview" replace /> },
            { path: "overview", lazy: page(() => import("../features/overview/OverviewPage")) },
            { path: "members", lazy: page(() => import("../features/members/MembersPage")) },
            { path: "members/:memberId", lazy: page(() => import("../features/members/MemberPage")) },
            { path: "analyses/:name", lazy: page(() => import("../features/analyses/AnalysisPage")) },
            {
              path: "finance/roll-forward",
              lazy: page(() => import("../features/finance/roll-forward/RollForwardPage")),
            },
            {
              path: "finance/breakage",
              lazy: page(() => import("../features/finance/breakage/BreakagePage")),
            },
            { path: "finance/custody", lazy: page(() => import("../features/finance/custody/CustodyPage")) },
            { path: "finance/netting", lazy: page(() => import("../features/finance/netting/NettingPage")) },
            { path: "finance/shifts", lazy: page(() => import("../features/finance/shifts/ShiftsPage")) },
            { path: "imports", lazy: page(() => import("../features/imports/ImportsPage")) },
            { path: "imports/new", lazy: page(() => import("../features/imports/NewImportPage")) },
            { path: "imports/:importId", lazy: page(() => import("../features/imports/ImportPage")) },
            { path: "*", lazy: page(() => import("./NoSuchPage")) },
          ],
        },
      ],
    },
  ],
  { basename: "/console" },
);

function page(fetch: () => Promise<{ default: React.ComponentType }>) {
  return async () => ({ Component: (await fetch()).default });
}
