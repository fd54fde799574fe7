import type { ReactNode } from "react";

/** Places for names and signatures under a printed form. */
export function Signatures({ people }: { people: readonly { role: string; note?: ReactNode }[] }) {
  return (
    <div className="signatures print-only">
      {people.map((person) => (
        <div key={person.role}>
          <p className="signature-role">{person.role}</p>
          {person.note ? <p className="signature-note">{person.note}</p> : null}
        </div>
      ))}
    </div>
  );
}

/** The line at the foot of a print that says whence and when it came. */
export function PrintFoot({ text }: { text: string }) {
  return <p className="print-foot print-only">{text}</p>;
}
