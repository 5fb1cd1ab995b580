/** The frame of every page: menu at the side, store, days, search and notices above. */
import { Grid, Layout } from "antd";
import { lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Link, Outlet, ScrollRestoration, useLocation } from "react-router";
import { useScope } from "../kit/scope";
import { useSettings } from "../kit/settings";
import { Header } from "./Header";
import { Offline } from "./Offline";
import { pages } from "./pages";
import { type Place, placeOf } from "./place";
import { SideMenu } from "./SideMenu";
import { StoreFirst } from "./StoreFirst";
import "./shell.css";
import { useShellTexts } from "./words";

const SideDrawer = lazy(() => import("./SideDrawer"));

export function Shell() {
  const { say, language } = useShellTexts();
  const isWide = Grid.useBreakpoint().lg ?? true;
  const [isOpen, open] = useState(false);
  const { isFolded, fold } = useSettings();
  const { pathname } = useLocation();
  const place = placeOf(pathname, pages);
  const content = useContent(pathname);
  const title = place.entry?.entry[language];
  useLayoutEffect(() => {
    document.title = title ? `${title} · 熟客` : "熟客 Shuke";
  }, [title]);
  return (
    <Layout style={{ minHeight: "100vh" }}>
      <button type="button" className="skip" onClick={() => content.current?.focus()}>
        {say("skip")}
      </button>
      {isWide ? (
        <Layout.Sider width={216} collapsedWidth={64} collapsed={isFolded} className="side">
          <Brand isFolded={isFolded} />
          <SideMenu isFolded={isFolded} />
        </Layout.Sider>
      ) : (
        isOpen && (
          <Suspense>
            <SideDrawer title={<Brand />} onClose={() => open(false)} />
          </Suspense>
        )
      )}
      <Layout style={{ minWidth: 0 }}>
        <Header
          isWide={isWide}
          isFolded={isFolded}
          onMenu={() => (isWide ? fold(!isFolded) : open(true))}
          obeys={place.obeys}
        />
        <Offline />
        <Layout.Content
          ref={content}
          id="content"
          tabIndex={-1}
          style={{ padding: isWide ? 24 : 12, maxWidth: 1600, width: "100%", outline: "none" }}
        >
          {place.isBelow && <Trail place={place} />}
          <Suspense>
            <StoreFirst obeys={place.obeys}>
              <Outlet />
            </StoreFirst>
          </Suspense>
        </Layout.Content>
      </Layout>
      <ScrollRestoration getKey={(location) => location.pathname} />
    </Layout>
  );
}

/** The content, which takes the focus when the page changes, so that the keyboard goes on where the eye is. */
function useContent(pathname: string) {
  const content = useRef<HTMLElement>(null);
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    content.current?.focus({ preventScroll: true });
  }, [pathname]);
  return content;
}

/** The way back up from a page that is not in the menu. */
function Trail({ place: { entry } }: { place: Place }) {
  const { say, language } = useShellTexts();
  const { search } = useScope();
  if (!entry) return null;
  return (
    <nav aria-label={say("trail")}>
      <ol className="trail">
        <li>{say(entry.entry.group)}</li>
        <li>
          <Link to={`/${entry.path}${search}`}>{entry.entry[language]}</Link>
        </li>
      </ol>
    </nav>
  );
}

function Brand({ isFolded = false }: { isFolded?: boolean }) {
  return (
    <Link to="/" className="brand" aria-label="熟客 Shuke">
      <img src="/console/favicon.svg" alt="" width={28} height={28} />
      {!isFolded && <strong>熟客 Shuke</strong>}
    </Link>
  );
}
