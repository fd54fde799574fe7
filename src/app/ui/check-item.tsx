import type { ReactNode } from "react";

/** The heading of a group of items with how many are answered. */
export function CheckGroup({ title, count }: { title: ReactNode; count?: ReactNode }) {
  return (
    <h2 className="group-title">
      {title}
      {count === undefined || count === null ? null : <span>{count}</span>}
    </h2>
  );
}

/** One thing to check: name, device code, its answers, and in place what a fault opens. */
export function CheckItem({
  name,
  code,
  bad,
  id,
  menu,
  children,
  more,
}: {
  name: ReactNode;
  code?: ReactNode;
  bad?: boolean | undefined;
  id?: string | undefined;
  menu?: ReactNode;
  children: ReactNode;
  more?: ReactNode;
}) {
  return (
    <div className="item" data-bad={bad || undefined} id={id}>
      <div className="item-name">
        <h3>{name}</h3>
        {code ? <span className="item-code">{code}</span> : null}
        {menu}
      </div>
      {children}
      {more ? <div className="item-more">{more}</div> : null}
    </div>
  );
}
