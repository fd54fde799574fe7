import type { ReactNode } from "react";

/** Names by group, in the order of the template. */
export function NamesList({ groups }: { groups: readonly { title: string; names: ReactNode }[] }) {
  return (
    <dl className="names">
      {groups.map((group) => (
        <div key={group.title}>
          <dt>{group.title}</dt>
          <dd>{group.names}</dd>
        </div>
      ))}
    </dl>
  );
}
