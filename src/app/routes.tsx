import { lazy, Suspense } from "react";
import { Navigate, Outlet, Route, Routes, useLocation } from "react-router";
import TodayPage from "./features/today/today.page.tsx";
import { lazyPage, loadPart } from "./lazy-page.tsx";
import { LogbookProvider } from "./logbook-context.tsx";
import { useOpenBook } from "./open-book.tsx";
import { WaitingScreen } from "./shell/waiting-screen.tsx";

/** The first screen needs no list of the others. */
const BookRoutes = lazy(() => loadPart(() => import("./book-routes.tsx")));
const SignIn = lazyPage(() => import("./features/auth/sign-in.page.tsx"), "auth", "errors");
const FirstCode = lazyPage(() => import("./features/auth/first-code.page.tsx"), "auth", "errors");
const Setup = lazyPage(() => import("./features/auth/setup.page.tsx"), "auth", "errors", "owned");
const Profiles = lazyPage(() => import("./features/auth/profiles.page.tsx"), "auth", "errors");

/** The way in, the first screen, and behind it every other page of the book. */
export function AppRoutes() {
  return (
    <Routes>
      <Route element={<Door />}>
        <Route path="dang-nhap" element={<SignIn />} />
        <Route path="ma" element={<FirstCode />} />
        <Route path="thiet-lap" element={<Setup />} />
        <Route path="nguoi-dung" element={<Profiles />} />
      </Route>
      <Route element={<Book />}>
        <Route index element={<TodayPage />} />
        <Route path="*" element={<BookRoutes />} />
      </Route>
    </Routes>
  );
}

/** Pages before a book is open. */
function Door() {
  return (
    <Suspense fallback={null}>
      <Outlet />
    </Suspense>
  );
}

/** Pages of the open book; without one, the way in. */
function Book() {
  const { logbook, hasProfiles } = useOpenBook();
  const { pathname, search } = useLocation();
  if (!logbook) {
    const way = hasProfiles ? "/nguoi-dung" : "/dang-nhap";
    return <Navigate to={way} state={{ to: `${pathname}${search}` }} replace />;
  }
  return (
    <LogbookProvider logbook={logbook} key={logbook.profile.device}>
      <Suspense fallback={<WaitingScreen />}>
        <Outlet />
      </Suspense>
    </LogbookProvider>
  );
}
