/** Which address shows which page. Each page is its own file for the browser, fetched when it is first opened. */
import { createBrowserRouter } from "react-router";
import type { Page } from "../kit/pages";
import { Fault } from "./Fault";
import { Gate } from "./Gate";
import { HomePage } from "./HomePage";
import { pages } from "./pages";
import { Shell } from "./Shell";
import { Waiting } from "./Waiting";

const route = ({ path, load }: Pick<Page, "path" | "load">) => ({
  path,
  lazy: async () => ({ Component: (await load()).default }),
});

export const router = createBrowserRouter(
  [
    {
      element: <Gate />,
      errorElement: <Fault />,
      hydrateFallbackElement: <Waiting />,
      children: [
        {
          element: <Shell />,
          children: [
            {
              errorElement: <Fault />,
              children: [
                { index: true, element: <HomePage /> },
                ...pages.map(route),
                route({ path: "*", load: () => import("./NoSuchPage") }),
              ],
            },
          ],
        },
      ],
    },
  ],
  { basename: "/console" },
);
